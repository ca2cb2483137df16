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
 * The reports that stand for a closed period, each in both books: of the fiscal year up to its last day, each account by
 * itself, so that they hold whatever is merged since. Read from totals,
 * since all is sealed: so the books are held up no longer than a report takes.
 */
export const hashReports: HashReports = async (transaction, through) => {
  const workspaceId = transaction.workspaceId!;
  const { fiscalYearStartMonth } = await loadReportBooks(transaction, workspaceId, {});
  const startDate = startOfFiscalYear(through, fiscalYearStartMonth);
  const period = { startDate, endDate: through };
  const hashes: ReportHash[] = [];
  for (const basis of BASES) {
    const query = { ...period, basis, merged: false };
    const tables = [
      [TRIAL_BALANCE.path, await writeReportCsv(TRIAL_BALANCE, transaction, workspaceId, query)],
      [PROFIT_AND_LOSS.path, await writeReportCsv(PROFIT_AND_LOSS, transaction, workspaceId, query)],
      [BALANCE_SHEET.path, await writeReportCsv(BALANCE_SHEET, transaction, workspaceId, query)],
    ] as const;
    for (const [report, bytes] of tables)
      hashes.push({ report, basis, ...period, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  return hashes;
};
