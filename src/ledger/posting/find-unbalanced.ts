import { type FieldError, fieldError } from '../../errors.ts';
import { formatMinorUnits } from '../money/index.ts';

/** All debits and all credits of signed amounts, debit positive, each as a positive sum. */
export function sumSides(amounts: readonly bigint[]): { readonly debit: bigint; readonly credit: bigint } {
  return {
    debit: amounts.reduce((sum, amount) => sum + (amount > 0n ? amount : 0n), 0n),
    credit: amounts.reduce((sum, amount) => sum - (amount < 0n ? amount : 0n), 0n),
  };
}

/** The error of lines whose debits and credits are not equal, on the field that holds them. */
export function findUnbalanced(
  field: string,
  code: 'JOURNAL_ENTRY_UNBALANCED' | 'OPENING_BALANCE_UNBALANCED',
  amounts: readonly bigint[],
  currency: string,
): FieldError[] {
  const { debit, credit } = sumSides(amounts);
  if (debit === credit) return [];
  const apart = debit > credit ? debit - credit : credit - debit;
  const debits = formatMinorUnits(debit, currency);
  const credits = formatMinorUnits(credit, currency);
  const difference = formatMinorUnits(apart, currency);
  const predicate = `must be balanced: debits are ${debits}, credits ${credits}, the difference is ${difference} ${currency}`;
  return [fieldError(field, code, predicate, { details: { debits, credits, difference } })];
}
