import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';

let books: SettlementBooks;
let client: SettlementBooks['server']['strict'];
/** UUIDs by what they are. */
const made: Record<string, string> = {};

beforeAll(async () => {
  books = await openSettlementBooks();
  client = books.server.strict;
  const invoice = await books.document(100);
  const memo = await books.memo(20);
  made.invoice = invoice.uuid;
  made.memo = memo.uuid;
  made.paid = (await books.pay(60, [{ id: invoice.uuid, amount: 60 }], { reference: 'Check 77' })).uuid;
  made.ahead = (await books.pay(5, [], { date: '2026-08-01', customerUuid: books.stranger })).uuid;
  made.refund = (
    await books.done(client.post('/refunds', { memoUuid: memo.uuid, date: '2026-07-20', amount: 20 }))
  ).uuid;
  await books.done(client.patch(`/invoices/${invoice.uuid}/write-off`, { date: '2026-07-31' }));
  made.writtenOff = (await books.read(invoice.uuid)).payments[1].uuid;
  const undone = await books.pay(9);
  await books.done(client.delete(`/payments/${undone.uuid}`));
});
afterAll(() => books.server.close());

const list = async (query: Record<string, string> = {}): Promise<string[]> => {
  const { payments } = await books.done(client.get('/payments', query));
  const names = Object.fromEntries(Object.entries(made).map(([name, uuid]) => [uuid, name]));
  return payments.map(({ uuid }: { uuid: string }) => names[uuid]);
};

describe('the list of payments', () => {
  it('is of the newest first, without what was undone', async () => {
    expect(await list()).toEqual(['ahead', 'writtenOff', 'refund', 'paid']);
  });

  it('is narrowed by kind, customer, document, date, reference and what is left', async () => {
    expect(await list({ kind: 'payment' })).toEqual(['ahead', 'paid']);
    expect(await list({ customerUuid: books.stranger })).toEqual(['ahead']);
    expect(await list({ invoiceUuid: made.invoice! })).toEqual(['writtenOff', 'paid']);
    expect(await list({ invoiceUuid: made.memo! })).toEqual(['refund']);
    expect(await list({ startDate: '2026-07-20', endDate: '2026-07-31' })).toEqual(['writtenOff', 'refund']);
    expect(await list({ search: 'check 7' })).toEqual(['paid']);
    expect(await list({ search: 'STRANGER' })).toEqual(['ahead']);
    expect(await list({ isOnAccount: 'true' })).toEqual(['ahead']);
    expect(await list({ isOnAccount: 'false', kind: 'payment' })).toEqual(['paid']);
    await books.done(client.patch(`/payments/${made.paid}/unapply`));
    expect(await list({ invoiceUuid: made.invoice! })).toEqual(['writtenOff']);
  });

  it('is paged, and refuses what it does not know', async () => {
    const { body } = await client.get('/payments', { limit: '3', page: '2' });
    expect(body.data).toMatchObject({ totalRecords: 4, totalPages: 2, page: 2, limit: 3 });
    expect(body.data.payments).toHaveLength(1);
    const refused = await client.get('/payments', { kind: 'gift', invoiceUuid: '7', startDate: 'now' });
    expect(refused.body.errors.map(({ field }: { field: string }) => field)).toEqual([
      'kind',
      'invoiceUuid',
      'startDate',
    ]);
  });
});

describe('a payment that is sent again with its Idempotency-Key', () => {
  it('is received once', async () => {
    const body = { customerUuid: books.stranger, date: '2026-07-05', amount: 12 };
    const options = { headers: { 'idempotency-key': 'pay-once' } };
    const [first, again] = [
      await client.post('/payments', body, options),
      await client.post('/payments', body, options),
    ];
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body.data).toEqual(first.body.data);
    expect(await list({ customerUuid: books.stranger })).toHaveLength(2);
    await books.verify();
  });
});
