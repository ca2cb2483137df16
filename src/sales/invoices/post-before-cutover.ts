import { minorUnitDigits } from '../../ledger/money/index.ts';
import type { OpeningItem } from '../../ledger/posting/entry-rows.ts';
import { buildPosting, type JournalLine } from '../../ledger/posting/posting.ts';

/** The day on which a document is posted: its own, or the day on which the books begin where it is older (ledger.md 6). */
export function postingDateOf(date: string, cutoverDate: string | null): string {
  return cutoverDate !== null && date < cutoverDate ? cutoverDate : date;
}

/** What the entry of a document from before the cutover stands against. */
export interface Opening {
  readonly baseCurrency: string;
  readonly receivableAccountId: string;
  readonly openingEquityAccountId: string;
}

/**
 * The entry of a document from before the cutover, made of the lines that it would have posted. Its receivable is part of
 * the opening balance: it moves there from the opening item, and nothing is earned or taxed again (ledger.md 6).
 *
 * The cash book has earned nothing of it yet, so its own lines stand there, to be recognised as it is paid, beside lines
 * that take them back; and its tax leaves the opening balance, which has it already, until then.
 *
 * @param lines of the document, accrual book, the receivable first
 */
export function postBeforeCutover(
  lines: readonly JournalLine[],
  { baseCurrency, receivableAccountId, openingEquityAccountId }: Opening,
): { readonly lines: JournalLine[]; readonly openingItem: OpeningItem } {
  const [{ taxBase: _, ...receivable }, ...own] = lines as [JournalLine, ...JournalLine[]];
  const { currency, openItemId, customerId } = receivable;
  const posting = buildPosting(currency);
  posting.debit(receivable);
  posting.credit({
    accountId: receivableAccountId,
    basis: 'accrual',
    currency: baseCurrency,
    amount: receivable.baseAmount,
    openItemId: receivableAccountId,
  });
  for (const { taxBase, ...line } of own) {
    const base = taxBase === null ? {} : { taxBase };
    posting.debit({ ...line, ...base, basis: 'cash' });
    posting.credit({ ...line, ...base, basis: 'cash', openItemId });
    if (line.taxId === null) continue;
    const { accountId, amount, baseAmount } = line;
    const tax = { basis: 'cash', customerId, openItemId, amount, baseAmount } as const;
    posting.credit({ ...tax, accountId });
    posting.debit({ ...tax, accountId: openingEquityAccountId });
  }
  return {
    lines: posting.finish(),
    openingItem: { id: receivableAccountId, control: 'receivable', currency: baseCurrency },
  };
}

/**
 * The lines that a document from before the cutover would have posted, out of the entry that stands for them: the other way
 * round than `postBeforeCutover`.
 */
export function ordinaryLinesOf(lines: readonly JournalLine[], documentId: string): JournalLine[] {
  return lines
    .filter(
      ({ basis, openItemId }) => openItemId === null || (openItemId === documentId && basis === 'accrual'),
    )
    .map((line, index) => ({ ...line, lineNumber: index + 1, basis: 'accrual' }));
}

/** Has the posting refused where it would take more out of the opening receivables than is left of them. */
export interface OpeningDraw {
  readonly item_id: string;
  /** What an error is told of. */
  readonly field: string;
  readonly currency: string;
  readonly digits: number;
}

/** What the posting of a document is held to that takes from the opening receivables. */
export function drawOnOpening(openingItemId: string, baseCurrency: string, field: string): OpeningDraw {
  return { item_id: openingItemId, field, currency: baseCurrency, digits: minorUnitDigits(baseCurrency) };
}
