import { defineBulkEndpoint } from '../../platform/http/bulk-endpoint.ts';
import { changedCustomers } from './changed-customers.ts';
import { BULK_UPDATE_EXAMPLE, UPDATED_CUSTOMER_EXAMPLE } from './customer.examples.ts';
import { CUSTOMER_ROWS, updateCustomerRow } from './customer.schema.ts';

export const bulkUpdateCustomers = defineBulkEndpoint({
  method: 'PATCH',
  path: '/partners/customers/bulk',
  operationId: 'bulkUpdateCustomers',
  tag: 'Customers',
  summary: 'Bulk Update Customers',
  description:
    'Changes many customers with one call, each by the rules of [Update Customer](/docs/customers/update-customer): ' +
    'what a row leaves out stays, `null` clears, an address or a list replaces the whole. Rows take effect in their ' +
    'order, so that several may change one customer.',
  rows: CUSTOMER_ROWS,
  row: updateCustomerRow,
  message: 'Bulk request accepted: each result says whether its customer was changed.',
  rowErrors: ['CUSTOMER_NOT_FOUND', 'CUSTOMER_MERGED', 'DUPLICATE_EMAIL', 'TAX_NOT_FOUND', 'TAX_INACTIVE'],
  examples: {
    rows: BULK_UPDATE_EXAMPLE,
    results: [
      UPDATED_CUSTOMER_EXAMPLE,
      { error: 'No such customer in this workspace.', code: 'CUSTOMER_NOT_FOUND' },
    ],
  },
  writer: ({ workspaceId }) => changedCustomers(workspaceId),
});
