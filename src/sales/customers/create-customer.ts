import { writeRow } from '../../platform/change/write-rows.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { CREATE_CUSTOMER_EXAMPLE, CUSTOMER_EXAMPLE } from './customer.examples.ts';
import { createCustomerBody, customerSchema } from './customer.schema.ts';
import { newCustomers } from './new-customers.ts';

export const createCustomer = defineEndpoint({
  method: 'POST',
  path: '/partners/customers',
  operationId: 'createCustomer',
  tag: 'Customers',
  summary: 'Create Customer',
  description:
    'Creates a customer with addresses, contacts and default taxes: all of it or nothing. An email must be unique in ' +
    'the workspace, whatever its case: look with Find by Email first. Exactly one contact is primary; where none is ' +
    'marked, the first is.',
  access: 'partner',
  body: createCustomerBody,
  status: 201,
  message: 'Customer created successfully.',
  data: customerSchema,
  errors: ['DUPLICATE_EMAIL', 'TAX_NOT_FOUND', 'TAX_INACTIVE'],
  examples: { body: CREATE_CUSTOMER_EXAMPLE, data: CUSTOMER_EXAMPLE },
  handle({ body, caller, change }) {
    return change((transaction) => writeRow(transaction, body, newCustomers(caller.workspaceId)));
  },
});
