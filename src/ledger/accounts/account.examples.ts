import type { Account } from './account.schema.ts';

/** The accounts that examples name, so that those of all resources fit together. */
export const ACCOUNT_EXAMPLE_IDS = {
  checking: '0197e1c2-4b00-7a10-8d2c-1e3f5a7b9c0d',
  receivable: '0197e1c2-4b00-7a12-8d2c-1e3f5a7b9c0d',
  inputTax: '0197e1c2-4b00-7a13-8d2c-1e3f5a7b9c0d',
  salesTax: '0197e1c2-4b00-7a22-8d2c-1e3f5a7b9c0d',
  serviceIncome: '0197e1c2-4b00-7a41-8d2c-1e3f5a7b9c0d',
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
  createdAt: '2026-01-15T09:30:00.000Z',
  updatedAt: '2026-01-15T09:30:00.000Z',
  subAccounts: [],
};
