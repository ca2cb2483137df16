import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { CSV, formatField, writeCsv } from '../define-report.ts';
import { TAX_RETURN_EXAMPLE, TAX_RETURN_EXAMPLE_ID } from './tax-return.examples.ts';
import { taxReturnSchema } from './tax-return.schema.ts';
import { toCsv } from './tax-return-csv.ts';
import { findTaxReturn } from './tax-returns.store.ts';
import { tellTaxReturn } from './tell-tax-return.ts';

export const getTaxReturn = defineEndpoint({
  method: 'GET',
  path: '/partners/tax-returns/{id}',
  operationId: 'getTaxReturn',
  tag: 'Tax Returns',
  summary: 'Get Tax Return',
  description:
    'A return with its figures by tax and rate. Those of a draft are read from the books as they are now: the [sales tax ' +
    'report](/docs/reports/get-sales-tax-report) of the same days, and what came late to earlier returns. A filed one says ' +
    'what was filed, whatever was posted since.',
  access: 'partner',
  params: idParams('id', 'The UUID of the tax return.'),
  query: z.object(formatField),
  status: 200,
  message: 'Tax return retrieved successfully.',
  data: taxReturnSchema,
  files: [CSV],
  notFound: 'TAX_RETURN_NOT_FOUND',
  errors: [],
  examples: { params: { id: TAX_RETURN_EXAMPLE_ID }, data: TAX_RETURN_EXAMPLE },
  async handle({ params, query, read }) {
    const data = await read(async (transaction) => {
      const taxReturn = await findTaxReturn(transaction, params.id);
      if (!taxReturn) throw new ApiError('TAX_RETURN_NOT_FOUND');
      return tellTaxReturn(transaction, taxReturn);
    });
    if (query.format !== 'csv') return { data };
    const name = `tax-return-${data.startDate}-${data.endDate}.csv`;
    return { file: { name, bytes: writeCsv(toCsv(data)), mediaType: CSV } };
  },
});
