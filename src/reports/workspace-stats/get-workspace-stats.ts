import { divideRoundingHalfAway } from '../../ledger/money/index.ts';
import type { WorkspaceSettings } from '../../ledger/workspaces/settings/workspace.schema.ts';
import { readWorkspace } from '../../ledger/workspaces/settings/workspace.store.ts';
import { readToday } from '../../ledger/workspaces/today.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { addDays } from '../../platform/dates.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { type LineFilter, readLineFilter } from '../filters/line-filter.ts';
import { moneyIn } from '../filters/report-figures.ts';
import { findLastFiled } from '../tax-returns/tax-returns.store.ts';
import { type Outstanding, readOutstanding } from './outstanding.ts';
import { type Earned, readEarned } from './profitability.ts';
import { statsPeriods } from './stats-periods.ts';
import { WORKSPACE_STATS_EXAMPLE } from './workspace-stats.examples.ts';
import {
  BLOCKS,
  type Block,
  type WorkspaceStats,
  workspaceStatsQuery,
  workspaceStatsSchema,
} from './workspace-stats.schema.ts';
import { type CashAndTaxes, readCashAndTaxes } from './workspace-stats.store.ts';

const MONTHS = 3n;

export const getWorkspaceStats = defineEndpoint({
  method: 'GET',
  path: '/partners/workspace-stats',
  operationId: 'getWorkspaceStats',
  tag: 'Reports',
  summary: 'Get Workspace Stats',
  description: `The figures of a business at a glance, each equal to its report: [balance sheet](/docs/reports/get-balance-sheet),
[cash flow](/docs/reports/get-cash-flow),
[profit and loss](/docs/reports/get-profit-and-loss) in the basis of the workspace, and
[receivables](/docs/reports/get-receivables-aging) and [payables aging](/docs/reports/get-payables-aging). All are read from one
state of the books, anew at each call. In \`profitability\` expenses are positive too.`,
  access: 'partner',
  query: workspaceStatsQuery,
  readsAtLength: true,
  status: 200,
  message: 'Workspace stats retrieved successfully.',
  data: workspaceStatsSchema,
  errors: [],
  examples: { data: WORKSPACE_STATS_EXAMPLE },
  async handle({ query, read }) {
    const wanted = new Set<string>(query.include?.length ? query.include : BLOCKS);
    return { data: await read((transaction) => computeStats(transaction, (block) => wanted.has(block))) };
  },
});

type Money = (amount: bigint) => string;

async function computeStats(
  transaction: Transaction,
  wants: (block: Block) => boolean,
): Promise<WorkspaceStats> {
  const computedAt = new Date().toISOString();
  const settings = await readWorkspace(transaction);
  const { currency, accountingBasis: basis } = settings;
  const today = await readToday(transaction);
  const money = moneyIn(currency);
  const filter = readLineFilter({});
  const needsBalances = wants('cash') || wants('taxObligations') || wants('profitability');
  const balances = needsBalances ? await readCashAndTaxes(transaction, today, basis) : undefined;
  return {
    workspace: wants('workspace') ? describeWorkspace(settings) : null,
    cash: wants('cash') ? describeCash(balances!, computedAt, money) : null,
    profitability: wants('profitability')
      ? await describeProfitability(transaction, settings, today, filter, currentCash(balances!))
      : null,
    receivables: wants('receivables') ? await describeReceivables(transaction, today, filter, money) : null,
    payables: wants('payables')
      ? describePayables(await readOutstanding(transaction, 'payable', today, filter), money)
      : null,
    taxObligations: wants('taxObligations')
      ? describeTaxes(settings, balances!, (await findLastFiled(transaction))?.endDate ?? null, money)
      : null,
    connections: wants('connections') ? NO_CONNECTIONS : null,
    asOf: { computedAt, cacheTtlSeconds: 0, cashAsOf: computedAt, currency, fromCache: false },
  };
}

function describeWorkspace(settings: WorkspaceSettings): WorkspaceStats['workspace'] {
  const { uuid, name, currency, country, industry, dateFormat, cutoverDate, reportType } = settings;
  const { fiscalYearStartMonth: fiscalYearMonth, bookClosedThroughDate } = settings;
  return {
    ...{ uuid, name, currency, country, industry, fiscalYearMonth, dateFormat },
    ...{ cutoverDate, reportType, bookClosedThroughDate },
  };
}

const currentCash = ({ bankAndCash, creditCards }: CashAndTaxes) => bankAndCash - creditCards;

function describeCash(balances: CashAndTaxes, computedAt: string, money: Money): WorkspaceStats['cash'] {
  return {
    currentCash: money(currentCash(balances)),
    bankAndCashAssetsTotal: money(balances.bankAndCash),
    creditCardLiabilitiesTotal: money(balances.creditCards),
    accountSourceCounts: { provider: 0, reconciliation: 0, book: balances.accounts },
    staleProviderBalanceAccountCount: 0,
    currentCashAsOf: computedAt,
  };
}

/** A quotient to one decimal, half up. */
const toTenths = (dividend: bigint, divisor: bigint) =>
  Number((dividend * 20n + divisor) / (divisor * 2n)) / 10;

async function describeProfitability(
  transaction: Transaction,
  { currency, accountingBasis, fiscalYearStartMonth }: WorkspaceSettings,
  today: string,
  filter: LineFilter,
  cash: bigint,
): Promise<WorkspaceStats['profitability']> {
  const periods = statsPeriods(today, fiscalYearStartMonth);
  const names = Object.keys(periods) as (keyof typeof periods)[];
  const earned = await readEarned(transaction, Object.values(periods), accountingBasis, filter);
  const of = (name: keyof typeof periods) => earned[names.indexOf(name)]!;
  const money = moneyIn(currency);
  const describe = ({ startDate, endDate, revenue, expenses }: Earned) => ({
    startDate,
    endDate,
    revenue: money(revenue),
    expenses: money(expenses),
    netProfit: money(revenue - expenses),
  });
  const rolling = of('rollingThreeMonths');
  const lost = rolling.expenses - rolling.revenue;
  return {
    currentMonth: describe(of('currentMonth')),
    currentQuarter: describe(of('currentQuarter')),
    yearToDate: describe(of('yearToDate')),
    trailingTwelveMonths: describe(of('trailingTwelveMonths')),
    priorYearSamePeriod: describe(of('priorYearSamePeriod')),
    rollingThreeMonths: {
      ...describe(rolling),
      averageMonthlyRevenue: money(thirdOf(rolling.revenue)),
      averageMonthlyExpenses: money(thirdOf(rolling.expenses)),
      averageMonthlyNetProfit: money(thirdOf(-lost)),
      netBurn: money(lost > 0n ? thirdOf(lost) : 0n),
      runwayMonths: lost > 0n ? toTenths(cash > 0n ? cash * MONTHS : 0n, lost) : null,
    },
  };
}

const thirdOf = (amount: bigint) => divideRoundingHalfAway(amount, MONTHS);

function describeOutstanding(outstanding: Outstanding, money: Money) {
  const { credits, ...buckets } = outstanding.ages;
  return {
    totalOutstanding: money(outstanding.total),
    currentDueTotal: money(buckets.notYetOverdue),
    overdueTotal: money(outstanding.overdue),
    overdueCount: outstanding.overdueCount,
    credits: money(credits),
    agingBuckets: {
      notYetOverdue: money(buckets.notYetOverdue),
      lessThanOrEqualTo30: money(buckets.lessThanOrEqualTo30),
      between31And60: money(buckets.between31And60),
      between61And90: money(buckets.between61And90),
      moreThan90: money(buckets.moreThan90),
    },
    oldestOutstandingDate: outstanding.oldestDate,
  };
}

const DAYS = 365;

async function describeReceivables(
  transaction: Transaction,
  today: string,
  filter: LineFilter,
  money: Money,
): Promise<WorkspaceStats['receivables']> {
  const outstanding = await readOutstanding(transaction, 'receivable', today, filter);
  const year = { startDate: addDays(today, 1 - DAYS), endDate: today };
  const [{ revenue }] = (await readEarned(transaction, [year], 'accrual', filter)) as [Earned];
  return {
    ...describeOutstanding(outstanding, money),
    topCustomersOutstanding: outstanding.top.map(({ id, name, amount }) => ({
      customerUuid: id,
      customerName: name,
      amount: money(amount),
    })),
    daysSalesOutstanding:
      revenue > 0n && outstanding.total >= 0n ? toTenths(outstanding.total * BigInt(DAYS), revenue) : null,
  };
}

function describePayables(outstanding: Outstanding, money: Money): WorkspaceStats['payables'] {
  return {
    ...describeOutstanding(outstanding, money),
    topVendorsOutstanding: outstanding.top.map(({ id, name, amount }) => ({
      vendorUuid: id,
      vendorName: name,
      amount: money(amount),
    })),
    outstandingBills: null,
    dueInNext7Days: null,
    dueInNext30Days: null,
    daysPayableOutstanding: null,
    notes: [
      'Bills are not available yet: what is due when, and what was bought, cannot be told without them.',
    ],
  };
}

function describeTaxes(
  { taxNumber }: WorkspaceSettings,
  { taxes }: CashAndTaxes,
  lastFiledPeriodEnd: string | null,
  money: Money,
): WorkspaceStats['taxObligations'] {
  return {
    isTaxRegistered: taxNumber !== null,
    taxRegime: null,
    totalObligation: money(taxes),
    hasOverdueOrUpcomingFiling: null,
    obligations: [],
    lastFiledPeriodEnd,
    notes: [
      'When the next tax return is due is not known here: the obligation is the balance of the tax accounts.',
    ],
  };
}

const NO_CONNECTIONS: WorkspaceStats['connections'] = {
  totalCount: 0,
  activeCount: 0,
  disconnectedCount: 0,
  revokedCount: 0,
  accountsAwaitingReauthCount: 0,
  staleConnectionCount24h: 0,
  oldestLastSyncAt: null,
  byProvider: {},
};
