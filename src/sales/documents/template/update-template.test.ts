import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jpeg, png } from '../../../../test/support/logos.ts';
import {
  startTestServer,
  type TestServer,
  type TestWorkspace,
} from '../../../../test/support/test-server.ts';

const PATH = '/invoice-template';
const BUILT_IN = {
  version: 1,
  logo: null,
  accentColor: '#1d4ed8',
  language: 'en',
  paperSize: 'A4',
  footer: null,
  eInvoice: 'none',
  updatedAt: null,
};

let server: TestServer;
let workspace: TestWorkspace;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** Each test has a workspace of its own, since a template is never undone. */
async function open(country?: string) {
  workspace = await server.addWorkspace(country ? { country } : {});
  return workspace.strict;
}

describe('the invoice template', () => {
  it('is the built-in one to begin with, on the paper of the country', async () => {
    const european = await open('DE');
    expect((await european.get(PATH)).body.data).toEqual(BUILT_IN);
    const american = await open('US');
    expect((await american.get(PATH)).body.data).toEqual({ ...BUILT_IN, paperSize: 'Letter' });
  });

  it('changes in the fields that are given', async () => {
    const client = await open();
    const first = await client.patch(PATH, { accentColor: '#1AF', footer: ' Thank you ' });
    expect(first.status).toBe(200);
    expect(first.body.data).toMatchObject({
      version: 2,
      accentColor: '#11aaff',
      footer: 'Thank you',
      language: 'en',
    });
    const second = await client.patch(PATH, { language: 'ar', paperSize: 'Letter', footer: null });
    const wanted = { version: 3, accentColor: '#11aaff', language: 'ar', paperSize: 'Letter', footer: null };
    expect(second.body.data).toMatchObject(wanted);
    expect((await client.get(PATH)).body.data).toEqual(second.body.data);
  });

  it('takes a PNG and a JPEG as its logo, keeps it, and lets it go', async () => {
    const client = await open();
    const withPng = await client.patch(PATH, { logo: png(40, 20).toString('base64') });
    expect(withPng.body.data).toMatchObject({ logo: { mediaType: 'image/png', width: 40, height: 20 } });
    const recoloured = await client.patch(PATH, { accentColor: '#000000' });
    expect(recoloured.body.data.logo).toEqual(withPng.body.data.logo);
    const withJpeg = await client.patch(PATH, {
      logo: `data:image/jpeg;base64,${jpeg().toString('base64')}`,
    });
    expect(withJpeg.body.data.logo).toMatchObject({ mediaType: 'image/jpeg', width: 8, height: 8 });
    expect((await client.patch(PATH, { logo: null })).body.data).toMatchObject({ version: 5, logo: null });
  });

  it('makes no new version where nothing changes', async () => {
    const client = await open();
    for (const body of [{}, { logo: null }, { accentColor: '#1D4ED8', language: 'en', footer: '  ' }]) {
      expect((await client.patch(PATH, body)).body.data).toEqual(BUILT_IN);
    }
  });

  it('refuses every unsound field at once, and changes nothing', async () => {
    const client = await open();
    const { body } = await client.patch(PATH, {
      logo: Buffer.from('GIF89a').toString('base64'),
      accentColor: 'red',
      language: 'xx',
      paperSize: 'A5',
      footer: 'x'.repeat(501),
    });
    expect(body).toMatchObject({ statusCode: 400, code: 'VALIDATION_ERROR' });
    const codes = Object.fromEntries(
      body.errors.map(({ field, code }: { field: string; code: string }) => [field, code]),
    );
    expect(codes).toEqual({
      logo: 'INVALID_LOGO',
      accentColor: 'INVALID_VALUE',
      language: 'INVALID_ENUM',
      paperSize: 'INVALID_ENUM',
      footer: 'TOO_LONG',
    });
    expect((await client.get(PATH)).body.data).toEqual(BUILT_IN);
  });

  it.each([
    ['a number', 7, 'INVALID_TYPE'],
    ['a text that is no base64', 'logo.png', 'INVALID_LOGO'],
    ['a picture that is too large', png(1_501, 1).toString('base64'), 'INVALID_LOGO'],
  ])('refuses %s as its logo', async (_name, logo, code) => {
    const client = await open();
    const { body } = await client.patch(PATH, { logo });
    expect(body.errors).toMatchObject([{ field: 'logo', code }]);
  });

  it('does the same change once for one key, and keeps changes that come together apart', async () => {
    const client = await open();
    const headers = { 'idempotency-key': 'template-1' };
    const first = await client.patch(PATH, { footer: 'One' }, { headers });
    const again = await client.patch(PATH, { footer: 'One' }, { headers });
    expect(again.body.data).toEqual(first.body.data);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const footers = ['A', 'B', 'C', 'D'];
    const answers = await Promise.all(footers.map((footer) => client.patch(PATH, { footer })));
    expect(answers.map(({ body }) => body.data.version).sort()).toEqual([3, 4, 5, 6]);
  });

  it('is written in the audit log, without the bytes of the picture', async () => {
    const client = await open();
    await client.patch(PATH, { footer: 'New', logo: png(4, 4).toString('base64') });
    const { rows } = await server.owner.query(
      `SELECT action, entity_type, changes FROM audit_log WHERE workspace_id = $1 AND entity_type = 'invoice_template'`,
      [workspace.workspaceId],
    );
    expect(rows).toMatchObject([{ action: 'updated', changes: { footer: { from: null, to: 'New' } } }]);
    expect(JSON.stringify(rows).length).toBeLessThan(600);
  });

  it('belongs to its workspace alone', async () => {
    const client = await open();
    await client.patch(PATH, { footer: 'Mine', logo: png(4, 4).toString('base64') });
    const other = await server.addWorkspace();
    expect((await other.strict.get(PATH)).body.data).toEqual(BUILT_IN);
  });
});
