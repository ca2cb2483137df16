import { divideRoundingHalfAway } from '../../ledger/money/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Basis } from '../filters/filter-fields.ts';
import { type LineFilter, loadReportBooks } from '../filters/line-filter.ts';
import { linkToLines, moneyIn, readReportSeal } from '../filters/report-figures.ts';
import { comparedPeriod } from '../profit-and-loss/comparison-periods.ts';
import type { Period } from '../profit-and-loss/profit-and-loss.store.ts';
import type { SalesByCustomer, SalesByQuery } from './sales-by.schema.ts';
import {
  type Dimension,
  type SoldAmount,
  selectNames,
  selectSoldAmounts,
  selectSoldQuantities,
} from './sales-by.store.ts';

const SIGNS = 'Sales are positive; what credit memos take back is negative.';

/** A row before it is told what it is of. */
export type SoldRow = Omit<SalesByCustomer['rows'][number], 'customerUuid' | 'customer'> & {
  readonly id: string | null;
  readonly name: string;
  readonly code: string | null;
  readonly quantity: string | null;
};

export type SoldReport = Omit<SalesByCustomer, 'rows'> & { readonly rows: readonly SoldRow[] };

/** `part` in percent of `whole` with two decimals; null where there is no whole. */
function percentage(part: bigint, whole: bigint): string | null {
  if (whole === 0n) return null;
  const hundredths = divideRoundingHalfAway(part * 10_000n, whole);
  const digits = String(hundredths < 0n ? -hundredths : hundredths).padStart(3, '0');
  return `${hundredths < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const sumOf = (amounts: readonly SoldAmount[]) =>
  amounts.reduce((sum, { amount }) => sum + BigInt(amount), 0n);

const byId = (amounts: readonly SoldAmount[]) => new Map(amounts.map((sold) => [sold.id, sold]));

/** Whether the documents of a period can be told by their entries alone, as quantities have to be. */
const isOfWholeDocuments = ({ tagIds, untagged, status, throughSeal }: LineFilter) =>
  tagIds.length === 0 && !untagged && status === 'all' && throughSeal === undefined;

/** Largest first; what names none last. */
function order(a: { id: string | null; sold: bigint }, b: { id: string | null; sold: bigint }): number {
  if ((a.id === null) !== (b.id === null)) return a.id === null ? 1 : -1;
  return a.sold === b.sold ? 0 : a.sold > b.sold ? -1 : 1;
}

/** Sales by customer or product: the one engine of both reports. */
export async function sumSales(
  transaction: Transaction,
  workspaceId: string,
  dimension: Dimension,
  query: SalesByQuery,
): Promise<SoldReport> {
  const { filter, currency, basis } = await loadReportBooks(transaction, workspaceId, query);
  const { startDate, endDate, compareTo } = query;
  const period = { startDate, endDate };
  const scope = { basis, filter };
  const select = (of: typeof period) => selectSoldAmounts(transaction, workspaceId, dimension, of, scope);
  const sold = byId(await select(period));
  const comparedTo = compareTo ? comparedPeriod(period, compareTo) : null;
  const earlier = comparedTo && byId(await select(comparedTo));
  const quantities = await readQuantities(transaction, workspaceId, dimension, period, scope);
  const ids = [...new Set([...sold.keys(), ...(earlier?.keys() ?? []), ...(quantities?.keys() ?? [])])];
  const names = await selectNames(
    transaction,
    workspaceId,
    dimension,
    ids.filter((id) => id !== null),
    filter,
  );
  const [total, previousTotal] = [sumOf([...sold.values()]), earlier && sumOf([...earlier.values()])];
  const money = moneyIn(currency);
  const nameless = { id: null, name: `No ${dimension}`, code: null };
  const told = (of: Map<string | null, SoldAmount> | null, id: string | null) =>
    BigInt(of?.get(id)?.amount ?? 0);
  const rows = [...names, nameless]
    .map((named) => ({ ...named, sold: told(sold, named.id), before: told(earlier, named.id) }))
    .filter(({ id, sold: amount, before }) => amount !== 0n || before !== 0n || isMoved(id, quantities))
    .sort(order)
    .map(({ id, name, code, sold: amount, before }): SoldRow => {
      const accountIds = sold.get(id)?.accountIds ?? [];
      const own = dimension === 'customer' ? { customerIds: [id!] } : { productIds: [id!] };
      return {
        ...{ id, name, code },
        quantity: quantities && id !== null ? (quantities.get(id) ?? '0') : null,
        netSales: money(amount),
        share: percentage(amount, total),
        previousNetSales: earlier && money(before),
        change: earlier && money(amount - before),
        link:
          id === null || accountIds.length === 0
            ? null
            : linkToLines({ ...period, basis, filter: { ...filter, ...own }, accountIds }),
      };
    });
  return {
    startDate,
    endDate,
    currency,
    basis,
    seal: await readReportSeal(transaction, workspaceId, filter.throughSeal),
    signs: SIGNS,
    comparedTo,
    rows,
    totalNetSales: money(total),
    previousTotalNetSales: previousTotal === null ? null : money(previousTotal),
  };
}

/** How much of each product was sold; null where that cannot be told. */
async function readQuantities(
  transaction: Transaction,
  workspaceId: string,
  dimension: Dimension,
  period: Period,
  { basis, filter }: { basis: Basis; filter: LineFilter },
): Promise<ReadonlyMap<string, string> | null> {
  if (dimension !== 'product' || basis !== 'accrual' || !isOfWholeDocuments(filter)) return null;
  const rows = await selectSoldQuantities(transaction, workspaceId, period, filter);
  return new Map(rows.map(({ id, quantity }) => [id, quantity]));
}

/** What was sold for nothing is sold all the same. */
function isMoved(id: string | null, quantities: ReadonlyMap<string, string> | null): boolean {
  return id !== null && (quantities?.get(id) ?? '0') !== '0';
}
