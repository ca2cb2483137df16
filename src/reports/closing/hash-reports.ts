import { createHash } from 'node:crypto';
import type { HashReports, ReportHash } from '../../ledger/workspaces/index.ts';
import { BALANCE_SHEET } from '../balance-sheet/balance-sheet.ts';
import { writeReportCsv } from '../define-report.ts';
import { BASES } from '../filters/filter-fields.ts';
import { loadReportBooks } from '../filters/line-filter.ts';
import { PROFIT_AND_LOSS } from '../profit-and-loss/profit-and-loss.ts';
import { startOfFiscalYear } from '../trial-balance/fiscal-year.ts';
import { TRIAL_BALANCE } from '../trial-balance/trial-balance.ts';

/**
 * How the reports are written that a close hashes. Raise it where a change of the code makes other bytes of the same books: the
 * hashes of earlier closes are proved no more then, and are not held against them.
 */
export const REPORT_FORMAT = 2;

/**
 * The reports that stand for a closed period, each in both books: of the fiscal year up to its last day, as of the seal of the
 * close, so that they can be had again at any time. Read from totals, less what was sealed since: so a close holds the books
 * up no longer than a report takes.
 */
export const hashReports: HashReports = async (transaction, through, throughSeal) => {
  const workspaceId = transaction.workspaceId!;
  const { fiscalYearStartMonth } = await loadReportBooks(transaction, workspaceId, { throughSeal });
  const startDate = startOfFiscalYear(through, fiscalYearStartMonth);
  const period = { startDate, endDate: through };
  const hashes: ReportHash[] = [];
  for (const basis of BASES) {
    const query = { ...period, basis, merged: false, throughSeal };
    const tables = [
      [TRIAL_BALANCE.path, await writeReportCsv(TRIAL_BALANCE, transaction, workspaceId, query)],
      [PROFIT_AND_LOSS.path, await writeReportCsv(PROFIT_AND_LOSS, transaction, workspaceId, query)],
      [BALANCE_SHEET.path, await writeReportCsv(BALANCE_SHEET, transaction, workspaceId, query)],
    ] as const;
    for (const [report, bytes] of tables)
      hashes.push({ report, basis, ...period, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  return { format: REPORT_FORMAT, hashes };
};
