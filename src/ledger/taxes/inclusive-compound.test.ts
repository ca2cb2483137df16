import { describe, expect, it } from 'vitest';
import { line, lineTax, moneyDocument, percent, units } from '../../../test/support/documents.ts';
import { computeDocument } from './compute-document.ts';
import { arrangeTaxes, findTaxFaults } from './tax-faults.ts';

const vat = lineTax('vat', '20', { inclusive: true });
const taxesOf = (computed: ReturnType<typeof computeDocument>, index = 0) =>
  computed.lines[index]!.taxes.map(({ id, taxable, amount }) => [id, taxable, amount]);

describe('taxes that the price contains', () => {
  it('are taken out of the gross, which stays', () => {
    const computed = computeDocument(moneyDocument({ lines: [line('1', '120', [vat])] }));
    expect(computed).toMatchObject({ subtotal: 10000n, tax: 2000n, total: 12000n });
    expect(taxesOf(computed)).toEqual([['vat', 10000n, 2000n]]);
  });

  it('leave what rounding leaves over in the net: 9.99 contains 1.665 at 20 %, so 1.67 and a net of 8.32', () => {
    const computed = computeDocument(moneyDocument({ lines: [line('1', '9.99', [vat])] }));
    expect(computed).toMatchObject({ subtotal: 832n, tax: 167n, total: 999n });
  });

  it('are rounded once on their sum, and told apart without changing any line’s gross', () => {
    const lines = [line('1', '0.05', [vat]), line('1', '0.05', [vat]), line('1', '0.05', [vat])];
    const byDocument = computeDocument(moneyDocument({ lines }));
    expect(byDocument.lines.map((one) => [one.subtotal, one.tax, one.total])).toEqual([
      [4n, 1n, 5n],
      [4n, 1n, 5n],
      [4n, 1n, 5n],
    ]);
    const coarse = [line('1', '0.02', [vat]), line('1', '0.02', [vat]), line('1', '0.02', [vat])];
    expect(computeDocument(moneyDocument({ lines: coarse })).lines.map((one) => one.tax)).toEqual([
      1n,
      0n,
      0n,
    ]);
    expect(computeDocument(moneyDocument({ lines: coarse, taxRounding: 'line' })).tax).toBe(0n);
  });

  it('are several: each is reckoned from the net that all of them leave', () => {
    const levy = lineTax('levy', '5', { inclusive: true });
    const computed = computeDocument(moneyDocument({ lines: [line('1', '100', [vat, levy])] }));
    expect(taxesOf(computed)).toEqual([
      ['vat', 8000n, 1600n],
      ['levy', 8000n, 400n],
    ]);
  });

  it('are several with a compound one: net = gross / ((1 + rates) (1 + compound rate))', () => {
    const state = lineTax('state', '5', { inclusive: true });
    const compound = lineTax('provincial', '9.975', { inclusive: true, compound: true });
    const computed = computeDocument(moneyDocument({ lines: [line('1', '100', [state, compound])] }));
    // 100 / (1.05 × 1.09975) = 86.599…; 5 % of it 4.3299…; 9.975 % of 90.9297… = 9.0702…
    expect(taxesOf(computed)).toEqual([
      ['state', 8660n, 433n],
      ['provincial', 9093n, 907n],
    ]);
    expect(computed.total).toBe(10000n);
  });

  it('bear discounts as the price is, and tell them without tax', () => {
    const lines = [line('1', '120', [vat], percent('50')), line('1', '60', [])];
    const computed = computeDocument(moneyDocument({ lines, discount: units('12') }));
    expect(computed.lines[0]).toMatchObject({
      amount: 12000n,
      discount: 6000n,
      subtotal: 5000n,
      documentDiscount: 500n,
      tax: 900n,
      total: 5400n,
    });
    expect(computed.lines[1]).toMatchObject({ subtotal: 6000n, documentDiscount: 600n, total: 5400n });
    expect(computed).toMatchObject({ subtotal: 11000n, discount: 1100n, tax: 900n, total: 10800n });
  });

  it('are contained in a deduction too', () => {
    const lines = [line('1', '120', [vat]), line('1', '-60', [vat])];
    const computed = computeDocument(moneyDocument({ lines }));
    expect(computed.lines.map((one) => [one.subtotal, one.tax])).toEqual([
      [10000n, 2000n],
      [-5000n, -1000n],
    ]);
  });
});

describe('a compound tax', () => {
  it('is levied on the net and the other taxes as they were rounded', () => {
    const state = lineTax('state', '5');
    const compound = lineTax('provincial', '9.5', { compound: true });
    const lines = [line('1', '99.90', [state, compound])];
    // 5 % of 99.90 = 4.995, so 5.00; 9.5 % of 104.90 = 9.9655.
    expect(taxesOf(computeDocument(moneyDocument({ lines })))).toEqual([
      ['state', 9990n, 500n],
      ['provincial', 10490n, 997n],
    ]);
  });

  it('by itself is levied on the net alone', () => {
    const compound = lineTax('provincial', '10', { compound: true });
    const computed = computeDocument(moneyDocument({ lines: [line('1', '50', [compound])] }));
    expect(taxesOf(computed)).toEqual([['provincial', 5000n, 500n]]);
  });

  it('comes last, wherever a line names it', () => {
    const compound = lineTax('provincial', '10', { compound: true });
    const state = lineTax('state', '5');
    expect(arrangeTaxes([compound, state], null).map(({ id }) => id)).toEqual(['state', 'provincial']);
  });
});

describe('taxes of one line', () => {
  const compound = (id: string) => lineTax(id, '1', { compound: true });

  it('are all inclusive or none is, and at most one is compound', () => {
    expect(findTaxFaults([vat, lineTax('added', '5')])).toEqual(['mixed']);
    expect(findTaxFaults([compound('first'), compound('second')])).toEqual(['second_compound']);
    expect(findTaxFaults([vat, compound('first'), compound('second')])).toEqual(['mixed', 'second_compound']);
    expect(findTaxFaults([lineTax('added', '5'), compound('first')])).toEqual([]);
    expect(findTaxFaults([])).toEqual([]);
  });

  it('follow the tax mode of their document whatever they say of themselves', () => {
    const taxes = [vat, lineTax('added', '5')];
    const inclusiveUnder = (mode: Parameters<typeof arrangeTaxes>[1]) =>
      arrangeTaxes(taxes, mode).map(({ inclusive }) => inclusive);
    expect(inclusiveUnder(null)).toEqual([true, false]);
    expect(inclusiveUnder('exclusive')).toEqual([false, false]);
    expect(inclusiveUnder('inclusive')).toEqual([true, true]);
    expect(inclusiveUnder('none')).toEqual([]);
  });
});
