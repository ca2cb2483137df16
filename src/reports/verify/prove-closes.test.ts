import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { useTrialBalanceBooks } from '../../../test/support/trial-balance-books.ts';
import { hashReports, REPORT_FORMAT } from '../closing/hash-reports.ts';
import { verifyWorkspace } from './verify.ts';

const books = useTrialBalanceBooks();
const CLOSED = '2026-06-30';

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
const post = (amount: number, date = '2026-06-01') =>
  books.post(date, { account: '1000', amount }, { account: '4000', amount: -amount });
const rename = async (name: string) =>
  expect(
    (await books.workspace.strict.patch(`/chart-of-accounts/${books.ids.get('4000')}`, { name })).status,
  ).toBe(200);

async function setUp(change: object): Promise<void> {
  const { status, body } = await books.workspace.strict.patch('/workspace', change);
  expect(status, JSON.stringify(body)).toBe(200);
}

async function prove() {
  const results = await verifyWorkspace(books.server.database, books.workspace.workspaceId);
  return results.find(({ name }) => name === 'closes-hold-their-reports')!;
}

/** What the owner of the database does past every trigger. */
async function tamper(statement: string): Promise<void> {
  const client = await books.server.owner.connect();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL session_replication_role = replica');
    await client.query(statement, [books.workspace.workspaceId]);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

/** The reports of the newest close as anybody may have them, by the hash that the close kept. */
async function downloadReports() {
  const { strict } = books.workspace;
  const [close] = (await strict.get('/workspace/closings')).body.data.closings;
  const found: { kept: string; csv: Buffer }[] = [];
  for (const { report, basis, startDate, endDate, sha256: kept } of close.reports) {
    const query = {
      startDate,
      endDate,
      basis,
      merged: 'false',
      throughSeal: String(close.sealNumber),
      format: 'csv',
    };
    found.push({ kept, csv: (await strict.get(`/reports/${report}`, query)).body });
  }
  return found;
}

it('the reports of a close are had again whatever is renamed, merged, set and posted later', async () => {
  await post(100);
  await setUp({ bookClosedThroughDate: CLOSED });
  await rename('Services of all kinds');
  await setUp({ fiscalYearStartMonth: 4 });
  await post(7, '2026-07-01');
  const { checked, failures } = await prove();
  expect([checked, failures]).toEqual([6, []]);
  for (const { kept, csv } of await downloadReports()) expect(sha256(csv)).toBe(kept);
  // Another close, of the fiscal year as it is now, beside the first.
  await setUp({ bookClosedThroughDate: '2026-07-31' });
  expect((await prove()).checked).toBe(12);
});

it('a close that nothing was sealed for since a change keeps the reports of its seal: with the names from before', async () => {
  await post(100);
  await setUp({ bookClosedThroughDate: '2026-05-31' });
  await rename('Named a moment before');
  await setUp({ bookClosedThroughDate: CLOSED });
  const reports = await downloadReports();
  for (const { kept, csv } of reports) expect(sha256(csv)).toBe(kept);
  expect(reports.map(({ csv }) => csv.toString()).join()).not.toContain('Named a moment before');
  expect((await prove()).failures).toEqual([]);
});

it('a history that was tampered with shows', async () => {
  await post(100);
  await setUp({ bookClosedThroughDate: CLOSED });
  await rename('Something else');
  await tamper(`UPDATE record_version SET old = old || '{"name": "Never so"}' WHERE workspace_id = $1`);
  const { failureCount, failures } = await prove();
  expect(failureCount).toBe(4);
  expect(failures[0]).toMatch(
    /^trial-balance \(accrual\) from 2026-01-01 to 2026-06-30, as of seal 1, is \w{64}; the close/,
  );
});

it('what was closed before there was a history, and what was reopened, is not proved', async () => {
  await post(100);
  await setUp({ bookClosedThroughDate: CLOSED });
  await tamper('UPDATE book_closing SET report_format = NULL WHERE workspace_id = $1');
  expect(await prove()).toMatchObject({ checked: 0, failureCount: 0 });
  await setUp({ bookClosedThroughDate: '2026-07-31' });
  expect((await prove()).checked).toBe(6);
  await setUp({ bookClosedThroughDate: CLOSED, reason: 'July is not over' });
  expect((await prove()).checked).toBe(0);
});

it('the reports of a close are written as those of its format always were: raise REPORT_FORMAT where these hashes change', async () => {
  await post(12_345, '2025-12-31');
  await books.post('2026-02-01', { account: '6000', amount: 250 }, { account: '1000', amount: -250 });
  await books.post(
    '2026-03-01',
    { account: '1000', amount: 99, basis: 'accrual' },
    { account: '4000', amount: -99, basis: 'accrual' },
  );
  await setUp({ bookClosedThroughDate: CLOSED });
  const { workspaceId } = books.workspace;
  const { format, hashes } = await books.server.database.read(workspaceId, (transaction) =>
    hashReports(transaction, CLOSED, 3),
  );
  expect(
    hashes.map(({ report, basis, sha256: hash }) => `${format} ${report} ${basis} ${hash.slice(0, 8)}`),
  ).toEqual([
    '2 trial-balance accrual ffe1debd',
    '2 pnl accrual c1675936',
    '2 balance-sheet accrual 2e1958d4',
    '2 trial-balance cash 30c2660c',
    '2 pnl cash 0ec5a9d4',
    '2 balance-sheet cash cde78213',
  ]);
  expect(format).toBe(REPORT_FORMAT);
});
