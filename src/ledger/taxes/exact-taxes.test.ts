import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryDocument, type TestTax, units } from '../../../test/support/documents.ts';
import {
  add,
  distance,
  expectRoundedHalfAway,
  type Fraction,
  fraction,
  isLess,
  multiply,
} from '../../../test/support/fraction.ts';
import { minorUnitDigits } from '../money/index.ts';
import { computeDocument } from './compute-document.ts';
import type { DocumentToCompute } from './document.ts';
import { findExcessiveDiscounts } from './price-lines.ts';

/** The law is written down a second time here, in fractions that are never rounded. */

const ONE = fraction(1n, 1n);
const ZERO = fraction(0n, 1n);
const whole = (amount: bigint) => fraction(amount, 1n);
const rate = ({ percentage }: TestTax) => fraction(percentage, 100_000_000n);
const inverse = ({ numerator, denominator }: Fraction) => fraction(denominator, numerator);
const total = (amounts: readonly bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n);
const totalOf = (fractions: readonly Fraction[]) => fractions.reduce(add, ZERO);

/** (1 + the sum of the rates) (1 + the compound rate): what a gross is of its net. */
function grossFactor(taxes: readonly TestTax[]): Fraction {
  const plain = totalOf(taxes.filter((tax) => !tax.compound).map(rate));
  const compound = totalOf(taxes.filter((tax) => tax.compound).map(rate));
  return multiply(add(ONE, plain), add(ONE, compound));
}

/** The exact tax of a line that contains it, from its gross. */
function containedTax(tax: TestTax, taxes: readonly TestTax[], gross: bigint): Fraction {
  const net = multiply(whole(gross), inverse(grossFactor(taxes)));
  const plain = totalOf(taxes.filter((one) => !one.compound).map(rate));
  return multiply(tax.compound ? multiply(net, add(ONE, plain)) : net, rate(tax));
}

function forAnyDocument(law: (given: DocumentToCompute<TestTax>) => void) {
  fc.assert(
    fc.property(arbitraryDocument, (given) => {
      fc.pre(findExcessiveDiscounts(given).length === 0);
      law(given);
    }),
    { numRuns: 600 },
  );
}

describe('any document, held against exact fractions', () => {
  it('has net + tax = gross, lines that add up to it, and taxes that add up to its lines', () => {
    forAnyDocument((given) => {
      const { lines, ...sums } = computeDocument(given);
      expect(sums.subtotal - sums.discount + sums.tax).toBe(sums.total);
      for (const key of ['subtotal', 'tax', 'total'] as const)
        expect(total(lines.map((line) => line[key]))).toBe(sums[key]);
      expect(total(lines.map((line) => line.documentDiscount))).toBe(sums.discount);
      for (const line of lines) {
        expect(line.subtotal - line.documentDiscount + line.tax).toBe(line.total);
        expect(total(line.taxes.map(({ amount }) => amount))).toBe(line.tax);
        expect(line.documentDiscount).toBeGreaterThanOrEqual(0n);
        if (line.amount - line.discount <= 0n) expect(line.documentDiscount).toBe(0n);
      }
    });
  });

  it('rounds quantity × price, and every percentage off it, once and half away from zero', () => {
    forAnyDocument((given) => {
      const scale = 10n ** BigInt(12 - minorUnitDigits(given.currency));
      for (const [index, line] of computeDocument(given).lines.entries()) {
        const { quantity, price, discount } = given.lines[index]!;
        expectRoundedHalfAway(line.amount, fraction(quantity * price, scale));
        if (discount.type === 'percent')
          expectRoundedHalfAway(line.discount, fraction(line.amount * discount.value, 100_000_000n));
      }
    });
  });

  it('shares its discount so that all of it is shared, and no line is a unit away from its exact share', () => {
    forAnyDocument((given) => {
      // Without taxes a line's total is what it is priced, less its share.
      const untaxed = { ...given, lines: given.lines.map((line) => ({ ...line, taxes: [] })) };
      const { lines, discount } = computeDocument(untaxed);
      const reduced = lines.map((line) => line.amount - line.discount);
      const weight = total(reduced.filter((amount) => amount > 0n));
      if (given.discount.type === 'percent' && total(reduced) > 0n)
        expectRoundedHalfAway(discount, fraction(total(reduced) * given.discount.value, 100_000_000n));
      if (discount === 0n) return;
      for (const [index, line] of lines.entries()) {
        const exact = fraction(discount * (reduced[index]! > 0n ? reduced[index]! : 0n), weight);
        expect(isLess(distance(whole(line.documentDiscount), exact), ONE)).toBe(true);
      }
    });
  });

  it('never changes the gross of a line whose price contains its taxes', () => {
    forAnyDocument((given) => {
      const untaxed = { ...given, lines: given.lines.map((line) => ({ ...line, taxes: [] })) };
      const bare = computeDocument(untaxed);
      for (const [index, line] of computeDocument(given).lines.entries()) {
        const isContained = line.taxes.some(({ inclusive }) => inclusive);
        const before = isContained ? line.total : line.total - line.tax;
        expect(before).toBe(bare.lines[index]!.total);
      }
    });
  });

  it('bears each tax to the nearest unit of its exact amount: once on the sum by document, on each line by line', () => {
    forAnyDocument((given) => {
      const borne = new Map<string, { amount: bigint; exact: Fraction }[]>();
      for (const [index, line] of computeDocument(given).lines.entries()) {
        const { taxes } = given.lines[index]!;
        const net = line.subtotal - line.documentDiscount;
        for (const tax of line.taxes) {
          expect(tax.taxable).toBe(tax.compound ? net + line.tax - tax.amount : net);
          const exact = tax.inclusive
            ? containedTax(tax, taxes, line.total)
            : multiply(whole(tax.taxable), rate(tax));
          borne.set(tax.id, [...(borne.get(tax.id) ?? []), { amount: tax.amount, exact }]);
        }
      }
      for (const shares of borne.values()) {
        if (given.taxRounding === 'document')
          expectRoundedHalfAway(
            total(shares.map(({ amount }) => amount)),
            totalOf(shares.map(({ exact }) => exact)),
          );
        for (const { amount, exact } of shares) {
          if (given.taxRounding === 'line') expectRoundedHalfAway(amount, exact);
          else expect(isLess(distance(whole(amount), exact), ONE)).toBe(true);
        }
      }
    });
  });

  it('has a net within half a unit a tax of the exact net', () => {
    forAnyDocument((given) => {
      for (const [index, line] of computeDocument(given).lines.entries()) {
        if (given.taxRounding !== 'line' || !line.taxes.some(({ inclusive }) => inclusive)) continue;
        const ofNet = inverse(grossFactor(given.lines[index]!.taxes));
        const exact = multiply(whole(line.total), ofNet);
        const off = distance(whole(line.subtotal - line.documentDiscount), exact);
        expect(isLess(fraction(BigInt(line.taxes.length), 2n), off)).toBe(false);
      }
    });
  });

  it('has the subtotals that it would have without its discount', () => {
    forAnyDocument((given) => {
      const undiscounted = computeDocument({ ...given, discount: units('0') }).lines;
      for (const [index, { subtotal, documentDiscount }] of computeDocument(given).lines.entries()) {
        // Where nothing is taken off, the document's tax may still be shared out otherwise.
        if (documentDiscount > 0n) expect(subtotal).toBe(undiscounted[index]!.subtotal);
        expect(documentDiscount).toBeGreaterThanOrEqual(0n);
      }
    });
  });
});
