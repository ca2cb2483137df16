import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { deletedAnswer, deletedSchema } from '../../platform/http/record.ts';
import { EXCHANGE_RATE_EXAMPLE } from './exchange-rate.examples.ts';
import { removeRate } from './exchange-rates.store.ts';

export const deleteExchangeRate = defineEndpoint({
  method: 'DELETE',
  path: '/partners/exchange-rates/{id}',
  operationId: 'deleteExchangeRate',
  tag: 'Exchange Rates',
  summary: 'Delete Exchange Rate',
  description:
    'Deletes a rate: from its day on the one before it holds again. What was approved with it keeps it.',
  access: 'partner',
  params: idParams('id', 'The UUID of the rate.'),
  status: 200,
  message: 'Exchange rate deleted successfully.',
  data: deletedSchema('rate'),
  notFound: 'EXCHANGE_RATE_NOT_FOUND',
  errors: [],
  examples: { data: deletedAnswer(EXCHANGE_RATE_EXAMPLE.id) },
  handle({ params: { id }, change }) {
    return change(async (transaction) => {
      if (!(await removeRate(transaction, id))) throw new ApiError('EXCHANGE_RATE_NOT_FOUND');
      const data = deletedAnswer(id);
      return {
        data,
        records: [{ entity: 'exchange_rate', entityId: id, action: 'deleted', document: data }],
      };
    });
  },
});
