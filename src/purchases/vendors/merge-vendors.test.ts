import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let books: SettlementBooks;
let client: SettlementBooks['server']['strict'];
let kept: string;
let double: string;
let count = 0;
beforeAll(async () => {
  books = await openSettlementBooks();
  client = books.server.strict;
});
afterAll(() => books.server.close());
beforeEach(async () => {
  count += 1;
  kept = (await books.done(client.post('/vendors', { name: `Kept ${count}` }))).uuid;
  double = (await books.done(client.post('/vendors', { name: `Double ${count}` }))).uuid;
});

const merge = (id: string, intoUuid: string) => client.post(`/vendors/${id}/merge`, { intoUuid });
const unmerge = (id: string) => client.post(`/vendors/${id}/unmerge`, {});
/** Owes a vendor, by hand. */
async function owe(vendorUuid: string, amount: number): Promise<void> {
  const { accounts } = await books.done(
    client.get('/chart-of-accounts', { page: '1', search: 'Accounts Payable' }),
  );
  const lines = [
    { accountUuid: books.fixtures.incomeAccountUuid, amountDebit: amount },
    { accountUuid: accounts[0].uuid, amountCredit: amount, vendorUuid },
  ];
  await books.done(client.post('/journal-entries', { descriptionEntry: 'Owed', date: '2026-07-01', lines }));
}

describe('a vendor that is merged into another', () => {
  it('is told under it in aging and lists, and by itself once they are told apart', async () => {
    await owe(kept, 10);
    await owe(double, 4);
    const aged = async (query = {}) =>
      (await books.done(client.get('/reports/payables-aging', { vendorUuids: double, ...query }))).rows.map(
        ({ vendorUuid, total }: { vendorUuid: string; total: string }) => [vendorUuid, total],
      );
    expect(await books.done(merge(double, kept))).toMatchObject({ uuid: double, mergedIntoUuid: kept });
    expect(await aged()).toEqual([[kept, '14.00']]);
    expect(await aged({ merged: 'false' })).toEqual([[double, '4.00']]);
    const listed = async (query: object) =>
      (await client.get('/vendors', { search: `Double ${count}`, ...query })).body.vendors.map(
        ({ uuid }: { uuid: string }) => uuid,
      );
    expect(await listed({})).toEqual([kept]);
    expect(await listed({ includeMerged: 'true' })).toEqual([double, kept]);
    await books.verify();
    await books.done(unmerge(double));
    expect(await aged()).toEqual([[double, '4.00']]);
    await books.verify();
  });

  it('stays as it is, is not deleted, and is not named anew', async () => {
    await books.done(merge(double, kept));
    const codeOf = async (call: Promise<{ body: { code: string } }>) => (await call).body.code;
    expect(await codeOf(client.patch(`/vendors/${double}`, { notes: 'x' }))).toBe('VENDOR_MERGED');
    expect(await codeOf(client.delete(`/vendors/${double}`))).toBe('VENDOR_MERGED');
    expect(await codeOf(client.delete(`/vendors/${kept}`))).toBe('HAS_MERGED_RECORDS');
    expect(await codeOf(merge(kept, double))).toBe('VENDOR_MERGED');
    expect(await codeOf(merge(kept, UNKNOWN_UUID))).toBe('VENDOR_NOT_FOUND');
    expect(await codeOf(unmerge(kept))).toBe('NOT_MERGED');
    const lines = [
      { accountUuid: books.fixtures.incomeAccountUuid, amountDebit: 1, vendorUuid: double },
      { accountUuid: books.fixtures.incomeAccountUuid, amountCredit: 1 },
    ];
    const entry = await client.post('/journal-entries', { descriptionEntry: 'x', date: '2026-07-01', lines });
    expect([entry.body.code, entry.body.details.mergedIntoUuid]).toEqual(['VENDOR_MERGED', kept]);
  });
});
