import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { TAX_EXAMPLE } from './tax.examples.ts';
import { taxSchema, toTaxRecord } from './tax.schema.ts';
import { findTax } from './taxes.store.ts';

export const getTax = defineEndpoint({
  method: 'GET',
  path: '/partners/taxes/{id}',
  operationId: 'getTax',
  tag: 'Taxes',
  summary: 'Get Tax',
  description: 'One tax as it stands now. Approved documents keep what they said of it.',
  access: 'partner',
  params: idParams('id', 'The UUID of the tax.'),
  status: 200,
  message: 'Tax retrieved successfully.',
  data: taxSchema,
  notFound: 'TAX_NOT_FOUND',
  errors: [],
  examples: { data: TAX_EXAMPLE },
  async handle({ params, caller, read }) {
    const tax = await read((transaction) => findTax(transaction, caller.workspaceId, params.id));
    if (!tax) throw new ApiError('TAX_NOT_FOUND');
    return { data: toTaxRecord(tax) };
  },
});
