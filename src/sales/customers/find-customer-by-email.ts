import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { email } from '../../platform/http/fields.ts';
import { CUSTOMER_EXAMPLE } from './customer.examples.ts';
import { customerSchema } from './customer.schema.ts';
import { selectCustomerByEmail } from './customers.store.ts';

export const findCustomerByEmail = defineEndpoint({
  method: 'GET',
  path: '/partners/customers/find-by-email',
  operationId: 'findCustomerByEmail',
  tag: 'Customers',
  summary: 'Find Customer by Email',
  description:
    'The one customer with exactly this email, whatever its case. Emails are unique in a workspace: look here before ' +
    'creating a customer. Emails of contacts are not looked at; the list’s `search` finds those. Percent-encode the ' +
    'email: a bare `+` in a query is a blank.',
  access: 'partner',
  query: z.object({ email: email().describe('The whole email address.') }),
  status: 200,
  message: 'Customer retrieved successfully.',
  data: customerSchema,
  notFound: 'CUSTOMER_NOT_FOUND',
  errors: [],
  examples: { data: CUSTOMER_EXAMPLE },
  async handle({ query, caller, read }) {
    const customer = await read((transaction) =>
      selectCustomerByEmail(transaction, caller.workspaceId, query.email),
    );
    if (!customer) throw new ApiError('CUSTOMER_NOT_FOUND');
    return { data: customer };
  },
});
