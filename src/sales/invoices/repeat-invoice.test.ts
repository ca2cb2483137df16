import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InvoiceBooks, openInvoiceBooks } from '../../../test/support/invoice-books.ts';
import { invoiceBody } from '../../../test/support/sales-fixtures.ts';

let server: InvoiceBooks['server'];
let other: InvoiceBooks['other'];
let foreign: InvoiceBooks['foreign'];
let body: InvoiceBooks['body'];
let countInvoices: InvoiceBooks['countInvoices'];

beforeAll(async () => {
  ({ server, other, foreign, body, countInvoices } = await openInvoiceBooks());
});
afterAll(() => server.close());

describe('many callers at once', () => {
  it('lets one of 16 have a number, and tells 15 that it is taken', async () => {
    const invoiceNumber = 'contested';
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => server.strict.post('/invoices', body({ invoiceNumber }))),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array(15).fill(400)]);
    const refused = answers.filter(({ status }) => status === 400);
    expect(new Set(refused.map((answer) => answer.body.code))).toEqual(new Set(['DUPLICATE_INVOICE_NUMBER']));
  });

  it('makes one invoice for 12 callers with one idempotency key', async () => {
    const before = await countInvoices();
    const given = body();
    const options = { headers: { 'idempotency-key': 'twelve-at-once' } };
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => server.strict.post('/invoices', given, options)),
    );
    for (const { status, body: answer, headers } of answers) {
      expect([200, 409]).toContain(status);
      if (status === 409) {
        expect(answer.code).toBe('IDEMPOTENCY_IN_PROGRESS');
        expect(headers.get('retry-after')).toBe('1');
      }
    }
    expect(await countInvoices()).toBe(before + 1);
    const ids = new Set(
      answers.filter(({ status }) => status === 200).map((answer) => answer.body.data.uuid),
    );
    expect(ids.size).toBe(1);
  });
});

describe('an Idempotency-Key', () => {
  const key = (value: string) => ({ headers: { 'idempotency-key': value } });

  it('answers a repeat with the first answer, byte for byte, warnings included', async () => {
    const given = body({ colour: 'red' });
    const first = await server.strict.post('/invoices', given, key('repeat'));
    const second = await server.strict.post('/invoices', given, key('repeat'));
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(JSON.stringify(second.body)).toBe(JSON.stringify(first.body));
  });

  it('answers a repeat of an allotted number with that number', async () => {
    const given = body({ invoiceNumber: undefined });
    const first = await server.lenient.post('/invoices', given, key('allotted'));
    const second = await server.lenient.post('/invoices', given, key('allotted'));
    expect(second.body).toEqual(first.body);
    expect(first.body.data.invoiceNumber).toMatch(/^INV-\d{6}$/);
  });

  it('is refused with another body, also an unsound one', async () => {
    await server.strict.post('/invoices', body(), key('reused'));
    for (const given of [body(), {}, { products: 'x' }]) {
      const { status, body: answer } = await server.strict.post('/invoices', given, key('reused'));
      expect(status).toBe(422);
      expect(answer.code).toBe('IDEMPOTENCY_KEY_REUSED');
    }
  });

  it('stays free after a refusal, and is another app’s own', async () => {
    const given = body({ customerUuid: foreign.customerUuid });
    expect((await server.strict.post('/invoices', given, key('free'))).status).toBe(400);
    expect((await server.strict.post('/invoices', body(), key('free'))).status).toBe(200);
    expect((await server.lenient.post('/invoices', body(), key('free'))).status).toBe(200);
    const elsewhere = await other.strict.post('/invoices', invoiceBody(foreign), key('free'));
    expect(elsewhere.headers.get('idempotent-replayed')).toBeNull();
  });

  it('is ignored by a dry run, also an unsound key or body', async () => {
    await server.strict.post('/invoices', body(), key('before-a-dry-run'));
    const dryRun = (given: object, value: string) =>
      server.strict.post('/invoices', given, { ...key(value), query: { dryRun: 'true' } });
    expect((await dryRun(body(), 'before-a-dry-run')).status).toBe(200);
    expect((await dryRun(body(), 'with blank')).status).toBe(200);
    expect((await dryRun({}, 'before-a-dry-run')).body.code).toBe('VALIDATION_ERROR');
  });

  it('must be 1 to 255 visible characters', async () => {
    for (const value of ['x'.repeat(256), 'with blank']) {
      expect((await server.strict.post('/invoices', body(), key(value))).body.code).toBe(
        'INVALID_IDEMPOTENCY_KEY',
      );
    }
  });
});
