import { describe, expect, it } from 'vitest';
import type { RawRequest } from './endpoint.ts';
import { fileDisposition, serveFile } from './file-answer.ts';

const file = { name: 'Invoice.pdf', bytes: Buffer.from('%PDF-1.7') };
const asked = (known?: string) =>
  serveFile('application/pdf', file, {
    headers: known === undefined ? {} : { 'if-none-match': known },
  } as unknown as RawRequest);

describe('a file', () => {
  it('is sent with its type, its name and a tag of its bytes', () => {
    const { status, body, headers } = asked();
    expect(status).toBe(200);
    expect(body).toBe(file.bytes);
    expect(headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="Invoice.pdf"; filename*=UTF-8''Invoice.pdf`,
      'cache-control': 'private, no-cache',
    });
    expect(headers.etag).toMatch(/^"[\w-]{43}"$/);
  });

  it('is not sent again to who names its tag, also among others or made weak', () => {
    const etag = asked().headers.etag!;
    for (const known of [etag, `"other", ${etag}`, `W/${etag}`, '*']) {
      expect(asked(known), known).toMatchObject({ status: 304, body: '', headers: { etag } });
    }
    expect(asked('"other"').status).toBe(200);
  });

  it('has a name that cannot leave its header, whatever it is', () => {
    expect(fileDisposition('inline', '請求書 "1"\r\nx: y%.pdf')).toBe(
      `inline; filename="___ _1___x: y_.pdf"; filename*=UTF-8''%E8%AB%8B%E6%B1%82%E6%9B%B8%20%221%22%0D%0Ax%3A%20y%25.pdf`,
    );
    expect(fileDisposition('inline', 'a\ud800.pdf')).toContain(`filename*=UTF-8''a%EF%BF%BD.pdf`);
  });
});
