import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryDocument } from '../../../test/support/documents.ts';
import { convertToBase, type ExchangeRate, isTooLarge } from '../../ledger/money/index.ts';
import { sum } from '../../ledger/taxes/document.ts';
import { computeDocument, findExcessiveDiscounts } from '../../ledger/taxes/index.ts';
import { type InvoiceType, postInvoice } from './invoice.ts';

it('posts any document as an entry that balances: its total on receivables, its taxes on their accounts', () => {
  const documents = [arbitraryDocument, fc.constantFrom<InvoiceType>('invoice', 'memo')] as const;
  fc.assert(
    fc.property(...documents, (given, invoiceType) => {
      fc.pre(findExcessiveDiscounts(given).length === 0);
      const computed = computeDocument(given);
      const { lines } = postInvoice({
        id: 'document',
        invoiceType,
        currency: given.currency,
        exchange: undefined,
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
      const postedOn = (prefix: string) =>
        sum(lines.filter(({ accountId }) => accountId.startsWith(prefix)).map(({ amount }) => amount));
      const sign = invoiceType === 'memo' ? -1n : 1n;
      expect(sum(lines.map(({ amount }) => amount))).toBe(0n);
      expect(postedOn('receivable')).toBe(sign * computed.total);
      expect(postedOn('income')).toBe(-sign * (computed.subtotal - computed.discount));
      expect(postedOn('account-of-')).toBe(-sign * computed.tax);
    }),
    { numRuns: 300 },
  );
});

it('balances in the workspace’s currency too, whatever the rate, and converts each tax as a whole', () => {
  const rate = fc.bigInt({ min: 1n, max: 10n ** 13n });
  fc.assert(
    fc.property(
      arbitraryDocument,
      rate,
      fc.constantFrom('EUR', 'JPY', 'KWD'),
      fc.constantFrom<InvoiceType>('invoice', 'memo'),
      (given, drawnRate, baseCurrency, invoiceType) => {
        fc.pre(findExcessiveDiscounts(given).length === 0);
        const computed = computeDocument(given);
        const exchange = { currency: given.currency, rate: drawnRate as ExchangeRate, baseCurrency };
        const moved = computed.lines.map(({ total }) => convertToBase(total, exchange));
        fc.pre(computed.total > 0n && !moved.some(isTooLarge));
        const { lines } = postInvoice({
          id: 'document',
          invoiceType,
          currency: given.currency,
          exchange,
          customerId: 'customer',
          total: computed.total,
          tagIds: [],
          receivableAccountId: 'receivable',
          lines: computed.lines.map((one) => ({ ...one, accountId: 'income', productId: 'product' })),
        });
        expect(sum(lines.map(({ amount }) => amount))).toBe(0n);
        expect(sum(lines.map(({ baseAmount }) => baseAmount))).toBe(0n);
        for (const { accountId, amount, baseAmount } of lines) {
          if (accountId !== 'income') expect(baseAmount).toBe(convertToBase(amount, exchange));
        }
      },
    ),
    { numRuns: 200 },
  );
});
