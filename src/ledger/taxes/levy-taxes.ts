import { divideRoundingHalfAway, roundToTotal, shareByLargestRemainder } from '../money/index.ts';
import { addedRatio, containedRatio, type Ratio } from './contained-tax.ts';
import {
  type ComputedTax,
  containsTax,
  type DocumentToCompute,
  type LineTax,
  type LineToCompute,
  sum,
  type TaxRounding,
} from './document.ts';

/** Where a tax stands: on which line, and at which place of its taxes. */
export interface Bearer {
  readonly line: number;
  readonly place: number;
}

/** A tax with the lines that bear it, in their order. */
export interface Levy<Tax extends LineTax> {
  readonly tax: Tax;
  readonly bearers: readonly Bearer[];
}

/** Each tax of a document once, in the order in which they are levied: compound ones last. */
export function listLevies<Tax extends LineTax>(lines: readonly LineToCompute<Tax>[]): Levy<Tax>[] {
  const levies = new Map<string, { tax: Tax; bearers: Bearer[] }>();
  for (const [line, { taxes }] of lines.entries()) {
    for (const [place, tax] of taxes.entries()) {
      const levy = levies.get(tax.id);
      if (levy) levy.bearers.push({ line, place });
      else levies.set(tax.id, { tax, bearers: [{ line, place }] });
    }
  }
  const all = [...levies.values()];
  return all.some(({ tax }) => tax.compound)
    ? [...all.filter(({ tax }) => !tax.compound), ...all.filter(({ tax }) => tax.compound)]
    : all;
}

/**
 * Exact shares of one tax, each a whole number of parts of a minor unit, in one denominator: lines that contain different
 * taxes divide their gross differently.
 */
export function toCommonDenominator(shares: readonly Ratio[]): { numerators: bigint[]; denominator: bigint } {
  const first = shares[0]!.denominator;
  // Nearly always: all taxes that are added, and those of lines that contain the same ones.
  if (shares.every((share) => share.denominator === first))
    return { numerators: shares.map(({ numerator }) => numerator), denominator: first };
  const denominators = new Set(shares.map((share) => share.denominator));
  const denominator = [...denominators].reduce((product, one) => product * one, 1n);
  const numerators = shares.map((share) => share.numerator * (denominator / share.denominator));
  return { numerators, denominator };
}

/** Rounded once on the sum and told apart by largest remainder, or line by line, as the workspace has it. */
function roundShares(shares: readonly Ratio[], rounding: TaxRounding): bigint[] {
  if (rounding === 'line')
    return shares.map(({ numerator, denominator }) => divideRoundingHalfAway(numerator, denominator));
  const { numerators, denominator } = toCommonDenominator(shares);
  const total = divideRoundingHalfAway(sum(numerators), denominator);
  return roundToTotal(total, numerators, denominator);
}

/** A sum that was decided elsewhere, told apart by largest remainder; all of it on the first line where nothing is exact. */
function shareTotal(total: bigint, shares: readonly Ratio[]): bigint[] {
  const { numerators } = toCommonDenominator(shares);
  const exact = sum(numerators);
  if (exact === 0n) return numerators.map((_, index) => (index === 0 ? total : 0n));
  return shareByLargestRemainder(
    total,
    numerators.map((numerator) => (exact < 0n ? -numerator : numerator)),
  );
}

/**
 * The exact tax of one line, before rounding: of what is billed where the price contains it, else of what it is added
 * to, which for a compound tax is the net and the other taxes as rounded.
 */
export function exactTax(tax: LineTax, taxes: readonly LineTax[], billed: bigint, others: bigint): Ratio {
  const ratio = tax.inclusive ? containedRatio(tax, taxes) : addedRatio(tax.percentage);
  const base = tax.compound && !tax.inclusive ? billed + others : billed;
  return { numerator: base * ratio.numerator, denominator: ratio.denominator };
}

/**
 * The taxes of every line, in the order in which each line has them.
 *
 * @param billed what is left of each line after its discounts, with tax where its price contains it
 */
export function levyTaxes<Tax extends LineTax>(
  document: DocumentToCompute<Tax>,
  billed: readonly bigint[],
): ComputedTax<Tax>[][] {
  const amounts = document.lines.map(({ taxes }) => taxes.map(() => 0n));
  for (const { tax, bearers } of listLevies(document.lines)) {
    const shares = bearers.map(({ line }) =>
      // Compound taxes come last: the sum of what is levied so far is that of the others.
      exactTax(tax, document.lines[line]!.taxes, billed[line]!, tax.compound ? sum(amounts[line]!) : 0n),
    );
    const total = document.taxTotals?.get(tax.id);
    const rounded =
      total === undefined ? roundShares(shares, document.taxRounding) : shareTotal(total, shares);
    for (const [index, { line, place }] of bearers.entries()) amounts[line]![place] = rounded[index]!;
  }
  return document.lines.map((line, index) => withBases(line, billed[index]!, amounts[index]!));
}

/** An inclusive line never changes its gross: what rounding leaves over stays in its net. */
function withBases<Tax extends LineTax>(
  line: LineToCompute<Tax>,
  billed: bigint,
  amounts: readonly bigint[],
): ComputedTax<Tax>[] {
  const all = sum(amounts);
  const net = containsTax(line) ? billed - all : billed;
  return line.taxes.map((tax, place) => {
    const amount = amounts[place]!;
    return { ...tax, taxable: tax.compound ? net + all - amount : net, amount };
  });
}
