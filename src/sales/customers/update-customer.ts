import { writeRow } from '../../platform/change/write-rows.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { changedCustomers } from './changed-customers.ts';
import { UPDATE_CUSTOMER_EXAMPLE, UPDATED_CUSTOMER_EXAMPLE } from './customer.examples.ts';
import { customerSchema, updateCustomerBody } from './customer.schema.ts';

export const updateCustomer = defineEndpoint({
  method: 'PUT',
  path: '/partners/customers/{id}',
  operationId: 'updateCustomer',
  tag: 'Customers',
  summary: 'Update Customer',
  description:
    'Changes the fields that are given and leaves the others. `null` clears a field; an address replaces the whole ' +
    'address; a list of contacts or taxes replaces the whole list. Approved invoices keep what they said.',
  access: 'partner',
  params: idParams('id'),
  body: updateCustomerBody,
  status: 200,
  message: 'Customer updated successfully.',
  data: customerSchema,
  notFound: 'CUSTOMER_NOT_FOUND',
  errors: ['CUSTOMER_MERGED', 'DUPLICATE_EMAIL', 'TAX_NOT_FOUND', 'TAX_INACTIVE'],
  examples: { body: UPDATE_CUSTOMER_EXAMPLE, data: UPDATED_CUSTOMER_EXAMPLE },
  handle({ params, body, caller, change }) {
    const update = { ...body, uuid: params.id };
    return change((transaction) => writeRow(transaction, update, changedCustomers(caller.workspaceId)));
  },
});
