import { fieldError, invalidFields } from '../../errors.ts';
import { formatMinorUnits } from '../../ledger/money/index.ts';
import { AGES, type Control, foldAges } from '../../ledger/open-items/index.ts';
import { readToday } from '../../ledger/workspaces/today.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { loadReportBooks } from '../filters/line-filter.ts';
import { linkToLines, moneyIn, readReportSeal } from '../filters/report-figures.ts';
import { type AgingQuery, MOST_DOCUMENTS, type ReceivablesAging } from './aging.schema.ts';
import {
  type AgedAmount,
  type AgingScope,
  type OpenDocument,
  selectAgedAmounts,
  selectControlAccount,
  selectOpenDocuments,
  selectParties,
  selectSettledByOthers,
} from './aging.store.ts';

const SIGNS = {
  receivable: 'Positive is owed by the customer, negative is owed to the customer.',
  payable: 'Positive is owed to the vendor, negative is owed by the vendor.',
} as const;

type Money = (amount: bigint) => string;
type Document = NonNullable<ReceivablesAging['rows'][number]['documents']>[number];

/** A row before it is told whose it is. */
export type AgedRow = Omit<ReceivablesAging['rows'][number], 'customerUuid' | 'customer'> & {
  readonly partyId: string | null;
  readonly party: string;
};

export type AgedReport = Omit<ReceivablesAging, 'rows'> & { readonly rows: readonly AgedRow[] };

/** Amounts by age and together, as they are answered. */
function tellAges(amounts: readonly AgedAmount[], money: Money) {
  const ages = foldAges(amounts.map(({ age, baseAmount }) => ({ age, amount: BigInt(baseAmount) })));
  const total = AGES.reduce((sum, age) => sum + ages[age], 0n);
  return {
    ages: Object.fromEntries(AGES.map((age) => [age, money(ages[age])])) as ReceivablesAging['totals'],
    total: money(total),
  };
}

function tellDocument(row: OpenDocument, money: Money): Document {
  const { type, number, date, dueDate, daysOverdue, age, currency } = row;
  return {
    type,
    sourceUuid: row.sourceId,
    number,
    date,
    dueDate,
    daysOverdue,
    age,
    amount: money(BigInt(row.baseAmount)),
    documentAmount: formatMinorUnits(BigInt(row.amount), currency),
    documentCurrency: currency,
  };
}

function tellCurrencies(amounts: readonly AgedAmount[]) {
  return [...Map.groupBy(amounts, ({ currency }) => currency)]
    .map(([currency, own]) => {
      const total = own.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
      return { currency, total: formatMinorUnits(total, currency) };
    })
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

/** @throws ApiError where there are more documents than a report holds */
async function readDocuments(transaction: Transaction, workspaceId: string, scope: AgingScope) {
  const documents = await selectOpenDocuments(transaction, workspaceId, scope, MOST_DOCUMENTS + 1);
  if (documents.length > MOST_DOCUMENTS) {
    const predicate = `must be left out, or the report narrowed: more than ${MOST_DOCUMENTS} documents are open`;
    throw invalidFields([fieldError('detail', 'TOO_LARGE', predicate)]);
  }
  return Map.groupBy(documents, ({ partyId }) => partyId);
}

/** What is open on a day, by party and age: the one engine of receivables and payables. */
export async function ageDocuments(
  transaction: Transaction,
  workspaceId: string,
  control: Control,
  query: Partial<AgingQuery>,
): Promise<AgedReport> {
  const { filter, currency } = await loadReportBooks(transaction, workspaceId, query);
  const { throughSeal } = filter;
  const asOf = query.asOf ?? (await readToday(transaction));
  const partyIds = control === 'receivable' ? filter.customerIds : filter.vendorIds;
  const scope: AgingScope = { control, asOf, partyIds, throughSeal, filter };
  const amounts = await selectAgedAmounts(transaction, workspaceId, scope);
  const byParty = Map.groupBy(amounts, ({ partyId }) => partyId);
  const ids = [...byParty.keys()].filter((id) => id !== null);
  const parties = await selectParties(transaction, workspaceId, scope, ids);
  const documents = query.detail ? await readDocuments(transaction, workspaceId, scope) : undefined;
  const accountIds = [await selectControlAccount(transaction, workspaceId, control)];
  const money = moneyIn(currency);
  const elsewhere =
    query.merged === false ? await selectSettledByOthers(transaction, workspaceId, scope) : NOTHING;
  const isElsewhere = (ids: readonly string[]) =>
    ids.reduce((sum, id) => sum + (elsewhere.get(id) ?? 0n), 0n) !== 0n;
  // Payments have no tags, so no lines add up to what is left of tagged documents; nor to what another party paid.
  const linkOf = (own: object, ids: readonly string[]) =>
    filter.tagIds.length > 0 || isElsewhere(ids)
      ? null
      : linkToLines({ endDate: asOf, basis: 'accrual', filter: { ...filter, ...own }, accountIds });
  const ofParty = (id: string) => (control === 'receivable' ? { customerIds: [id] } : { vendorIds: [id] });
  const known = [...parties, ...(byParty.has(null) ? [{ id: null, name: `No ${WHOSE[control]}` }] : [])];
  const all = tellAges(amounts, money);
  return {
    asOf,
    currency,
    basis: 'accrual',
    seal: await readReportSeal(transaction, workspaceId, throughSeal),
    signs: SIGNS[control],
    rows: known.map(({ id, name }) => {
      const own = byParty.get(id)!;
      const { ages, total } = tellAges(own, money);
      const listed = documents && {
        documents: (documents.get(id) ?? []).map((row) => tellDocument(row, money)),
      };
      const link = id === null ? null : linkOf(ofParty(id), [id]);
      return {
        ...{ partyId: id, party: name, ...ages, total },
        ...{ inDocumentCurrencies: tellCurrencies(own), ...listed, link },
      };
    }),
    totals: all.ages,
    total: all.total,
    link: linkOf({}, partyIds),
  };
}

const NOTHING: ReadonlyMap<string, bigint> = new Map();
const WHOSE = { receivable: 'customer', payable: 'vendor' } as const;
