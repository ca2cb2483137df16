import { type FieldError, fieldError } from '../../errors.ts';
import { toExactMinorUnits } from '../money/index.ts';
import { findUnfitAmount } from '../money/unfit-amount.ts';
import type { OpeningItem } from '../posting/entry-rows.ts';
import { findUnbalanced } from '../posting/find-unbalanced.ts';
import { findUnfitAccount } from '../posting/find-unfit-account.ts';
import { buildPosting, type JournalLine } from '../posting/posting.ts';
import type { OpeningRowBody } from './opening-balance.schema.ts';
import type { OpeningAccount, OpeningBooks } from './opening-balance.store.ts';

/** Opening balances ready to be posted. */
export interface ComposedOpening {
  readonly lines: readonly JournalLine[];
  readonly openingItems: readonly OpeningItem[];
}

/**
 * Checks a trial balance and lays out the entry that it opens the books with.
 *
 * The rows are those of the accrual book. What is receivable or payable is earned or spent in the cash book only as it is
 * paid, so there it does not stand yet, and equity is less by it (ledger.md 3 and 6).
 *
 * @returns every error at once; a bad amount or account hides whether the sums are equal
 */
export function composeOpeningBalance(
  rows: readonly OpeningRowBody[],
  books: OpeningBooks,
  accounts: ReadonlyMap<string, OpeningAccount>,
): ComposedOpening | { readonly errors: readonly FieldError[] } {
  const { currency } = books;
  const seen = new Set<string>();
  const errors = rows.flatMap((row, index) => {
    const isRepeated = seen.has(row.accountUuid);
    seen.add(row.accountUuid);
    return findRowErrors(row, `rows[${index}]`, isRepeated, books, accounts);
  });
  const amounts = rows.map((row) => amountOf(row, currency));
  if (errors.length === 0) errors.push(...findUnfitSums(amounts as bigint[], currency));
  if (errors.length > 0) return { errors };
  const posting = buildPosting(currency);
  const openingItems: OpeningItem[] = [];
  let controlled = 0n;
  for (const [index, { accountUuid: accountId }] of rows.entries()) {
    const amount = amounts[index]!;
    const control = controlOf(accountId, books);
    if (amount === 0n) continue;
    if (control === null) posting.debit({ accountId, basis: 'both', amount });
    else {
      // The item has the id of its account; see OpeningItem.
      posting.debit({ accountId, basis: 'accrual', amount, openItemId: accountId });
      openingItems.push({ id: accountId, control, currency });
      controlled += amount;
    }
  }
  posting.debit({ accountId: books.equityAccountId, basis: 'cash', amount: controlled });
  return { lines: posting.finish(), openingItems };
}

function controlOf(accountId: string, books: OpeningBooks): OpeningItem['control'] | null {
  if (accountId === books.receivableAccountId) return 'receivable';
  return accountId === books.payableAccountId ? 'payable' : null;
}

/** Signed, debit positive; undefined where it has more decimals than the currency. */
function amountOf({ debit, credit }: OpeningRowBody, currency: string): bigint | undefined {
  const [debits, credits] = [toExactMinorUnits(debit, currency), toExactMinorUnits(credit, currency)];
  return debits === undefined || credits === undefined ? undefined : debits - credits;
}

function findRowErrors(
  row: OpeningRowBody,
  path: string,
  isRepeated: boolean,
  { currency }: OpeningBooks,
  accounts: ReadonlyMap<string, OpeningAccount>,
): FieldError[] {
  const { accountUuid: uuid } = row;
  const field = `${path}.accountUuid`;
  const errors = isRepeated ? [fieldError(field, 'INVALID_VALUE', 'must be named once')] : [];
  errors.push(...findUnfitAccount(field, uuid, accounts.get(uuid), currency));
  const side = row.credit === 0n ? 'debit' : 'credit';
  return [...errors, ...findUnfitAmount(`${path}.${side}`, amountOf(row, currency), currency)];
}

function findUnfitSums(amounts: readonly bigint[], currency: string): FieldError[] {
  if (amounts.every((amount) => amount === 0n))
    return [fieldError('rows', 'REQUIRED', 'is required: at least two rows must have a balance')];
  return findUnbalanced('rows', 'OPENING_BALANCE_UNBALANCED', amounts, currency);
}
