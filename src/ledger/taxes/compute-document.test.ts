import { describe, expect, it } from 'vitest';
import { line, lineTax, moneyDocument, percent, units } from '../../../test/support/documents.ts';
import { computeDocument } from './compute-document.ts';
import { findExcessiveDiscounts } from './price-lines.ts';

describe('the arithmetic of a document', () => {
  it('rounds each line to the currency before anything else', () => {
    const computed = computeDocument(moneyDocument({ lines: [line('3', '0.335'), line('1', '0.005')] }));
    expect(computed.lines.map(({ subtotal }) => subtotal)).toEqual([101n, 1n]);
    expect(computed.total).toBe(102n);
  });

  it('reckons a tax once on the sum of its lines, so that three lines of 0.05 at 10 % bear 0.02 and not 0.03', () => {
    const vat = lineTax('vat', '10');
    const lines = [line('1', '0.05', [vat]), line('1', '0.05', [vat]), line('1', '0.05', [vat])];
    const byDocument = computeDocument(moneyDocument({ lines }));
    expect(byDocument.tax).toBe(2n);
    expect(byDocument.lines.map((one) => one.tax)).toEqual([1n, 1n, 0n]);
    expect(computeDocument(moneyDocument({ lines, taxRounding: 'line' })).tax).toBe(3n);
  });

  it('shares the document’s discount over lines with a positive amount, by amount, before taxes', () => {
    const vat = lineTax('vat', '20');
    const lines = [line('1', '100', [vat]), line('1', '50'), line('1', '-30', [vat])];
    const computed = computeDocument(moneyDocument({ lines, discount: units('15') }));
    expect(computed.lines.map((one) => one.documentDiscount)).toEqual([1000n, 500n, 0n]);
    expect(computed.subtotal).toBe(12000n);
    expect(computed.discount).toBe(1500n);
    expect(computed.tax).toBe(1200n);
    expect(computed.total).toBe(11700n);
  });

  it('takes a percentage off a line and off the document', () => {
    const discounted = line('2', '50', [], percent('12.5'));
    const computed = computeDocument(moneyDocument({ lines: [discounted], discount: percent('10') }));
    expect(computed.lines[0]).toMatchObject({
      amount: 10000n,
      discount: 1250n,
      subtotal: 8750n,
      documentDiscount: 875n,
    });
    expect(computed.total).toBe(7875n);
  });

  it('keeps a tax of 0 % with its base', () => {
    const computed = computeDocument(moneyDocument({ lines: [line('1', '80', [lineTax('zero', '0')])] }));
    expect(computed.lines[0]!.taxes[0]).toMatchObject({ taxable: 8000n, amount: 0n });
  });

  it('leaves the subtotal of prices that contain tax as it is without the document’s discount', () => {
    const vat = lineTax('vat', '19', { inclusive: true });
    const lines = Array.from({ length: 20 }, () => line('1', '119', [vat]));
    const computed = computeDocument(moneyDocument({ lines, discount: units('100') }));
    expect(computed.lines.map(({ subtotal }) => subtotal)).toEqual(lines.map(() => 10_000n));
    expect(computed).toMatchObject({ subtotal: 200_000n, discount: 8_403n, tax: 36_403n, total: 228_000n });
  });

  it('says which discount is more than what it reduces', () => {
    const tooMuch = line('1', '10', [], units('10.01'));
    expect(findExcessiveDiscounts(moneyDocument({ lines: [tooMuch] }))[0]).toEqual({
      line: 0,
      largest: 1000n,
    });
    const onDeduction = line('1', '-10', [], units('5'));
    expect(findExcessiveDiscounts(moneyDocument({ lines: [line('1', '50'), onDeduction] }))).toEqual([
      { line: 1, largest: 0n },
    ]);
    const whole = units('50.01');
    expect(findExcessiveDiscounts(moneyDocument({ lines: [line('1', '50')], discount: whole }))).toEqual([
      { line: null, largest: 5000n },
    ]);
    expect(
      findExcessiveDiscounts(moneyDocument({ lines: [line('1', '50')], discount: units('50') })),
    ).toEqual([]);
  });
});
