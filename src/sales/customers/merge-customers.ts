import { ApiError } from '../../errors.ts';
import { defineMerge } from '../../ledger/merges/index.ts';
import { refuseSettledTogether } from '../../ledger/merges/refuse-settled-together.ts';
import { isUniqueViolation } from '../../platform/database/unique-violation.ts';
import { CUSTOMER_EXAMPLE, MERGED_CUSTOMER_EXAMPLE } from './customer.examples.ts';
import { type CustomerRecord, customerSchema } from './customer.schema.ts';
import { findCustomers, lockCustomers } from './customers.store.ts';

/** Merge Customer and Unmerge Customer. */
export const CUSTOMER_MERGE_ENDPOINTS = defineMerge<CustomerRecord>({
  kind: 'customer',
  path: '/partners/customers/{id}',
  tag: 'Customers',
  operation: 'Customer',
  record: customerSchema,
  notFound: 'CUSTOMER_NOT_FOUND',
  description: {
    merge:
      'A payment or credit of the one settles invoices of the other. Drafts and recurring templates that name it make ' +
      'documents of the customer that stays. Its email finds that one, which may take it over.',
    unmerge: 'First take back what settles a document of the one with a payment or credit of the other.',
  },
  errors: { merge: ['CUSTOMER_NOT_FOUND'], unmerge: ['CANNOT_UNMERGE', 'DUPLICATE_EMAIL'] },
  example: {
    intoUuid: CUSTOMER_EXAMPLE.uuid,
    merged: MERGED_CUSTOMER_EXAMPLE,
    unmerged: { ...MERGED_CUSTOMER_EXAMPLE, mergedIntoUuid: null },
  },
  lock: lockCustomers,
  find: findCustomers,
  findUnfit: async () => [],
  refuseUnmerge: (transaction, _wanted, ids) => refuseSettledTogether(transaction, 'customer', ids),
  toRefusal(error) {
    if (!isUniqueViolation(error, 'customer_email_unique')) return undefined;
    const message =
      'The customer’s email must be unique to tell it apart: another customer has taken it over. Change it there first.';
    return new ApiError('DUPLICATE_EMAIL', { message });
  },
});
