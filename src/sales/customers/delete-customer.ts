import { ApiError, type ErrorDetails } from '../../errors.ts';
import { isPartyAwaited } from '../../ledger/journal-entries/named-parties.store.ts';
import { refuseDeletionOfMerged } from '../../ledger/merges/index.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { deletedAnswer, deletedSchema } from '../../platform/http/record.ts';
import { CUSTOMER_EXAMPLE } from './customer.examples.ts';
import { findCustomer, lockCustomerToDelete } from './customers.store.ts';
import {
  findOpenInvoices,
  hasMoneyOnAccount,
  isBilledAgain,
  markCustomerDeleted,
} from './delete-customer.store.ts';

export const deleteCustomer = defineEndpoint({
  method: 'DELETE',
  path: '/partners/customers/{id}',
  operationId: 'deleteCustomer',
  tag: 'Customers',
  summary: 'Delete Customer',
  description:
    'Deletes a customer: no list and no look-up finds it any more, and its email is free again. Documents keep what ' +
    'they said, but no new one may name it. While an approved invoice or credit memo of it has an amount due, or money of it is on account, or ' +
    'a recurring invoice or journal entry that has not ended, or a draft of a journal entry, names it, it stays: settle or change that first, or set its `status` to `inactive` with [Update Customer](/docs/customers/update-customer).',
  access: 'partner',
  params: idParams('id'),
  status: 200,
  message: 'Customer deleted successfully.',
  data: deletedSchema('customer'),
  notFound: 'CUSTOMER_NOT_FOUND',
  errors: ['CUSTOMER_HAS_OPEN_INVOICES', 'CUSTOMER_MERGED', 'HAS_MERGED_RECORDS'],
  examples: { data: deletedAnswer(CUSTOMER_EXAMPLE.uuid) },
  handle({ params: { id }, caller, change }) {
    const { workspaceId } = caller;
    return change(async (transaction) => {
      await lockCustomerToDelete(transaction, workspaceId, id);
      const customer = await findCustomer(transaction, workspaceId, id);
      if (!customer) throw new ApiError('CUSTOMER_NOT_FOUND');
      refuseDeletionOfMerged('customer', customer);
      const open = await findOpenInvoices(transaction, workspaceId, id);
      if (open.count > 0) throw hasOpenInvoices(open.count, open.invoiceNumbers);
      if (await hasMoneyOnAccount(transaction, workspaceId, id)) throw moneyOnAccount();
      if (await isBilledAgain(transaction, workspaceId, id)) throw stillNamed('a recurring invoice');
      if (await isPartyAwaited(transaction, 'customer', id))
        throw stillNamed('a recurring journal entry, or one that waits to be approved,');
      await markCustomerDeleted(transaction, workspaceId, id);
      const data = deletedAnswer(id);
      return { data, records: [{ entity: 'customer', entityId: id, action: 'deleted', document: data }] };
    });
  },
});

/** @param invoiceNumbers the first of them, where there are many */
function hasOpenInvoices(count: number, invoiceNumbers: readonly string[]): ApiError {
  const listed = invoiceNumbers.slice(0, 5);
  const more = count > listed.length ? ` and ${count - listed.length} more` : '';
  const message =
    `The customer must be settled before it is deleted: there is an amount due on ${listed.join(', ')}${more}. ` +
    'Settle it first, or set the customer’s status to inactive.';
  const details: ErrorDetails = { invoiceNumbers };
  return new ApiError('CUSTOMER_HAS_OPEN_INVOICES', { message, details });
}

function moneyOnAccount(): ApiError {
  const message =
    'The customer must be settled before it is deleted: money of it is on account. ' +
    'Apply it or pay it back first, or set the customer’s status to inactive.';
  return new ApiError('CUSTOMER_HAS_OPEN_INVOICES', { message, details: { invoiceNumbers: [] } });
}

function stillNamed(namedBy: string): ApiError {
  const message =
    `The customer must be named by nothing that is still to be posted: ${namedBy} names it. ` +
    'Change or delete that first, or set the customer’s status to inactive.';
  return new ApiError('CUSTOMER_HAS_OPEN_INVOICES', { message, details: { invoiceNumbers: [] } });
}
