import { defineBulkEndpoint } from '../../platform/http/bulk-endpoint.ts';
import { CREATE_CUSTOMER_EXAMPLE, CUSTOMER_EXAMPLE } from './customer.examples.ts';
import { CUSTOMER_ROWS, createCustomerBody } from './customer.schema.ts';
import { EMAIL_TAKEN, refusal } from './customer.ts';
import { newCustomers } from './new-customers.ts';

export const bulkCreateCustomers = defineBulkEndpoint({
  method: 'POST',
  path: '/partners/customers/bulk',
  operationId: 'bulkCreateCustomers',
  tag: 'Customers',
  summary: 'Bulk Create Customers',
  description:
    'Creates many customers with one call, each by the rules of [Create Customer](/docs/customers/create-customer). Of ' +
    'two rows with one email the first gets it.',
  rows: CUSTOMER_ROWS,
  row: createCustomerBody,
  message: 'Bulk request accepted: each result says whether its customer was created.',
  rowErrors: ['DUPLICATE_EMAIL', 'TAX_NOT_FOUND', 'TAX_INACTIVE'],
  examples: {
    rows: [CREATE_CUSTOMER_EXAMPLE, { customer: 'Aimee Carter', email: 'Aimee@Example.com' }],
    results: [CUSTOMER_EXAMPLE, { error: refusal([EMAIL_TAKEN]).message, code: 'DUPLICATE_EMAIL' }],
  },
  writer: ({ workspaceId }) => newCustomers(workspaceId),
});
