import type { Endpoint } from '../../platform/http/endpoint.ts';
import { createTaxReturn } from './create-tax-return.ts';
import { deleteTaxReturn } from './delete-tax-return.ts';
import { fileTaxReturn } from './file-tax-return.ts';
import { getTaxReturn } from './get-tax-return.ts';
import { listTaxReturnLines } from './list-tax-return-lines.ts';
import { listTaxReturns } from './list-tax-returns.ts';
import { unfileTaxReturn } from './unfile-tax-return.ts';
import { updateTaxReturn } from './update-tax-return.ts';

/** The endpoints of tax returns. */
export const TAX_RETURN_ENDPOINTS: readonly Endpoint[] = [
  createTaxReturn,
  listTaxReturns,
  getTaxReturn,
  updateTaxReturn,
  listTaxReturnLines,
  fileTaxReturn,
  unfileTaxReturn,
  deleteTaxReturn,
];
