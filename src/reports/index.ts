import type { Endpoint } from '../platform/http/endpoint.ts';
import { PAYABLES_AGING_ENDPOINTS, RECEIVABLES_AGING_ENDPOINTS } from './aging/aging.ts';
import { getAuditPage } from './audit/get-audit-page.ts';
import { BALANCE_SHEET_ENDPOINTS } from './balance-sheet/balance-sheet.ts';
import { CASH_FLOW_ENDPOINTS } from './cash-flow/cash-flow.ts';
import { GENERAL_LEDGER_ENDPOINTS } from './general-ledger/general-ledger.ts';
import { JOURNAL_ENDPOINTS } from './journal/journal.ts';
import { PROFIT_AND_LOSS_ENDPOINTS } from './profit-and-loss/profit-and-loss.ts';
import { SALES_BY_CUSTOMER_ENDPOINTS, SALES_BY_PRODUCT_ENDPOINTS } from './sales-by/sales-by.ts';
import { SALES_TAX_ENDPOINTS } from './sales-tax/sales-tax.ts';
import { TRIAL_BALANCE_ENDPOINTS } from './trial-balance/trial-balance.ts';
import { UNREALISED_DIFFERENCES_ENDPOINTS } from './unrealised-differences/unrealised-differences.ts';
import { getLedgerProof } from './verify/get-ledger-proof.ts';
import { getWorkspaceStats } from './workspace-stats/get-workspace-stats.ts';

export { hashReports } from './closing/hash-reports.ts';

/** The endpoints of the reports. */
export const REPORT_ENDPOINTS: readonly Endpoint[] = [
  ...TRIAL_BALANCE_ENDPOINTS,
  ...PROFIT_AND_LOSS_ENDPOINTS,
  ...BALANCE_SHEET_ENDPOINTS,
  ...CASH_FLOW_ENDPOINTS,
  ...GENERAL_LEDGER_ENDPOINTS,
  ...JOURNAL_ENDPOINTS,
  ...RECEIVABLES_AGING_ENDPOINTS,
  ...PAYABLES_AGING_ENDPOINTS,
  ...SALES_TAX_ENDPOINTS,
  ...SALES_BY_CUSTOMER_ENDPOINTS,
  ...SALES_BY_PRODUCT_ENDPOINTS,
  ...UNREALISED_DIFFERENCES_ENDPOINTS,
  getWorkspaceStats,
  getLedgerProof,
  getAuditPage,
];
