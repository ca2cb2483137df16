import type { ProductRecord } from './product.schema.ts';

const INCOME = '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c';
const TAX = '0197e1c2-8a10-7c44-9f0e-1b2c3d4e5f60';
const PRODUCT = '75dd724b-c01d-4e75-91db-86675cd7f563';

export const CREATE_PRODUCT_EXAMPLE = {
  name: 'Junk removal',
  code: 'JR-1',
  description: 'Junk removal from residential property',
  type: 'service',
  unitPrice: 250,
  categoryAccountUuid: INCOME,
  taxUuids: [TAX],
};

export const UPDATE_PRODUCT_EXAMPLE = { unitPrice: '275.00', description: null };

export const PRODUCT_EXAMPLE: ProductRecord = {
  id: PRODUCT,
  uuid: PRODUCT,
  name: 'Junk removal',
  code: 'JR-1',
  description: 'Junk removal from residential property',
  type: 'service',
  unitPrice: 250,
  price: 250,
  currency: 'USD',
  tax: '20.63',
  total: '270.63',
  status: 'active',
  pricingMethod: 'item',
  categoryAccount: { id: INCOME, uuid: INCOME, name: 'Services', type: 'Income' },
  categoryAccountUuid: INCOME,
  purchaseCategoryAccount: null,
  purchaseCategoryAccountUuid: null,
  taxes: [{ id: TAX, uuid: TAX, name: 'Sales tax', percentage: 8.25 }],
  createdAt: '2026-01-15T09:30:00.000Z',
  updatedAt: '2026-01-15T09:30:00.000Z',
};
