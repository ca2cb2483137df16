import { z } from 'zod';
import { answered, oneOf, queryList } from '../../platform/http/fields.ts';

export const BLOCKS = [
  'workspace',
  'cash',
  'profitability',
  'receivables',
  'payables',
  'taxObligations',
  'connections',
] as const;
export type Block = (typeof BLOCKS)[number];

export const workspaceStatsQuery = z.object({
  include: queryList(oneOf(BLOCKS))
    .optional()
    .describe(`Only these blocks, the others are null; all when left out: \`${BLOCKS.join('`, `')}\`.`),
});

const money = (what: string) => answered.money().describe(what);
const moneyOrNull = (what: string) => answered.money().nullable().describe(what);
const notes = () => z.array(z.string()).describe('Why a figure of this block is null.');

const period = {
  startDate: answered.date().describe('The first day that counts.'),
  endDate: answered.date().describe('The last day that counts.'),
  revenue: money('All income; positive.'),
  expenses: money('All expenses; positive.'),
  netProfit: money('Revenue less expenses: the net income of profit and loss.'),
};

const workspaceBlock = z.object({
  uuid: answered.uuid().describe('The workspace.'),
  name: z.string().describe('Its name.'),
  currency: z.string().describe('The currency of the books.'),
  country: z.string().nullable().describe('Where the business is.'),
  industry: z.string().nullable().describe('What it does.'),
  fiscalYearMonth: z.int().describe('The month in which the fiscal year begins, 1 to 12.'),
  dateFormat: z.string().describe('How people read dates.'),
  cutoverDate: answered.date().nullable().describe('The day on which the books begin.'),
  reportType: z.enum(['accrual', 'cash']).describe('The book that reports show unless asked for the other.'),
  bookClosedThroughDate: answered.date().nullable().describe('The last day of the closed period.'),
});

const cashBlock = z.object({
  currentCash: money('`bankAndCashAssetsTotal` less what is owed on credit cards.'),
  bankAndCashAssetsTotal: money(
    'Bank, cash and payment processors, with what is received and not yet at the bank (Undeposited Funds) or on its way between own accounts: the closing cash of the cash flow.',
  ),
  creditCardLiabilitiesTotal: money('What is owed on credit cards; positive.'),
  accountSourceCounts: z
    .object({
      provider: z.int().describe('Balances that a bank told.'),
      reconciliation: z.int().describe('Balances of a reconciliation.'),
      book: z.int().describe('Balances of the books.'),
    })
    .describe('Where the balances come from, by account.'),
  staleProviderBalanceAccountCount: z
    .int()
    .describe('Balances of a bank that are older than 24 hours: none, while no bank is connected.'),
  currentCashAsOf: answered.instant().describe('When the balances were read.'),
});

const profitabilityBlock = z.object({
  currentMonth: z.object(period).describe('From the first of this month to today.'),
  currentQuarter: z
    .object(period)
    .describe('From the beginning of this quarter of the fiscal year to today.'),
  yearToDate: z.object(period).describe('From the beginning of the fiscal year to today.'),
  trailingTwelveMonths: z.object(period).describe('The twelve months that end today.'),
  priorYearSamePeriod: z.object(period).describe('The year to date, one year earlier.'),
  rollingThreeMonths: z
    .object({
      ...period,
      averageMonthlyRevenue: money('A third of the revenue.'),
      averageMonthlyExpenses: money('A third of the expenses.'),
      averageMonthlyNetProfit: money('A third of the net profit.'),
      netBurn: money('What a month costs more than it earns; 0.00 where it does not.'),
      runwayMonths: z
        .number()
        .nullable()
        .describe(
          'For how many months current cash lasts at that rate, to one decimal; null where nothing is burnt.',
        ),
    })
    .describe('The last three months that are over.'),
});

const buckets = z.object({
  notYetOverdue: money('Due today or later.'),
  lessThanOrEqualTo30: money('1 to 30 days overdue.'),
  between31And60: money('31 to 60 days overdue.'),
  between61And90: money('61 to 90 days overdue.'),
  moreThan90: money('More than 90 days overdue.'),
});

const outstanding = {
  totalOutstanding: money('All that is open, credits taken off: the total of the aging report.'),
  currentDueTotal: money('What is not yet overdue.'),
  overdueTotal: money('What is overdue.'),
  overdueCount: z.int().describe('How many documents are overdue.'),
  credits: money('What is owed the other way and not yet applied; zero or negative.'),
  agingBuckets: buckets.describe('What is open by how long it is overdue, as in the aging report.'),
  oldestOutstandingDate: answered.date().nullable().describe('The date of the oldest document that is open.'),
};

const receivablesBlock = z.object({
  ...outstanding,
  topCustomersOutstanding: z
    .array(
      z.object({
        customerUuid: answered.uuid().describe('The customer.'),
        customerName: z.string().describe('The customer’s name.'),
        amount: money('What the customer owes.'),
      }),
    )
    .describe('The five customers who owe most.'),
  daysSalesOutstanding: z
    .number()
    .nullable()
    .describe('Total outstanding over the revenue of a day of the last 365, accrual; null without revenue.'),
});

const payablesBlock = z.object({
  ...outstanding,
  topVendorsOutstanding: z
    .array(
      z.object({
        vendorUuid: answered.uuid().describe('The vendor.'),
        vendorName: z.string().describe('The vendor’s name.'),
        amount: money('What is owed to the vendor.'),
      }),
    )
    .describe('The five vendors who are owed most.'),
  outstandingBills: moneyOrNull('The gross of unpaid bills.'),
  dueInNext7Days: moneyOrNull('What falls due within 7 days.'),
  dueInNext30Days: moneyOrNull('What falls due within 30 days.'),
  daysPayableOutstanding: z.number().nullable().describe('Total outstanding over the purchases of a day.'),
  notes: notes(),
});

const taxObligationsBlock = z.object({
  isTaxRegistered: z.boolean().describe('Whether the business has a tax number.'),
  taxRegime: z.enum(['NZ_GST']).nullable().describe('The regime whose returns are filed here.'),
  totalObligation: money('Tax that is owed, less what is recovered; negative is a refund.'),
  hasOverdueOrUpcomingFiling: z.boolean().nullable().describe('Whether a return is due.'),
  obligations: z
    .array(
      z.object({
        period: z.string().describe('The period.'),
        status: z.string().describe('Where its return stands.'),
        dueDate: answered.date().describe('When it is due.'),
      }),
    )
    .describe('Returns, by period.'),
  lastFiledPeriodEnd: answered.date().nullable().describe('The end of the last period that was filed.'),
  notes: notes(),
});

const connectionsBlock = z.object({
  totalCount: z.int().describe('Connections to banks.'),
  activeCount: z.int().describe('Those that work.'),
  disconnectedCount: z.int().describe('Those that were cut off.'),
  revokedCount: z.int().describe('Those that were taken back.'),
  accountsAwaitingReauthCount: z.int().describe('Accounts whose connection must be renewed.'),
  staleConnectionCount24h: z.int().describe('Connections without news for 24 hours.'),
  oldestLastSyncAt: answered.instant().nullable().describe('The oldest of their last syncs.'),
  byProvider: z.record(z.string(), z.int()).describe('How many there are of each provider.'),
});

export const workspaceStatsSchema = z
  .object({
    workspace: workspaceBlock.nullable().describe('The workspace and how its books are kept.'),
    cash: cashBlock.nullable().describe('What cash there is.'),
    profitability: profitabilityBlock.nullable().describe('What was earned, in the basis of the workspace.'),
    receivables: receivablesBlock.nullable().describe('What customers owe.'),
    payables: payablesBlock.nullable().describe('What vendors are owed.'),
    taxObligations: taxObligationsBlock.nullable().describe('What tax is owed.'),
    connections: connectionsBlock.nullable().describe('Connections to banks; there are none yet.'),
    asOf: z
      .object({
        computedAt: answered.instant().describe('When the figures were read.'),
        cacheTtlSeconds: z
          .int()
          .describe('For how long an answer is kept: 0, each call reads the books anew.'),
        cashAsOf: answered.instant().describe('When cash was read.'),
        currency: z.string().describe('The currency of every amount.'),
        fromCache: z.boolean().describe('Whether the answer was kept from an earlier call: never.'),
      })
      .describe('What the figures are of.'),
  })
  .meta({ id: 'WorkspaceStats', description: 'The figures of a business at a glance.' });

export type WorkspaceStats = z.output<typeof workspaceStatsSchema>;
