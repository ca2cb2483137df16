import { writeCursor } from '../../src/reports/filters/cursor.ts';
import { partsOfLine } from '../../src/reports/general-ledger/ledger-cursor.ts';
import type { BenchBooks } from '../harness/bench-books.ts';
import type { BenchServer } from '../harness/bench-server.ts';
import type { Figure } from '../harness/comparison.ts';
import { FIRST_DAY } from '../harness/seed-journal.ts';
import type { ReadRequest, Statement } from '../harness/timing.ts';
import { CUSTOMER_SCAN, FULL_SCAN, RESULT_SCAN, TAG_SCAN } from './full-scans.ts';

/** The fifteenth of a month in the middle of the seeded ones, so that no whole month is asked for. */
const AS_OF = '2025-10-15';
const PERIOD = `startDate=${FIRST_DAY}&endDate=${AS_OF}`;
const MILLION = 1_000_000;

export interface ReportCase {
  readonly name: string;
  readonly request: ReadRequest;
  /** The same figures out of every line. */
  readonly scan?: Statement;
  /** What share of the scan is asked for, from how many lines on. */
  readonly mark?: Figure['mark'];
  readonly markFrom?: number;
}

export const EARLY_PAGE = 'general ledger, after a tenth';
export const LATE_PAGE = 'general ledger, after nine tenths';
export const TRIAL_BALANCE = `trial balance as of ${AS_OF}`;

/** The reports that are measured; the pages of the general ledger are of the account with the most lines. */
export async function reportCases(server: BenchServer, books: BenchBooks): Promise<ReportCase[]> {
  const { workspaceId } = books;
  const customer = await pickCustomer(server, workspaceId);
  const inPeriod = [workspaceId, FIRST_DAY, AS_OF];
  const report = (path: string, query: string): ReadRequest => ({ path: `/reports/${path}`, query });
  const ofResult = { mark: { atMost: 1 / 5 }, markFrom: 10 * MILLION };
  return [
    {
      name: TRIAL_BALANCE,
      request: report('trial-balance', PERIOD),
      scan: { name: 'bench_scan', text: FULL_SCAN, values: [workspaceId, AS_OF] },
      mark: { atMost: 1 / 20 },
      markFrom: MILLION,
    },
    {
      name: 'profit and loss',
      request: report('pnl', PERIOD),
      scan: { name: 'bench_result_scan', text: RESULT_SCAN, values: inPeriod },
    },
    {
      name: 'profit and loss by tag',
      request: report('pnl', `${PERIOD}&isPnLByTag=true`),
      scan: { name: 'bench_tag_scan', text: TAG_SCAN, values: inPeriod },
      ...ofResult,
    },
    {
      name: 'profit and loss of a customer',
      request: report('pnl', `${PERIOD}&customerUuids=${customer}`),
      scan: { name: 'bench_customer_scan', text: CUSTOMER_SCAN, values: [...inPeriod, customer] },
      ...ofResult,
    },
    {
      name: 'balance sheet',
      request: report('balance-sheet', `endDate=${AS_OF}`),
      scan: { name: 'bench_scan', text: FULL_SCAN, values: [workspaceId, AS_OF] },
    },
    { name: 'workspace stats', request: { path: '/workspace-stats' } },
    ...(await ledgerPages(server, workspaceId)),
  ];
}

async function pickCustomer({ owner }: BenchServer, workspaceId: string): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    'SELECT customer_id AS id FROM journal_line WHERE workspace_id = $1 AND customer_id IS NOT NULL LIMIT 1',
    [workspaceId],
  );
  return rows[0]!.id;
}

async function ledgerPages({ owner }: BenchServer, workspaceId: string): Promise<ReportCase[]> {
  const pages = [
    { name: EARLY_PAGE, day: '2024-12-13' },
    { name: LATE_PAGE, day: '2026-07-20' },
  ];
  const cases: ReportCase[] = [];
  for (const { name, day } of pages) {
    const { rows } = await owner.query<{ accountId: string; entryId: string; lineNumber: number }>(
      `SELECT l.account_id AS "accountId", l.entry_id AS "entryId", l.line_no AS "lineNumber"
         FROM journal_line l JOIN account a ON a.workspace_id = $1 AND a.id = l.account_id
        WHERE l.workspace_id = $1 AND l.effective = $2 AND a.type = 'Assets'
        ORDER BY a.account_number, l.entry_id LIMIT 1`,
      [workspaceId, day],
    );
    const key = { ...rows[0]!, effective: day };
    const query = `startDate=${FIRST_DAY}&endDate=2026-09-30&accountUuids=${key.accountId}&cursor=${writeCursor(partsOfLine(key))}`;
    cases.push({ name, request: { path: '/reports/general-ledger', query } });
  }
  return cases;
}
