import { CUSTOMER_EXAMPLE } from '../../customers/index.ts';
import { PRODUCT_EXAMPLE } from '../../products/index.ts';
import type { TemplateRecord } from './template.schema.ts';

/** The id of the template of the examples. */
export const TEMPLATE_EXAMPLE_ID = '0197e1c2-9a10-7d3e-8b4c-6f1a2b3c4d5e';

/** A truckload on the last day of each month. */
export const CREATE_TEMPLATE_EXAMPLE = {
  customerUuid: CUSTOMER_EXAMPLE.uuid,
  date: '2026-07-31',
  dueDate: '2026-08-14',
  recurrencePattern: 'monthly',
  isDraft: false,
  products: [{ productUuid: PRODUCT_EXAMPLE.uuid, quantity: 1, price: 250.0, taxes: [] }],
};

/** What that request is answered with. */
export const TEMPLATE_EXAMPLE: TemplateRecord = {
  id: TEMPLATE_EXAMPLE_ID,
  uuid: TEMPLATE_EXAMPLE_ID,
  status: 'active',
  isDraft: false,
  recurrencePattern: 'monthly',
  recurrenceInterval: 1,
  inAdvanceCreationDays: 0,
  recurrenceEndDate: null,
  recurrenceCount: null,
  date: '2026-07-31',
  dueDate: '2026-08-14',
  nextDate: '2026-07-31',
  runCount: 0,
  lastRun: null,
  failure: null,
  invoiceType: 'invoice',
  invoiceNumber: null,
  customerUuid: CUSTOMER_EXAMPLE.uuid,
  customer: {
    id: CUSTOMER_EXAMPLE.id,
    uuid: CUSTOMER_EXAMPLE.uuid,
    customer: CUSTOMER_EXAMPLE.customer,
    email: CUSTOMER_EXAMPLE.email,
  },
  currency: 'USD',
  notes: null,
  products: [
    {
      productUuid: PRODUCT_EXAMPLE.uuid,
      description: null,
      quantity: 1,
      price: 250,
      unitPrice: 250,
      taxes: [],
      discount: null,
      discountType: null,
    },
  ],
  tagUuids: [],
  discount: null,
  discountType: null,
  discountDescription: null,
  taxMode: null,
  total: '250.00',
  createdAt: '2026-07-01T14:05:09.120Z',
  updatedAt: '2026-07-01T14:05:09.120Z',
};

/** The template is to run every second month, and to end with the year. */
export const UPDATE_TEMPLATE_EXAMPLE = { recurrenceInterval: 2, recurrenceEndDate: '2027-12-31' };

/** What that update is answered with. */
export const UPDATED_TEMPLATE_EXAMPLE: TemplateRecord = {
  ...TEMPLATE_EXAMPLE,
  ...UPDATE_TEMPLATE_EXAMPLE,
  updatedAt: '2026-07-02T08:30:00.000Z',
};

/** The template, paused. */
export const PAUSED_TEMPLATE_EXAMPLE: TemplateRecord = {
  ...TEMPLATE_EXAMPLE,
  status: 'paused',
  isDraft: true,
  updatedAt: '2026-07-02T08:30:00.000Z',
};

/** What a deletion is answered with. */
export const DELETED_TEMPLATE_EXAMPLE = { id: TEMPLATE_EXAMPLE_ID, uuid: TEMPLATE_EXAMPLE_ID, deleted: true };
