import { readToday } from '../../ledger/workspaces/today.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { type CsvRow, defineReport } from '../define-report.ts';
import { type FilterQuery, loadReportBooks, readLineFilter } from '../filters/line-filter.ts';
import { linkToLines, moneyIn, readReportSeal } from '../filters/report-figures.ts';
import { PAYABLES_AGING_EXAMPLE, RECEIVABLES_AGING_EXAMPLE } from './aging.examples.ts';
import {
  MOST_ROWS,
  payablesAgingQuery,
  payablesAgingSchema,
  receivablesAgingQuery,
  receivablesAgingSchema,
} from './aging.schema.ts';
import {
  type AgedAmounts,
  type AgedDocument,
  type AgingScope,
  type AgingSide,
  BUCKETS,
  type PartyRow,
  selectAgedDocuments,
  selectAgedParties,
} from './aging.store.ts';

const SIGNS = 'What is owed is positive; credits are negative.';
const COLUMNS = [...BUCKETS.map(({ key }) => key), 'credits'] as const;

interface AgingQuery extends FilterQuery {
  readonly asOf?: string | undefined;
  readonly endDate?: string | undefined;
  readonly detail?: boolean | undefined;
  readonly limit?: number | undefined;
}

const totalOf = (amounts: AgedAmounts) => COLUMNS.reduce((sum, key) => sum + amounts[key], 0n);

/** Every column of the rows together. */
function addUp(rows: readonly AgedAmounts[]): AgedAmounts {
  return Object.fromEntries(
    COLUMNS.map((key) => [key, rows.reduce((sum, row) => sum + row[key], 0n)]),
  ) as unknown as AgedAmounts;
}

function describeAmounts(amounts: AgedAmounts, money: (amount: bigint) => string) {
  return {
    notYetOverdue: money(amounts.notYetOverdue),
    lessThanOrEqualTo30: money(amounts.lessThanOrEqualTo30),
    between31And60: money(amounts.between31And60),
    between61And90: money(amounts.between61And90),
    moreThan90: money(amounts.moreThan90),
    credits: money(amounts.credits),
    total: money(totalOf(amounts)),
  };
}

function describeDocument(document: AgedDocument, currency: string) {
  const { source, sourceId, type, number, date, dueDate, daysOverdue, amount, baseAmount } = document;
  return {
    type: source === 'opening' ? 'opening' : type,
    uuid: sourceId,
    number,
    date,
    dueDate,
    daysOverdue,
    currency: document.currency,
    amount: moneyIn(document.currency)(amount),
    baseAmount: moneyIn(currency)(baseAmount),
  };
}

/** The open items of one side on a day, by party and by how long they are overdue. */
export async function readAging(
  transaction: Transaction,
  side: AgingSide,
  { asOf, partyIds = [] }: { readonly asOf: string; readonly partyIds?: readonly string[] },
): Promise<{ readonly rows: readonly PartyRow[]; readonly totals: AgedAmounts }> {
  const rows = await selectAgedParties(transaction, { side, asOf, partyIds });
  return { rows, totals: addUp(rows) };
}

async function generateAging(
  transaction: Transaction,
  workspaceId: string,
  side: AgingSide,
  query: AgingQuery,
) {
  const filter = readLineFilter(query);
  const { currency } = await loadReportBooks(transaction, workspaceId, query, filter);
  const asOf = query.asOf ?? query.endDate ?? (await readToday(transaction));
  const partyIds = side === 'receivable' ? filter.customerIds : filter.vendorIds;
  const { rows, totals } = await readAging(transaction, side, { asOf, partyIds });
  const shown = rows.slice(0, query.limit ?? MOST_ROWS);
  const scope: AgingScope = { side, asOf, partyIds };
  const documents = query.detail
    ? Map.groupBy(await selectAgedDocuments(transaction, scope), ({ partyId }) => partyId)
    : undefined;
  const money = moneyIn(currency);
  const accountId = await readControlAccount(transaction, side);
  const linkOf = (partyId: string | null) => {
    if (partyId === null) return null;
    const own = side === 'receivable' ? { customerIds: [partyId] } : { vendorIds: [partyId] };
    return linkToLines({
      endDate: asOf,
      basis: 'accrual',
      filter: { ...filter, ...own },
      accountIds: [accountId],
    });
  };
  return {
    head: {
      asOf,
      currency,
      seal: await readReportSeal(transaction, workspaceId, undefined),
      signs: SIGNS,
      ...describeAmounts(totals, money),
    },
    rows: shown.map((row) => ({
      partyId: row.partyId,
      name: row.name,
      told: {
        ...describeAmounts(row, money),
        documents: documents
          ? (documents.get(row.partyId) ?? []).map((document) => describeDocument(document, currency))
          : null,
        link: linkOf(row.partyId),
      },
    })),
    totalRecords: rows.length,
  };
}

async function readControlAccount(transaction: Transaction, side: AgingSide): Promise<string> {
  const role = side === 'receivable' ? 'accounts_receivable' : 'accounts_payable';
  const [row] = await transaction.query<{ id: string }>(
    'SELECT id FROM account WHERE workspace_id = $1 AND role = $2',
    [transaction.workspaceId, role],
    'read_control_account',
  );
  return row!.id;
}

type Told = { readonly [key in (typeof COLUMNS)[number] | 'total']: string };

function toCsv(
  party: string,
  rows: readonly (Told & { readonly name: string | null })[],
  totals: Told,
): CsvRow[] {
  const keys = [...COLUMNS, 'total'] as const;
  return [
    [party, ...keys],
    ...rows.map((row) => [row.name, ...keys.map((key) => row[key])]),
    ['Total', ...keys.map((key) => totals[key])],
  ];
}

const DESCRIPTION =
  'on a day, by how long it is overdue: as documents, payments and allocations up to that day say. Credits stand in a ' +
  'column of their own. The total is the balance of the account in the accrual book. Documents in foreign currency count ' +
  'at their own rates.';

/** What customers owe, by GET and by POST. */
export const RECEIVABLES_AGING_ENDPOINTS = defineReport({
  path: 'receivables-aging',
  operation: 'ReceivablesAging',
  title: 'Receivables Aging',
  description: `What customers owe ${DESCRIPTION}`,
  query: receivablesAgingQuery,
  data: receivablesAgingSchema,
  example: RECEIVABLES_AGING_EXAMPLE,
  errors: ['NOT_AVAILABLE', 'CUSTOMER_NOT_FOUND'],
  async generate(transaction, workspaceId, query) {
    const { head, rows, totalRecords } = await generateAging(transaction, workspaceId, 'receivable', query);
    const told = rows.map(({ partyId, name, told }) => ({
      customerUuid: partyId,
      customerName: name,
      ...told,
    }));
    return { ...head, rows: told, totalRecords };
  },
  toCsv: (data) =>
    toCsv(
      'customer',
      data.rows.map((row) => ({ ...row, name: row.customerName })),
      data,
    ),
});

/** What is owed to vendors, by GET and by POST. */
export const PAYABLES_AGING_ENDPOINTS = defineReport({
  path: 'payables-aging',
  operation: 'PayablesAging',
  title: 'Payables Aging',
  description: `What is owed to vendors ${DESCRIPTION}`,
  query: payablesAgingQuery,
  data: payablesAgingSchema,
  example: PAYABLES_AGING_EXAMPLE,
  errors: ['NOT_AVAILABLE', 'VENDOR_NOT_FOUND'],
  async generate(transaction, workspaceId, query) {
    const { head, rows, totalRecords } = await generateAging(transaction, workspaceId, 'payable', query);
    const told = rows.map(({ partyId, name, told }) => ({ vendorUuid: partyId, vendorName: name, ...told }));
    return { ...head, rows: told, totalRecords };
  },
  toCsv: (data) =>
    toCsv(
      'vendor',
      data.rows.map((row) => ({ ...row, name: row.vendorName })),
      data,
    ),
});
