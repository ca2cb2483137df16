import { v7 as uuidv7 } from 'uuid';
import type { FieldError } from '../../errors.ts';
import type { NewAllocation } from '../../ledger/settlements/settle.ts';
import { findUnfitDate } from './rules.ts';
import type { SettlementBooks } from './scene.ts';

/** An allocation that stands, seen from one of its sides. */
export interface Standing {
  readonly allocationId: string;
  readonly amount: bigint;
  readonly baseAmount: bigint;
  readonly currencyGain: bigint;
  readonly effective: string;
}

/**
 * The opposite of an allocation, which names it: allocations are only ever added.
 *
 * @param date the accounting date; the allocation's own where that is later
 */
export function reverseAllocation(
  { allocationId, amount, baseAmount, currencyGain, effective }: Standing,
  fromId: string,
  toId: string,
  date: string | undefined,
): NewAllocation {
  return {
    id: uuidv7(),
    fromId,
    toId,
    amount: -amount,
    effective: date !== undefined && date > effective ? date : effective,
    reverses: allocationId,
    relief: { baseAmount: -baseAmount, currencyGain: -currencyGain },
  };
}

/** Why allocations cannot be removed on a day: one is younger, or the books of the day, or of an allocation's own, are closed. */
export function findUnfitRemoval(
  date: string | undefined,
  standing: readonly Standing[],
  books: SettlementBooks,
): FieldError[] {
  const name = 'what is to be removed';
  const dates = standing.map(({ effective }) => ({ date: effective, name }));
  if (date !== undefined) return findUnfitDate(date, books, dates);
  const [earliest] = standing.map(({ effective }) => effective).sort();
  return earliest === undefined ? [] : findUnfitDate(earliest, books, []);
}
