import type { z } from 'zod';
import type { Account } from './account.schema.ts';
import type { createAccountBody, updateAccountBody } from './account-body.schema.ts';

/** The accounts that examples name, so that those of all resources fit together. */
export const ACCOUNT_EXAMPLE_IDS = {
  checking: '0197e1c2-4b00-7a10-8d2c-1e3f5a7b9c0d',
  receivable: '0197e1c2-4b00-7a12-8d2c-1e3f5a7b9c0d',
  inputTax: '0197e1c2-4b00-7a13-8d2c-1e3f5a7b9c0d',
  payable: '0197e1c2-4b00-7a21-8d2c-1e3f5a7b9c0d',
  salesTax: '0197e1c2-4b00-7a22-8d2c-1e3f5a7b9c0d',
  ownersEquity: '0197e1c2-4b00-7a30-8d2c-1e3f5a7b9c0d',
  serviceIncome: '0197e1c2-4b00-7a41-8d2c-1e3f5a7b9c0d',
  costOfGoodsSold: '0197e1c2-4b00-7a66-8d2c-1e3f5a7b9c0d',
  recyclingFees: '0197e1c2-4b00-7a67-8d2c-1e3f5a7b9c0d',
} as const;

const ID = ACCOUNT_EXAMPLE_IDS.checking;

export const ACCOUNT_EXAMPLE: Account = {
  id: ID,
  uuid: ID,
  accUuid: ID,
  accountUuid: ID,
  name: 'Checking',
  accountNumber: '1000',
  type: 'Assets',
  subType: { id: 1010, name: 'Checking', anchorTier: 'PHYSICAL_ACCOUNT' },
  status: 'active',
  editable: true,
  currency: 'USD',
  description: null,
  color: null,
  parentAccountUuid: null,
  taxes: [],
  mask: null,
  institution: null,
  providerBalances: [],
  mergedIntoUuid: null,
  mergedUuids: [],
  createdAt: '2026-01-15T09:30:00.000Z',
  updatedAt: '2026-01-15T09:30:00.000Z',
  subAccounts: [],
};

const DETAILS = {
  name: 'Recycling Fees',
  accountNumber: '6640',
  description: 'What recyclers charge for appliances and scrap.',
  color: '#2e7d32',
  parentAccountUuid: ACCOUNT_EXAMPLE_IDS.costOfGoodsSold,
} as const;

export const CREATE_ACCOUNT_EXAMPLE: z.input<typeof createAccountBody> = { ...DETAILS, subTypeId: 5210 };

export const CREATED_ACCOUNT_EXAMPLE: Account = {
  ...ACCOUNT_EXAMPLE,
  id: ACCOUNT_EXAMPLE_IDS.recyclingFees,
  uuid: ACCOUNT_EXAMPLE_IDS.recyclingFees,
  accUuid: ACCOUNT_EXAMPLE_IDS.recyclingFees,
  accountUuid: ACCOUNT_EXAMPLE_IDS.recyclingFees,
  ...DETAILS,
  type: 'Expenses',
  subType: { id: 5210, name: 'Cost of Goods Sold', anchorTier: null },
};

export const UPDATE_ACCOUNT_EXAMPLE: z.input<typeof updateAccountBody> = {
  description: 'What recyclers charge, by the piece or ton.',
  color: '#00695c',
};

export const UPDATED_ACCOUNT_EXAMPLE: Account = {
  ...CREATED_ACCOUNT_EXAMPLE,
  description: 'What recyclers charge, by the piece or ton.',
  color: '#00695c',
  updatedAt: '2026-07-01T14:05:09.120Z',
};

/** Another account for the same. */
const DOUBLE = '0197e1c2-4b00-7a68-8d2c-1e3f5a7b9c0d';

export const MERGED_ACCOUNT_EXAMPLE: Account = {
  ...CREATED_ACCOUNT_EXAMPLE,
  id: DOUBLE,
  uuid: DOUBLE,
  accUuid: DOUBLE,
  accountUuid: DOUBLE,
  name: 'Recyclers',
  accountNumber: '6641',
  mergedIntoUuid: ACCOUNT_EXAMPLE_IDS.recyclingFees,
  updatedAt: '2026-07-01T14:05:09.120Z',
};
