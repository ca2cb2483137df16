import fc from 'fast-check';
import { type Decimal, parseDecimal } from '../../src/ledger/money/index.ts';
import {
  arrangeTaxes,
  type Discount,
  type DocumentToCompute,
  findTaxFaults,
  type LineTax,
} from '../../src/ledger/taxes/index.ts';

/** A decimal of a test, from its text. */
export function decimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.reason}`);
  return parsed.value;
}

/** A tax that is added to the price, with changes. */
export function lineTax(id: string, percentage: string, changes: Partial<LineTax> = {}) {
  const salesAccountId = `account-of-${id}`;
  const flags = { inclusive: false, compound: false };
  return { id, name: id, percentage: decimal(percentage), ...flags, salesAccountId, ...changes };
}

export type TestTax = ReturnType<typeof lineTax>;

export const units = (value: string): Discount => ({ type: 'amount', value: decimal(value) });
export const percent = (value: string): Discount => ({ type: 'percent', value: decimal(value) });
export const none = units('0');

/** A document in USD without lines, with changes. */
export function moneyDocument(changes: Partial<DocumentToCompute<TestTax>> = {}): DocumentToCompute<TestTax> {
  return { currency: 'USD', taxRounding: 'document', discount: none, lines: [], ...changes };
}

/** A line of a document. */
export function line(
  quantity: string,
  price: string,
  taxes: readonly TestTax[] = [],
  discount: Discount = none,
) {
  return { quantity: decimal(quantity), price: decimal(price), taxes, discount };
}

const TAXES = [
  lineTax('state', '6.25'),
  lineTax('county', '1.5'),
  lineTax('zero', '0'),
  lineTax('odd', '17.333333'),
  lineTax('compound', '9.975', { compound: true }),
  lineTax('vat', '20', { inclusive: true }),
  lineTax('levy', '3.1', { inclusive: true }),
  lineTax('contained-zero', '0', { inclusive: true }),
  lineTax('contained-compound', '7', { inclusive: true, compound: true }),
  lineTax('second-contained-compound', '100', { inclusive: true, compound: true }),
];

const arbitraryDecimal = (smallest: number, largest: number) =>
  fc
    .integer({ min: smallest * 1_000_000, max: largest * 1_000_000 })
    .map((scaled) => BigInt(scaled) as Decimal);

const arbitraryDiscount = fc.oneof(
  fc.constant(none),
  fc.record({ type: fc.constant('percent' as const), value: arbitraryDecimal(0, 100) }),
  fc.record({ type: fc.constant('amount' as const), value: arbitraryDecimal(0, 60) }),
);

/**
 * Documents of every kind that the API takes: currencies of 0 to 3 decimals, both roundings, discounts, deductions, taxes
 * that are added, contained or compound, of their own accord or by the document's tax mode.
 */
export const arbitraryDocument: fc.Arbitrary<DocumentToCompute<TestTax>> = fc
  .record({
    // One decimal is no currency's, so a document's digits are 0, 2, 3 and 4.
    currency: fc.constantFrom('USD', 'JPY', 'KWD', 'CLF'),
    taxRounding: fc.constantFrom('document' as const, 'line' as const),
    discount: arbitraryDiscount,
    mode: fc.constantFrom('exclusive' as const, 'inclusive' as const, null),
    lines: fc.array(
      fc.record({
        quantity: arbitraryDecimal(0, 40).filter((quantity) => quantity > 0n),
        price: arbitraryDecimal(-20, 900),
        discount: arbitraryDiscount,
        taxes: fc.shuffledSubarray(TAXES),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  })
  .map(({ mode, ...given }) => ({
    ...given,
    lines: given.lines.map((one) => ({ ...one, taxes: onlyFitting(one.taxes, mode) })),
  }));

/** As many of the taxes, from the first on, as go together on one line. */
function onlyFitting(taxes: readonly TestTax[], mode: 'exclusive' | 'inclusive' | null): TestTax[] {
  let fitting: TestTax[] = [];
  for (const tax of taxes) {
    const wanted = arrangeTaxes([...fitting, tax], mode);
    if (findTaxFaults(wanted).length === 0) fitting = wanted;
  }
  return fitting;
}
