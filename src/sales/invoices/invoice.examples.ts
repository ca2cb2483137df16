import type { AuditRow } from '../../platform/audit/audit.schema.ts';
import { deletedAnswer, identityOf } from '../../platform/http/record.ts';
import { CUSTOMER_EXAMPLE } from '../customers/index.ts';
import { PRODUCT_EXAMPLE } from '../products/index.ts';
import type { InvoiceRecord } from './invoice.schema.ts';

/** The ids of the documents of the examples: each stands for one in the state that its page needs. */
export const INVOICE_EXAMPLE_IDS = {
  invoice: '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c',
  draft: '0197e1c2-8a10-7d2f-8c1d-6e1f2a3b4c5d',
  scrapped: '0197e1c2-8a20-7d2f-8c1d-6e1f2a3b4c5e',
  mistaken: '0197e1c2-8a30-7d2f-8c1d-6e1f2a3b4c5f',
  quote: '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b40',
  declinedQuote: '0197e1c2-8a40-7d2f-8c1d-6e1f2a3b4c60',
} as const;
const { invoice: INVOICE, quote: QUOTE } = INVOICE_EXAMPLE_IDS;
const LINE = '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3d';

/** The request of the user's page: its one line, in a whole body. */
export const CREATE_INVOICE_EXAMPLE = {
  customerUuid: CUSTOMER_EXAMPLE.uuid,
  invoiceNumber: 'A-1001',
  date: '2026-07-01',
  dueDate: '2026-07-31',
  isDraft: false,
  invoiceType: 'invoice',
  notes: 'Thank you for your business.',
  products: [
    {
      productUuid: PRODUCT_EXAMPLE.uuid,
      description: 'Junk removal from residential property',
      quantity: 1,
      price: 250.0,
      taxes: [],
    },
  ],
  tagUuids: [],
};

/** The fragment that the user's page prints under 200, as it prints it. */
export const INVOICE_EXCERPT = `{
  "products": [
    {
      "productUuid": "75dd724b-c01d-4e75-91db-86675cd7f563",
      "description": "Junk removal from residential property",
      "quantity": 1,
      "price": 250.00,
      "taxes": []
    }
  ]
}`;

/** What that request is answered with. */
export const INVOICE_EXAMPLE: InvoiceRecord = {
  id: INVOICE,
  uuid: INVOICE,
  invoiceNumber: 'A-1001',
  invoiceType: 'invoice',
  status: 'approved',
  approvalStatus: 'approved',
  paymentStatus: 'unpaid',
  isDraft: false,
  isSent: false,
  sentAt: null,
  viewedAt: null,
  remindersPaused: false,
  date: '2026-07-01',
  dueDate: '2026-07-31',
  currency: 'USD',
  exchangeRate: '1',
  exchangeRateDate: null,
  exchangeRateSource: null,
  taxMode: null,
  notes: 'Thank you for your business.',
  customerUuid: CUSTOMER_EXAMPLE.uuid,
  customer: {
    id: CUSTOMER_EXAMPLE.id,
    uuid: CUSTOMER_EXAMPLE.uuid,
    customer: CUSTOMER_EXAMPLE.customer,
    email: CUSTOMER_EXAMPLE.email,
    billingAddress: CUSTOMER_EXAMPLE.billingAddress,
    shippingAddress: CUSTOMER_EXAMPLE.shippingAddress,
  },
  products: [
    {
      id: LINE,
      uuid: LINE,
      productUuid: PRODUCT_EXAMPLE.uuid,
      product: {
        id: PRODUCT_EXAMPLE.id,
        uuid: PRODUCT_EXAMPLE.uuid,
        name: PRODUCT_EXAMPLE.name,
        code: PRODUCT_EXAMPLE.code,
        type: PRODUCT_EXAMPLE.type,
        categoryAccount: {
          uuid: PRODUCT_EXAMPLE.categoryAccount!.uuid,
          name: PRODUCT_EXAMPLE.categoryAccount!.name,
          type: PRODUCT_EXAMPLE.categoryAccount!.type,
        },
      },
      description: 'Junk removal from residential property',
      quantity: 1,
      price: 250,
      unitPrice: 250,
      discount: '0.00',
      discountPercent: null,
      discountAmount: 0,
      subtotal: '250.00',
      documentDiscount: '0.00',
      taxes: [],
      tax: '0.00',
      total: '250.00',
    },
  ],
  tagUuids: [],
  tags: [],
  subtotal: '250.00',
  discount: '0.00',
  discountPercent: null,
  discountAmount: 0,
  discountDescription: null,
  taxes: [],
  tax: '0.00',
  total: '250.00',
  baseTotal: '250.00',
  paidAmount: '0.00',
  amountDue: '250.00',
  payments: [],
  credits: [],
  voidDate: null,
  convertedFromUuid: null,
  convertedToUuid: null,
  recurringInvoiceTemplateUuid: null,
  appliedToInvoiceUuid: null,
  creditMemoUuids: [],
  createdAt: '2026-07-01T14:05:09.120Z',
  updatedAt: '2026-07-01T14:05:09.120Z',
};

/** A draft is given another due date and another note. */
export const UPDATE_INVOICE_EXAMPLE = { dueDate: '2026-08-15', notes: 'Two truckloads, as agreed on site.' };

/** What that update is answered with. */
export const UPDATED_INVOICE_EXAMPLE: InvoiceRecord = {
  ...INVOICE_EXAMPLE,
  ...identityOf(INVOICE_EXAMPLE_IDS.draft),
  ...UPDATE_INVOICE_EXAMPLE,
  status: 'draft',
  approvalStatus: 'draft',
  isDraft: true,
  updatedAt: '2026-07-02T08:30:00.000Z',
};

/** The draft, approved. */
export const APPROVED_INVOICE_EXAMPLE: InvoiceRecord = {
  ...UPDATED_INVOICE_EXAMPLE,
  status: 'approved',
  approvalStatus: 'approved',
  isDraft: false,
};

/** What a deletion is answered with. */
export const DELETED_INVOICE_EXAMPLE = deletedAnswer(INVOICE_EXAMPLE_IDS.scrapped);

/** The invoice, made void on its own date. */
export const VOID_INVOICE_EXAMPLE: InvoiceRecord = {
  ...INVOICE_EXAMPLE,
  ...identityOf(INVOICE_EXAMPLE_IDS.mistaken),
  status: 'void',
  amountDue: '0.00',
  voidDate: '2026-07-01',
  updatedAt: '2026-07-02T08:30:00.000Z',
};

/** The quote that the invoice could have begun as, once the customer accepted it. */
export const ACCEPTED_QUOTE_EXAMPLE: InvoiceRecord = {
  ...INVOICE_EXAMPLE,
  ...identityOf(QUOTE),
  invoiceNumber: 'Q-2026-017',
  invoiceType: 'quote',
  status: 'accepted',
  updatedAt: '2026-07-02T08:30:00.000Z',
};

/** Another quote, declined. */
export const DECLINED_QUOTE_EXAMPLE: InvoiceRecord = {
  ...ACCEPTED_QUOTE_EXAMPLE,
  ...identityOf(INVOICE_EXAMPLE_IDS.declinedQuote),
  status: 'declined',
};

/** The quote becomes an invoice that is approved at once. */
export const CONVERT_QUOTE_EXAMPLE = {
  invoiceNumber: 'A-1002',
  date: '2026-07-01',
  dueDate: '2026-07-31',
  isDraft: false,
};

/** What that conversion is answered with. */
export const CONVERTED_QUOTE_EXAMPLE: InvoiceRecord = {
  ...INVOICE_EXAMPLE,
  ...identityOf('0197e6b0-4c50-7e3f-8d2e-3f4a5b6c7d8e'),
  invoiceNumber: 'A-1002',
  convertedFromUuid: QUOTE,
};

/** The update of that draft, as its audit log tells it. */
export const AUDIT_ROW_EXAMPLE: AuditRow = {
  id: '0197e6b0-3b40-7d2f-9c1e-2f6a7b8c9d0e',
  action: 'updated',
  recordedAt: '2026-07-02T08:30:00.000Z',
  person: { uuid: '0197d9a1-5c20-7b3e-8f4d-1a2b3c4d5e6f', name: 'Dana Whitfield' },
  partnerApp: { uuid: '0197d9a1-6d30-7c4f-9e5a-2b3c4d5e6f70', name: 'Field Service CRM' },
  changes: { dueDate: { from: '2026-07-31', to: '2026-08-15' } },
  requestId: '0197e6b0-3b3c-7a10-b2c3-d4e5f6a7b8c9',
  remoteAddress: '203.0.113.7',
  via: null,
};
