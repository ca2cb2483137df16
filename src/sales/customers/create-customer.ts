import { v7 as uuidv7 } from 'uuid';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { CREATE_CUSTOMER_EXAMPLE, CUSTOMER_EXAMPLE } from './customer.examples.ts';
import { createCustomerBody, customerSchema } from './customer.schema.ts';
import { checkReferences, newCustomer, refusal } from './customer.ts';
import { findCustomer, loadCustomerReferences } from './customers.store.ts';
import { insertCustomer } from './write-customer.store.ts';

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
    const { workspaceId } = caller;
    return change(async (transaction) => {
      const wanted = newCustomer(body);
      const errors = checkReferences(body, await loadCustomerReferences(transaction, workspaceId, wanted));
      if (errors.length > 0) throw refusal(errors);
      const id = uuidv7();
      await insertCustomer(transaction, workspaceId, id, wanted);
      const data = (await findCustomer(transaction, workspaceId, id))!;
      return { data, records: [{ entity: 'customer', entityId: id, action: 'created', document: data }] };
    });
  },
});
