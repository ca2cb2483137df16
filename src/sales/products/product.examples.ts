import { ACCOUNT_EXAMPLE_IDS } from '../../ledger/accounts/account.examples.ts';
import { TAX_EXAMPLE } from '../taxes/index.ts';
import type { ProductRecord } from './product.schema.ts';

/** The product of the user's page. */
const PRODUCT = '75dd724b-c01d-4e75-91db-86675cd7f563';
const INCOME = ACCOUNT_EXAMPLE_IDS.serviceIncome;

const DETAILS = {
  name: 'Junk Removal - Service',
  code: 'JUNK-001',
  description: 'Junk removal from residential property',
  type: 'service',
  unitPrice: 250,
  categoryAccountUuid: INCOME,
} as const;

export const CREATE_PRODUCT_EXAMPLE = { ...DETAILS, taxUuids: [TAX_EXAMPLE.uuid] };

export const PRODUCT_EXAMPLE: ProductRecord = {
  id: PRODUCT,
  uuid: PRODUCT,
  ...DETAILS,
  price: 250,
  currency: 'USD',
  tax: '20.63',
  total: '270.63',
  status: 'active',
  pricingMethod: 'item',
  categoryAccount: { id: INCOME, uuid: INCOME, name: 'Service Income', type: 'Income' },
  purchaseCategoryAccount: null,
  purchaseCategoryAccountUuid: null,
  taxes: [
    {
      id: TAX_EXAMPLE.id,
      uuid: TAX_EXAMPLE.uuid,
      name: TAX_EXAMPLE.name,
      percentage: TAX_EXAMPLE.percentage,
    },
  ],
  createdAt: '2026-01-15T09:30:00.000Z',
  updatedAt: '2026-01-15T09:30:00.000Z',
};

export const UPDATE_PRODUCT_EXAMPLE = { unitPrice: '275.00', description: null };

export const UPDATED_PRODUCT_EXAMPLE: ProductRecord = {
  ...PRODUCT_EXAMPLE,
  description: null,
  unitPrice: 275,
  price: 275,
  tax: '22.69',
  total: '297.69',
  updatedAt: '2026-07-01T14:05:09.120Z',
};
