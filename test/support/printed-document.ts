import { RATE_OF_ONE } from '../../src/ledger/money/index.ts';
import { computeDocument } from '../../src/ledger/taxes/index.ts';
import type { InvoiceDocument } from '../../src/sales/documents/invoice-document.ts';
import { builtInTemplate } from '../../src/sales/documents/template/template.ts';
import type { Invoice } from '../../src/sales/invoices/index.ts';
import { line, moneyDocument, type TestTax } from './documents.ts';

type Computed = Parameters<typeof computeDocument<TestTax>>[0];
export type PrintedLine = Computed['lines'][number] & {
  readonly name?: string;
  readonly description?: string | null;
};

/** What may be said of a printed document; the rest is usual. */
export interface PrintedDocument {
  readonly lines?: readonly PrintedLine[];
  readonly money?: Partial<Computed>;
  readonly invoice?: Partial<Invoice>;
  readonly customer?: Partial<Invoice['customer']>;
  readonly seller?: Partial<InvoiceDocument['seller']>;
  readonly template?: Partial<InvoiceDocument['template']>;
  readonly document?: Partial<InvoiceDocument>;
}

/** A document as the books would give it to be printed, with amounts that are computed as theirs are. */
export function printedDocument(given: PrintedDocument = {}): InvoiceDocument {
  const lines: readonly PrintedLine[] = given.lines ?? [line('1', '250')];
  const money = moneyDocument({ lines, ...given.money });
  const computed = computeDocument(money);
  const seller = {
    name: 'Foundry Road Hauling',
    country: 'DE',
    taxNumber: null,
    address: null,
    ...given.seller,
  };
  return {
    invoice: {
      id: '0197e1c2-6b21-7d43-8f5a-1b2c3d4e5f60',
      version: 1,
      invoiceType: 'invoice',
      invoiceNumber: 'INV-000123',
      isDraft: false,
      isSent: false,
      sentAt: null,
      viewedAt: null,
      remindersPaused: false,
      voidDate: null,
      answer: null,
      convertedFromId: null,
      convertedToId: null,
      recurringTemplateId: null,
      writtenBy: [],
      appliedToInvoiceId: null,
      creditMemoIds: [],
      date: '2026-07-01',
      dueDate: '2026-07-31',
      currency: money.currency,
      baseCurrency: money.currency,
      exchangeRate: RATE_OF_ONE,
      exchangeRateDate: null,
      exchangeRateSource: null,
      taxMode: null,
      taxRounding: money.taxRounding,
      notes: null,
      customer: {
        id: '0197e1c2-5a10-7b52-9c3e-2f4a6b8c0d1e',
        customer: 'Aimee',
        email: null,
        billingAddress: null,
        shippingAddress: null,
        ...given.customer,
      },
      payerId: '0197e1c2-5a10-7b52-9c3e-2f4a6b8c0d1e',
      lines: lines.map(({ name = 'Junk removal', description = null }, index) => {
        const { quantity, price, discount: discountGiven } = money.lines[index]!;
        const { amount: _, ...amounts } = computed.lines[index]!;
        const product = {
          id: `product-${index}`,
          name,
          code: null,
          type: 'service',
          categoryAccount: null,
        } as const;
        return { id: `line-${index}`, product, description, quantity, price, discountGiven, ...amounts };
      }),
      tags: [],
      discountGiven: money.discount,
      discountDescription: null,
      subtotal: computed.subtotal,
      discount: computed.discount,
      tax: computed.tax,
      total: computed.total,
      baseTotal: computed.total,
      paidAmount: 0n,
      settlements: [],
      createdAt: '2026-07-01T10:00:00.000Z',
      updatedAt: '2026-07-01T10:00:00.000Z',
      ...given.invoice,
    },
    seller,
    customerTaxNumber: null,
    language: given.template?.language ?? 'en',
    paymentTerm: 'net30',
    template: { ...builtInTemplate(seller.country), ...given.template },
    today: '2026-07-01',
    publicUrl: null,
    logo: null,
    ...given.document,
  };
}
