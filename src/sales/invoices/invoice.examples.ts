import { CUSTOMER_EXAMPLE } from '../customers/index.ts';
import { PRODUCT_EXAMPLE } from '../products/index.ts';
import type { InvoiceRecord } from './invoice.schema.ts';

const INVOICE = '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c';
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
  date: '2026-07-01',
  dueDate: '2026-07-31',
  currency: 'USD',
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
  discountDescription: null,
  taxes: [],
  tax: '0.00',
  total: '250.00',
  paidAmount: '0.00',
  amountDue: '250.00',
  createdAt: '2026-07-01T14:05:09.120Z',
  updatedAt: '2026-07-01T14:05:09.120Z',
};
