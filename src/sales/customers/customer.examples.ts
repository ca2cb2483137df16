import type { z } from 'zod';
import { TAX_EXAMPLE } from '../taxes/index.ts';
import type {
  CustomerRecord,
  createCustomerBody,
  updateCustomerBody,
  updateCustomerRow,
} from './customer.schema.ts';

const CUSTOMER = '0197e1c2-5a10-7b52-9c3e-2f4a6b8c0d1e';
const CONTACT = '0197e1c2-5a11-7c03-8b7d-91e2d4f60a35';

const DETAILS = {
  customer: 'Aimee',
  email: 'aimee@example.com',
  mainPhone: '+1 413 555 0142',
  website: 'https://aimee.example.com',
  notes: 'Ring twice: the bell is quiet.',
  status: 'active',
  paymentTerm: 'net30',
  taxNumber: null,
  billingAddress: {
    street: '12 Elm Street',
    city: 'Springfield',
    state: 'MA',
    zipCode: '01103',
    country: 'US',
  },
  shippingAddress: null,
} as const;
const PERSON = {
  firstName: 'Aimee',
  lastName: 'Carter',
  email: 'aimee@example.com',
  phone: '+1 413 555 0143',
};

export const CREATE_CUSTOMER_EXAMPLE: z.input<typeof createCustomerBody> = {
  ...DETAILS,
  taxUuids: [TAX_EXAMPLE.uuid],
  contacts: [PERSON],
};

export const CUSTOMER_EXAMPLE: CustomerRecord = {
  id: CUSTOMER,
  uuid: CUSTOMER,
  ...DETAILS,
  taxAutoCalculate: false,
  taxExcluded: false,
  taxes: [
    {
      id: TAX_EXAMPLE.id,
      uuid: TAX_EXAMPLE.uuid,
      name: TAX_EXAMPLE.name,
      percentage: TAX_EXAMPLE.percentage,
    },
  ],
  contacts: [{ id: CONTACT, uuid: CONTACT, ...PERSON, isPrimary: true }],
  mergedIntoUuid: null,
  mergedUuids: [],
  createdAt: '2026-01-15T09:30:00.000Z',
  updatedAt: '2026-01-15T09:30:00.000Z',
};

export const UPDATE_CUSTOMER_EXAMPLE: z.input<typeof updateCustomerBody> = {
  mainPhone: '+1 413 555 0199',
  paymentTerm: 'net15',
  notes: null,
};

/** The second customer is not there. */
export const BULK_UPDATE_EXAMPLE: z.input<typeof updateCustomerRow>[] = [
  { uuid: CUSTOMER, ...UPDATE_CUSTOMER_EXAMPLE },
  { uuid: '0197e1c2-5a12-7d44-8a6f-3c5e7b9d1f20', status: 'inactive' },
];

export const UPDATED_CUSTOMER_EXAMPLE: CustomerRecord = {
  ...CUSTOMER_EXAMPLE,
  mainPhone: '+1 413 555 0199',
  paymentTerm: 'net15',
  notes: null,
  updatedAt: '2026-07-01T14:05:09.120Z',
};

/** Another record of the same customer. */
const DOUBLE = '0197e1c2-5a13-7a55-9b60-4d6f8c0e2a31';

export const MERGED_CUSTOMER_EXAMPLE: CustomerRecord = {
  ...CUSTOMER_EXAMPLE,
  id: DOUBLE,
  uuid: DOUBLE,
  customer: 'Aimee Carter',
  email: 'a.carter@example.com',
  taxes: [],
  contacts: [],
  mergedIntoUuid: CUSTOMER,
  updatedAt: '2026-07-01T14:05:09.120Z',
};
