import { isDeepStrictEqual } from 'node:util';
import { ApiError } from '../../errors.ts';
import type { DoneChange } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { UPDATE_CUSTOMER_EXAMPLE, UPDATED_CUSTOMER_EXAMPLE } from './customer.examples.ts';
import {
  type CustomerRecord,
  customerSchema,
  type UpdateCustomerBody,
  updateCustomerBody,
} from './customer.schema.ts';
import { changesOf, checkReferences, fieldsOf, refusal, updatedCustomer } from './customer.ts';
import { findCustomer, loadCustomerReferences, lockCustomer } from './customers.store.ts';
import { storeCustomer } from './write-customer.store.ts';

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
  errors: ['DUPLICATE_EMAIL', 'TAX_NOT_FOUND', 'TAX_INACTIVE'],
  examples: { body: UPDATE_CUSTOMER_EXAMPLE, data: UPDATED_CUSTOMER_EXAMPLE },
  handle({ params, body, caller, change }) {
    return change((transaction) => update(transaction, caller.workspaceId, params.id, body));
  },
});

async function update(
  transaction: Transaction,
  workspaceId: string,
  id: string,
  body: UpdateCustomerBody,
): Promise<DoneChange<CustomerRecord>> {
  if (!(await lockCustomer(transaction, workspaceId, id))) throw new ApiError('CUSTOMER_NOT_FOUND');
  const before = (await findCustomer(transaction, workspaceId, id))!;
  const present = fieldsOf(before);
  const wanted = updatedCustomer(present, body);
  if (isDeepStrictEqual(present, wanted)) return { data: before, records: [] };

  const { email, taxUuids } = wanted;
  const found = await loadCustomerReferences(transaction, workspaceId, { email, taxUuids, customerId: id });
  const errors = checkReferences(body, found, present.taxUuids);
  if (errors.length > 0) throw refusal(errors);

  await storeCustomer(transaction, workspaceId, id, wanted, {
    contacts: !isDeepStrictEqual(present.contacts, wanted.contacts),
    taxes: !isDeepStrictEqual(present.taxUuids, wanted.taxUuids),
  });
  const data = (await findCustomer(transaction, workspaceId, id))!;
  const changes = changesOf(before, data);
  return {
    data,
    records: [{ entity: 'customer', entityId: id, action: 'updated', document: data, changes }],
  };
}
