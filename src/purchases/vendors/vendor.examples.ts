import type { z } from 'zod';
import type { createVendorBody, updateVendorBody, VendorRecord } from './vendor.schema.ts';

const ID = '0197e1c2-5c20-7d31-a4b5-6c7d8e9f0a1b';

const DETAILS = {
  name: 'Sangamon Valley Landfill',
  email: 'billing@sangamonlandfill.example',
  phone: '+1 217 555 0160',
  website: 'https://sangamonlandfill.example',
  taxNumber: '37-5550160',
  notes: 'Gate closes at 4 pm.',
  paymentTerm: 'net30',
  address: {
    street: '7001 Landfill Road',
    city: 'Springfield',
    state: 'IL',
    zipCode: '62707',
    country: 'US',
  },
} as const;

export const CREATE_VENDOR_EXAMPLE: z.input<typeof createVendorBody> = DETAILS;

export const VENDOR_EXAMPLE: VendorRecord = {
  id: ID,
  uuid: ID,
  ...DETAILS,
  status: 'active',
  is1099: false,
  mergedIntoUuid: null,
  mergedUuids: [],
  createdAt: '2026-01-15T09:30:00.000Z',
  updatedAt: '2026-01-15T09:30:00.000Z',
};

export const UPDATE_VENDOR_EXAMPLE: z.input<typeof updateVendorBody> = {
  phone: '+1 217 555 0161',
  paymentTerm: 'net15',
  notes: null,
};

export const UPDATED_VENDOR_EXAMPLE: VendorRecord = {
  ...VENDOR_EXAMPLE,
  phone: '+1 217 555 0161',
  paymentTerm: 'net15',
  notes: null,
  updatedAt: '2026-07-01T14:05:09.120Z',
};

/** Another record of the same vendor. */
const DOUBLE = '0197e1c2-5c21-7e42-b5c6-7d8e9f0a1b2c';

export const MERGED_VENDOR_EXAMPLE: VendorRecord = {
  ...VENDOR_EXAMPLE,
  id: DOUBLE,
  uuid: DOUBLE,
  name: 'Sangamon Landfill',
  mergedIntoUuid: ID,
  updatedAt: '2026-07-01T14:05:09.120Z',
};
