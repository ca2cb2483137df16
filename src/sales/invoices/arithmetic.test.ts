import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decimal, minorUnitDigits, parseDecimal } from '../../ledger/money/index.ts';
import {
  computeDocument,
  type DocumentToCompute,
  findExcessiveDiscounts,
  type LineTax,
} from './arithmetic.ts';
import { type InvoiceType, postInvoice } from './invoice.ts';

function decimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.reason}`);
  return parsed.value;
}

function tax(id: string, percentage: string): LineTax {
  const salesAccountId = `account-of-${id}`;
  return { id, name: id, percentage: decimal(percentage), inclusive: false, compound: false, salesAccountId };
}

const none = { type: 'amount', value: decimal('0') } as const;

function document(changes: Partial<DocumentToCompute> = {}): DocumentToCompute {
  return { currency: 'USD', taxRounding: 'document', discount: none, lines: [], ...changes };
}

const line = (
  quantity: string,
  price: string,
  taxes: readonly LineTax[] = [],
  discount: DocumentToCompute['discount'] = none,
) => ({
  quantity: decimal(quantity),
  price: decimal(price),
  taxes,
  discount,
});

describe('the arithmetic of a document', () => {
  it('rounds each line to the currency before anything else', () => {
    const computed = computeDocument(document({ lines: [line('3', '0.335'), line('1', '0.005')] }));
    expect(computed.lines.map(({ subtotal }) => subtotal)).toEqual([101n, 1n]);
    expect(computed.total).toBe(102n);
  });

  it('reckons a tax once on the sum of its lines, so that three lines of 0.05 at 10 % bear 0.02 and not 0.03', () => {
    const vat = tax('vat', '10');
    const lines = [line('1', '0.05', [vat]), line('1', '0.05', [vat]), line('1', '0.05', [vat])];
    const byDocument = computeDocument(document({ lines }));
    expect(byDocument.tax).toBe(2n);
    expect(byDocument.lines.map((one) => one.tax)).toEqual([1n, 1n, 0n]);
    expect(computeDocument(document({ lines, taxRounding: 'line' })).tax).toBe(3n);
  });

  it('shares the document’s discount over lines with a positive amount, by amount, before taxes', () => {
    const vat = tax('vat', '20');
    const lines = [line('1', '100', [vat]), line('1', '50'), line('1', '-30', [vat])];
    const computed = computeDocument(document({ lines, discount: { type: 'amount', value: decimal('15') } }));
    expect(computed.lines.map((one) => one.documentDiscount)).toEqual([1000n, 500n, 0n]);
    expect(computed.subtotal).toBe(12000n);
    expect(computed.discount).toBe(1500n);
    expect(computed.tax).toBe(1200n);
    expect(computed.total).toBe(11700n);
  });

  it('takes a percentage off a line and off the document', () => {
    const discounted = line('2', '50', [], { type: 'percent', value: decimal('12.5') });
    const computed = computeDocument(
      document({ lines: [discounted], discount: { type: 'percent', value: decimal('10') } }),
    );
    expect(computed.lines[0]).toMatchObject({
      amount: 10000n,
      discount: 1250n,
      subtotal: 8750n,
      documentDiscount: 875n,
    });
    expect(computed.total).toBe(7875n);
  });

  it('keeps a tax of 0 % with its base', () => {
    const computed = computeDocument(document({ lines: [line('1', '80', [tax('zero', '0')])] }));
    expect(computed.lines[0]!.taxes[0]).toMatchObject({ taxable: 8000n, amount: 0n });
  });

  it('says which discount is more than what it reduces', () => {
    const tooMuch = line('1', '10', [], { type: 'amount', value: decimal('10.01') });
    expect(findExcessiveDiscounts(document({ lines: [tooMuch] }))[0]).toEqual({ line: 0, largest: 1000n });
    const onDeduction = line('1', '-10', [], { type: 'amount', value: decimal('5') });
    expect(findExcessiveDiscounts(document({ lines: [line('1', '50'), onDeduction] }))).toEqual([
      { line: 1, largest: 0n },
    ]);
    const whole = { type: 'amount', value: decimal('50.01') } as const;
    expect(findExcessiveDiscounts(document({ lines: [line('1', '50')], discount: whole }))).toEqual([
      { line: null, largest: 5000n },
    ]);
    expect(
      findExcessiveDiscounts(
        document({ lines: [line('1', '50')], discount: { ...whole, value: decimal('50') } }),
      ),
    ).toEqual([]);
  });
});

const TAXES = [tax('state', '6.25'), tax('county', '1.5'), tax('zero', '0'), tax('odd', '17.333333')];

const arbitraryDecimal = (smallest: number, largest: number) =>
  fc
    .integer({ min: smallest * 1_000_000, max: largest * 1_000_000 })
    .map((scaled) => BigInt(scaled) as Decimal);

const arbitraryDiscount = fc.oneof(
  fc.constant(none),
  fc.record({ type: fc.constant('percent' as const), value: arbitraryDecimal(0, 100) }),
  fc.record({ type: fc.constant('amount' as const), value: arbitraryDecimal(0, 60) }),
);

const arbitraryDocument = fc.record({
  currency: fc.constantFrom('USD', 'JPY', 'KWD'),
  taxRounding: fc.constantFrom('document' as const, 'line' as const),
  discount: arbitraryDiscount,
  lines: fc.array(
    fc.record({
      quantity: arbitraryDecimal(0, 40).filter((quantity) => quantity > 0n),
      price: arbitraryDecimal(-20, 900),
      discount: arbitraryDiscount,
      taxes: fc.subarray(TAXES),
    }),
    { minLength: 1, maxLength: 12 },
  ),
});

const sumOf = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

describe('any document whose discounts hold', () => {
  it('has net + tax = gross, lines that add up to it, and an entry that balances, in currencies of 0, 2 and 3 decimals', () => {
    fc.assert(
      fc.property(
        arbitraryDocument,
        fc.constantFrom<InvoiceType>('invoice', 'memo'),
        (given, invoiceType) => {
          fc.pre(findExcessiveDiscounts(given).length === 0);
          const computed = computeDocument(given);
          expect(computed.subtotal - computed.discount + computed.tax).toBe(computed.total);
          expect(sumOf(computed.lines.map((one) => one.subtotal))).toBe(computed.subtotal);
          expect(sumOf(computed.lines.map((one) => one.documentDiscount))).toBe(computed.discount);
          expect(sumOf(computed.lines.map((one) => one.total))).toBe(computed.total);
          for (const one of computed.lines) {
            expect(one.subtotal - one.documentDiscount + one.tax).toBe(one.total);
            expect(one.documentDiscount === 0n || one.subtotal > 0n).toBe(true);
          }
          const posted = postInvoice({
            id: 'document',
            invoiceType,
            currency: given.currency,
            customerId: 'customer',
            total: computed.total,
            tagIds: [],
            receivableAccountId: 'receivable',
            lines: computed.lines.map((one, index) => ({
              ...one,
              accountId: `income-${index % 3}`,
              productId: `product-${index}`,
            })),
          });
          expect(sumOf(posted.lines.map((one) => one.amount))).toBe(0n);
          const receivable = posted.lines.filter((one) => one.accountId === 'receivable');
          expect(sumOf(receivable.map((one) => one.amount))).toBe(
            invoiceType === 'memo' ? -computed.total : computed.total,
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('bears the tax that exact fractions give: within half a unit a rate by document, half a unit a line by line', () => {
    fc.assert(
      fc.property(arbitraryDocument, (given) => {
        fc.pre(findExcessiveDiscounts(given).length === 0);
        const computed = computeDocument(given);
        for (const { id, percentage } of TAXES) {
          const bearing = computed.lines.flatMap((one) => one.taxes.filter((borne) => borne.id === id));
          const exact = sumOf(bearing.map(({ taxable }) => taxable)) * percentage;
          const off = sumOf(bearing.map(({ amount }) => amount)) * 100_000_000n - exact;
          const allowed = 50_000_000n * BigInt(given.taxRounding === 'document' ? 1 : bearing.length);
          expect(off <= allowed && -off <= allowed).toBe(true);
          for (const { taxable, amount } of bearing) {
            const lineOff = amount * 100_000_000n - taxable * percentage;
            expect(lineOff < 100_000_000n && lineOff > -100_000_000n).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('rounds quantity times price to the digits of its currency', () => {
    fc.assert(
      fc.property(arbitraryDocument, (given) => {
        const { lines } = computeDocument({
          ...given,
          discount: none,
          lines: given.lines.map((one) => ({ ...one, discount: none })),
        });
        for (const [index, one] of lines.entries()) {
          const unit = 10n ** BigInt(12 - minorUnitDigits(given.currency));
          const off = one.amount * unit - given.lines[index]!.quantity * given.lines[index]!.price;
          expect(2n * (off < 0n ? -off : off) <= unit).toBe(true);
        }
      }),
    );
  });
});
