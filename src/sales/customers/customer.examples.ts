import type { z } from 'zod';
import type { CustomerRecord, createCustomerBody, updateCustomerBody } from './customer.schema.ts';

export const CREATE_EXAMPLE: z.input<typeof createCustomerBody> = {
  customer: 'Harbour Lane Bakery LLC',
  email: 'accounts@harbourlane.example',
  mainPhone: '+1 503 555 0142',
  website: 'https://harbourlane.example',
  notes: 'Deliveries before 7 am.',
  status: 'active',
  paymentTerm: 'net15',
  taxNumber: '93-1234567',
  taxUuids: ['0197e1c2-7f60-7d11-8a41-2f6a9c0b7e10'],
  billingAddress: {
    street: '214 Harbour Lane',
    city: 'Portland',
    state: 'OR',
    zipCode: '97209',
    country: 'US',
  },
  shippingAddress: {
    street: '18 Dock Street',
    city: 'Portland',
    state: 'OR',
    zipCode: '97210',
    country: 'US',
  },
  contacts: [
    { firstName: 'Nadia', lastName: 'Okafor', email: 'nadia@harbourlane.example', phone: '+1 503 555 0143' },
  ],
};

export const CUSTOMER_EXAMPLE: CustomerRecord = {
  id: '0197e1c2-7f60-7a52-9d0e-6b1f3c5a8e21',
  uuid: '0197e1c2-7f60-7a52-9d0e-6b1f3c5a8e21',
  customer: 'Harbour Lane Bakery LLC',
  email: 'accounts@harbourlane.example',
  mainPhone: '+1 503 555 0142',
  website: 'https://harbourlane.example',
  notes: 'Deliveries before 7 am.',
  status: 'active',
  paymentTerm: 'net15',
  taxNumber: '93-1234567',
  taxAutoCalculate: false,
  taxExcluded: false,
  taxes: [
    {
      id: '0197e1c2-7f60-7d11-8a41-2f6a9c0b7e10',
      uuid: '0197e1c2-7f60-7d11-8a41-2f6a9c0b7e10',
      name: 'Portland sales tax',
      percentage: 8.25,
    },
  ],
  billingAddress: {
    street: '214 Harbour Lane',
    city: 'Portland',
    state: 'OR',
    zipCode: '97209',
    country: 'US',
  },
  shippingAddress: {
    street: '18 Dock Street',
    city: 'Portland',
    state: 'OR',
    zipCode: '97210',
    country: 'US',
  },
  contacts: [
    {
      id: '0197e1c2-7f61-7c03-8b7d-91e2d4f60a35',
      uuid: '0197e1c2-7f61-7c03-8b7d-91e2d4f60a35',
      firstName: 'Nadia',
      lastName: 'Okafor',
      email: 'nadia@harbourlane.example',
      phone: '+1 503 555 0143',
      isPrimary: true,
    },
  ],
  createdAt: '2026-07-07T09:30:00.000Z',
  updatedAt: '2026-07-07T09:30:00.000Z',
};

export const UPDATE_EXAMPLE: z.input<typeof updateCustomerBody> = {
  mainPhone: '+1 503 555 0199',
  paymentTerm: 'net30',
  shippingAddress: null,
};

export const UPDATED_EXAMPLE: CustomerRecord = {
  ...CUSTOMER_EXAMPLE,
  mainPhone: '+1 503 555 0199',
  paymentTerm: 'net30',
  shippingAddress: null,
  updatedAt: '2026-07-08T14:05:12.481Z',
};
