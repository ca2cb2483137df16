import { ACCOUNT_EXAMPLE_IDS } from '../../ledger/accounts/account.examples.ts';
import { deletedAnswer } from '../../platform/http/record.ts';
import type { TaxRecord } from './tax.schema.ts';

const TAX = '0197e1c2-8a10-7c44-9f0e-1b2c3d4e5f60';

export const CREATE_TAX_EXAMPLE = { name: 'Sales tax', percentage: 8.25 };

export const TAX_EXAMPLE: TaxRecord = {
  id: TAX,
  uuid: TAX,
  name: 'Sales tax',
  kind: 'standard',
  percentage: 8.25,
  inclusive: false,
  compound: false,
  salesAccountUuid: ACCOUNT_EXAMPLE_IDS.salesTax,
  purchaseAccountUuid: ACCOUNT_EXAMPLE_IDS.inputTax,
  recoverablePercentage: 100,
  taxNumber: null,
  status: 'active',
  createdAt: '2026-01-15T09:30:00.000Z',
  updatedAt: '2026-01-15T09:30:00.000Z',
};

export const UPDATE_TAX_EXAMPLE = { taxNumber: 'IL-4471-0093' };

export const UPDATED_TAX_EXAMPLE: TaxRecord = {
  ...TAX_EXAMPLE,
  taxNumber: 'IL-4471-0093',
  updatedAt: '2026-07-01T14:05:09.120Z',
};

export const DELETED_TAX_EXAMPLE = deletedAnswer(TAX);
