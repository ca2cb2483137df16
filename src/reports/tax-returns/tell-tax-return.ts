import type { Transaction } from '../../platform/database/transaction.ts';
import { identityOf, timestampsOf } from '../../platform/http/record.ts';
import { loadReportBooks } from '../filters/line-filter.ts';
import { moneyIn, readReportSeal } from '../filters/report-figures.ts';
import type { TaxAmount } from '../sales-tax/tax-amounts.store.ts';
import { addUp, netTaxOf, rowOf, TAX_SIGNS, tellFigures } from '../sales-tax/tax-figures.ts';
import { computeFigures, type ReturnFigures, type ReturnScope } from './return-figures.store.ts';
import type { TaxReturnRecord, TaxReturnSummary } from './tax-return.schema.ts';
import { findFirstDay, findLastFiled, selectFiledFigures, type TaxReturn } from './tax-returns.store.ts';

type Money = (amount: bigint) => string;

/** The currency and the basis of the workspace. */
export const loadBooks = (transaction: Transaction) =>
  loadReportBooks(transaction, transaction.workspaceId!, {});

/** Which lines a return takes: those of its filing, or all that are posted where it is a draft. */
export async function scopeOf(transaction: Transaction, taxReturn: TaxReturn): Promise<ReturnScope> {
  const { startDate, endDate, basis, filing } = taxReturn;
  if (filing)
    return {
      ...{ startDate, endDate, basis },
      ...{ afterSeal: filing.afterSeal, since: filing.since, throughSeal: filing.sealNumber },
    };
  const last = await findLastFiled(transaction);
  const since = await findFirstDay(transaction);
  const afterSeal = last?.filing?.sealNumber ?? null;
  return { startDate, endDate, basis, afterSeal, since: since ?? startDate, throughSeal: null };
}

async function loadFigures(
  transaction: Transaction,
  taxReturn: TaxReturn,
  currency: string,
): Promise<ReturnFigures> {
  if (!taxReturn.filing) return computeFigures(transaction, await scopeOf(transaction, taxReturn), currency);
  return (await selectFiledFigures(transaction, [taxReturn.id])).get(taxReturn.id)!;
}

const isLate = (amount: TaxAmount) => amount.isLate;
const isOwn = (amount: TaxAmount) => !amount.isLate;

function tellBoth(amounts: readonly TaxAmount[], money: Money) {
  return {
    ...tellFigures(addUp(amounts.filter(isOwn)), money),
    adjustments: money(netTaxOf(amounts.filter(isLate))),
    taxDue: money(netTaxOf(amounts)),
  };
}

function tellSummary(taxReturn: TaxReturn, { amounts }: ReturnFigures, currency: string): TaxReturnSummary {
  const { id, startDate, endDate, basis, filing } = taxReturn;
  const money = moneyIn(currency);
  return {
    ...identityOf(id),
    startDate,
    endDate,
    basis,
    status: filing ? 'filed' : 'draft',
    currency,
    reference: filing?.reference ?? null,
    filedAt: filing?.filedAt.toISOString() ?? null,
    filedBy: filing?.filedBy ?? null,
    totals: tellBoth(amounts, money),
    lateTotals: tellFigures(addUp(amounts.filter(isLate)), money),
    ...timestampsOf(taxReturn),
  };
}

const tellTax = ({ taxId, tax, kind, percentage, accountId, accountName }: TaxAmount) => ({
  ...{ taxUuid: taxId, tax, kind, percentage, accountUuid: accountId, accountName },
});

/** The lines behind a row: they are told apart by tax and account, not by the rates of one. */
function linkOf(id: string, row: TaxAmount, amounts: readonly TaxAmount[]): string | null {
  const { taxId, accountId } = row;
  const isAlone = amounts.every(
    (one) => one.taxId !== taxId || one.accountId !== accountId || one.percentage === row.percentage,
  );
  const query = new URLSearchParams({ taxUuids: taxId, accountUuids: accountId });
  return isAlone ? `/partners/tax-returns/${id}/lines?${query}` : null;
}

/** A return in the words of the API: a draft by the books, a filed one as it was filed. */
export async function tellTaxReturn(
  transaction: Transaction,
  taxReturn: TaxReturn,
  told?: ReturnFigures,
): Promise<TaxReturnRecord> {
  const { currency } = await loadBooks(transaction);
  const figures = told ?? (await loadFigures(transaction, taxReturn, currency));
  const money = moneyIn(currency);
  const { filing } = taxReturn;
  const { amounts, lateEntries, lateEntryCount } = figures;
  return {
    ...tellSummary(taxReturn, figures, currency),
    seal: filing
      ? { number: filing.sealNumber, hash: filing.sealHash, unsealedEntries: 0 }
      : await readReportSeal(transaction, transaction.workspaceId!, undefined),
    signs: TAX_SIGNS,
    rows: [...Map.groupBy(amounts, rowOf).values()].map((own) => ({
      ...tellTax(own[0]!),
      ...tellBoth(own, money),
      link: linkOf(taxReturn.id, own[0]!, amounts),
    })),
    late: [...Map.groupBy(amounts.filter(isLate), rowOf).values()].map((own) => ({
      ...tellTax(own[0]!),
      ...tellFigures(addUp(own), money),
    })),
    lateEntries: lateEntries.map(({ entryId, sourceId, invoiceId, amounts: own, ...entry }) => ({
      ...{ entryUuid: entryId, sourceUuid: sourceId, invoiceUuid: invoiceId },
      ...entry,
      ...tellFigures(addUp(own), money),
    })),
    lateEntryCount,
  };
}

/** Returns with their totals, in their order. */
export async function tellSummaries(
  transaction: Transaction,
  returns: readonly TaxReturn[],
): Promise<TaxReturnSummary[]> {
  const { currency } = await loadBooks(transaction);
  const filed = await selectFiledFigures(
    transaction,
    returns.filter(({ filing }) => filing).map(({ id }) => id),
  );
  const summaries: TaxReturnSummary[] = [];
  for (const one of returns)
    summaries.push(
      tellSummary(one, filed.get(one.id) ?? (await loadFigures(transaction, one, currency)), currency),
    );
  return summaries;
}
