import { CUSTOMER_EXAMPLE } from '../../sales/customers/index.ts';
import type { WorkspaceStats } from './workspace-stats.schema.ts';

const earned = (startDate: string, endDate: string, revenue = '250.00') => ({
  startDate,
  endDate,
  revenue,
  expenses: '0.00',
  netProfit: revenue,
});
const BUCKETS = {
  notYetOverdue: '0.00',
  lessThanOrEqualTo30: '0.00',
  between31And60: '0.00',
  between61And90: '0.00',
  moreThan90: '0.00',
};
const NOW = '2026-08-15T10:00:00.000Z';

/** The books after the invoice of the Create Invoice page, two weeks after it was due. */
export const WORKSPACE_STATS_EXAMPLE: WorkspaceStats = {
  workspace: {
    uuid: '0197c1a0-5b7e-7c3a-9f51-2f6f0c7f1a01',
    name: 'Foundry Road Hauling',
    currency: 'USD',
    country: 'US',
    industry: 'Waste collection',
    fiscalYearMonth: 1,
    dateFormat: 'MM/DD/YYYY',
    cutoverDate: '2026-01-01',
    reportType: 'accrual',
    bookClosedThroughDate: '2026-05-31',
  },
  cash: {
    currentCash: '0.00',
    bankAndCashAssetsTotal: '0.00',
    creditCardLiabilitiesTotal: '0.00',
    accountSourceCounts: { provider: 0, reconciliation: 0, book: 4 },
    staleProviderBalanceAccountCount: 0,
    currentCashAsOf: NOW,
  },
  profitability: {
    currentMonth: earned('2026-08-01', '2026-08-15', '0.00'),
    currentQuarter: earned('2026-07-01', '2026-08-15'),
    yearToDate: earned('2026-01-01', '2026-08-15'),
    trailingTwelveMonths: earned('2025-08-16', '2026-08-15'),
    priorYearSamePeriod: earned('2025-01-01', '2025-08-15', '0.00'),
    rollingThreeMonths: {
      ...earned('2026-05-01', '2026-07-31'),
      averageMonthlyRevenue: '83.33',
      averageMonthlyExpenses: '0.00',
      averageMonthlyNetProfit: '83.33',
      netBurn: '0.00',
      runwayMonths: null,
    },
  },
  receivables: {
    totalOutstanding: '250.00',
    currentDueTotal: '0.00',
    overdueTotal: '250.00',
    overdueCount: 1,
    credits: '0.00',
    agingBuckets: { ...BUCKETS, lessThanOrEqualTo30: '250.00' },
    oldestOutstandingDate: '2026-07-01',
    topCustomersOutstanding: [
      { customerUuid: CUSTOMER_EXAMPLE.uuid, customerName: CUSTOMER_EXAMPLE.customer, amount: '250.00' },
    ],
    daysSalesOutstanding: 365,
  },
  payables: {
    totalOutstanding: '0.00',
    currentDueTotal: '0.00',
    overdueTotal: '0.00',
    overdueCount: 0,
    credits: '0.00',
    agingBuckets: BUCKETS,
    oldestOutstandingDate: null,
    topVendorsOutstanding: [],
    outstandingBills: null,
    dueInNext7Days: null,
    dueInNext30Days: null,
    daysPayableOutstanding: null,
    notes: [
      'Bills are not available yet: what is due when, and what was bought, cannot be told without them.',
    ],
  },
  taxObligations: {
    isTaxRegistered: false,
    taxRegime: null,
    totalObligation: '0.00',
    hasOverdueOrUpcomingFiling: null,
    obligations: [],
    lastFiledPeriodEnd: null,
    notes: [
      'When the next tax return is due is not known here: the obligation is the balance of the tax accounts.',
    ],
  },
  connections: {
    totalCount: 0,
    activeCount: 0,
    disconnectedCount: 0,
    revokedCount: 0,
    accountsAwaitingReauthCount: 0,
    staleConnectionCount24h: 0,
    oldestLastSyncAt: null,
    byProvider: {},
  },
  asOf: { computedAt: NOW, cacheTtlSeconds: 0, cashAsOf: NOW, currency: 'USD', fromCache: false },
};
