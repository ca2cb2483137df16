import { describe, expect, it } from 'vitest';
import type { Report } from '../../test/support/read-reports.ts';
import { sealAll } from '../../test/support/seal-all.ts';
import { useTrialBalanceBooks } from '../../test/support/trial-balance-books.ts';

const books = useTrialBalanceBooks();

/** More entries than a page of the journal holds, and more lines of one account than a page of the general ledger. */
const ENTRIES = 1010;
const AT_ONCE = 10;

async function readTable(path: string, query: Record<string, string> = {}): Promise<string[][]> {
  const period = { startDate: '2026-01-01', endDate: '2026-12-31', format: 'csv' };
  const { status, body } = await books.workspace.strict.get(path, { ...period, ...query });
  expect(status).toBe(200);
  return String(body)
    .trimEnd()
    .split('\r\n')
    .map((row) => row.split(','));
}

describe('a table of a report that has pages', () => {
  it('holds all of them, unless one of them is asked for', async () => {
    const lines = [...Array(5).fill({ account: '1000', amount: 1 }), { account: '4000', amount: -5 }];
    for (let count = 0; count < ENTRIES; count += AT_ONCE)
      await Promise.all(
        Array.from({ length: AT_ONCE }, () => books.postEntry({ effective: '2026-03-01', lines })),
      );

    const ledger = await readTable('/reports/general-ledger');
    const checking = ledger.filter(([account]) => account === '1000');
    expect(checking).toHaveLength(1 + 5 * ENTRIES);
    expect(checking.filter(([, , , source]) => source === 'opening')).toHaveLength(1);
    expect(checking.map((row) => row.at(-1)).slice(1)).toEqual(
      Array.from({ length: 5 * ENTRIES }, (_, index) => ((index + 1) / 100).toFixed(2)),
    );
    expect(ledger.filter(([account]) => account === '4000')).toHaveLength(1 + ENTRIES);
    expect(await readTable('/reports/general-ledger', { limit: '10' })).toHaveLength(1 + 1 + 10);

    const journal = await readTable('/reports/journal');
    expect(journal).toHaveLength(1 + 6 * ENTRIES + 1);
    expect(new Set(journal.slice(1, -1).map(([, entry]) => entry)).size).toBe(ENTRIES);
    expect(journal.at(-1)?.slice(-2)).toEqual(['50.50', '50.50']);
    expect(await readTable('/reports/journal', { limit: '10' })).toHaveLength(1 + 60 + 1);
    // What narrows it and leaves all, each in a way of its own.
    await sealAll(books.server.database, books.workspace.workspaceId);
    expect(await readTable('/reports/journal', { throughSeal: String(ENTRIES) })).toEqual(journal);
    expect(await readTable('/reports/journal', { noTags: 'true' })).toEqual(journal);
    expect(await readTable('/reports/journal', { throughSeal: '500' })).toHaveLength(1 + 6 * 500 + 1);
  });

  it('holds the lines of tags as the pages tell them, account after account', async () => {
    const [north, south] = [await books.addTag('North'), await books.addTag('South')];
    const of = (account: string, amount: number, ...tagIds: string[]) => ({ account, amount, tagIds });
    const lines = [
      ...[of('1000', 1, north), of('1000', 2, south), of('1000', 3, north, south), of('1000', 4, north)],
      ...[of('1000', 5), of('4000', -7, north), of('6000', -8)],
    ];
    const days = ['2025-12-31', '2026-03-01', '2026-03-02', '2026-03-03'];
    for (let count = 0; count < 260; count += AT_ONCE)
      await Promise.all(
        Array.from({ length: AT_ONCE }, (_, index) =>
          books.postEntry({ effective: days[index % days.length]!, lines }),
        ),
      );
    await books.post('2026-04-01', of('1200', 9, south), of('2000', -9, south));
    const { strict } = books.workspace;
    for (const tagUuids of [[north, south], [south]]) {
      const query = { startDate: '2025-12-01', endDate: '2026-12-31', tagUuids };
      const { body } = await strict.get('/reports/general-ledger', { ...query, format: 'csv' });
      const told = String(body).trimEnd().split('\r\n').slice(1);
      const rows: string[] = [];
      let cursor = '';
      do {
        const page = { limit: '97', ...(cursor === '' ? {} : { cursor }) };
        const data: Report = (await strict.get('/reports/general-ledger', { ...query, ...page })).body.data;
        for (const { accountNumber, accountName, opening, lines: own } of data.accounts) {
          const account = `${accountNumber},${accountName}`;
          if (!rows.at(-1)?.startsWith(`${account},`)) rows.push(`${account},,opening,,,,,,${opening}`);
          for (const { date, source, number, party, description, debit, credit, balance } of own)
            rows.push([account, date, source, number, party, description, debit, credit, balance].join(','));
        }
        cursor = data.nextCursor ?? '';
      } while (cursor !== '');
      expect(told).toEqual(rows);
      expect(told.length).toBeGreaterThan(tagUuids.length * 500);
    }
  });
});
