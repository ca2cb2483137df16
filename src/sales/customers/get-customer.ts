import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { CUSTOMER_EXAMPLE } from './customer.examples.ts';
import { customerSchema } from './customer.schema.ts';
import { findCustomer } from './customers.store.ts';

export const getCustomer = defineEndpoint({
  method: 'GET',
  path: '/partners/customers/{id}',
  operationId: 'getCustomer',
  tag: 'Customers',
  summary: 'Get Customer',
  description: 'One customer by its UUID, with addresses, contacts and default taxes.',
  access: 'partner',
  params: idParams('id'),
  status: 200,
  message: 'Customer retrieved successfully.',
  data: customerSchema,
  notFound: 'CUSTOMER_NOT_FOUND',
  errors: [],
  examples: { data: CUSTOMER_EXAMPLE },
  async handle({ params, caller, read }) {
    const customer = await read((transaction) => findCustomer(transaction, caller.workspaceId, params.id));
    if (!customer) throw new ApiError('CUSTOMER_NOT_FOUND');
    return { data: customer };
  },
});
