import { divideRoundingHalfAway, roundToTotal, shareByLargestRemainder } from '../money/index.ts';
import type { JournalLine } from '../posting/posting.ts';
import { relievedBase } from './relief.ts';

/** A line that a document posted beside its receivable: income, expense or tax. Debits positive, as in the journal. */
export type OwnLine = Omit<JournalLine, 'lineNumber' | 'basis' | 'openItemId'>;

/**
 * What the cash book holds of a document's own lines once so much of it is settled: of each its share by largest
 * remainder (ledger.md 3). It depends on nothing but how much is settled, so what is settled and undone again, in any
 * order, leaves nothing behind.
 *
 * @param settled in minor units of the document's currency; 0 gives zeros, the document's total the lines themselves
 * @returns one line each, in their order
 */
export function recognisedLines(lines: readonly OwnLine[], settled: bigint): OwnLine[] {
  const sum = lines.reduce((total, { amount }) => total + amount, 0n);
  const baseSum = lines.reduce((total, { baseAmount }) => total + baseAmount, 0n);
  const sign = sum < 0n ? -1n : 1n;
  const total = sign * sum;
  const baseTotal = sign * baseSum;
  const amounts = shareByLargestRemainder(
    settled,
    lines.map(({ amount }) => sign * amount),
  );
  // Not by weight: in the workspace's currency a document of little worth may come to nothing.
  const bases = roundToTotal(
    relievedBase(baseTotal, total, settled),
    lines.map(({ baseAmount }) => sign * baseAmount * settled),
    total,
  );
  return lines.map((line, index) => ({
    ...line,
    amount: sign * amounts[index]!,
    baseAmount: sign * bases[index]!,
    taxBase: line.taxBase === null ? null : divideRoundingHalfAway(line.taxBase * settled, total),
  }));
}
