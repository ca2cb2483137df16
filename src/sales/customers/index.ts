import type { Endpoint } from '../../platform/http/endpoint.ts';
import { bulkCreateCustomers } from './bulk-create-customers.ts';
import { bulkUpdateCustomers } from './bulk-update-customers.ts';
import { createCustomer } from './create-customer.ts';
import { deleteCustomer } from './delete-customer.ts';
import { findCustomerByEmail } from './find-customer-by-email.ts';
import { getCustomer } from './get-customer.ts';
import { listCustomers } from './list-customers.ts';
import { CUSTOMER_MERGE_ENDPOINTS } from './merge-customers.ts';
import { updateCustomer } from './update-customer.ts';

export { type Address, addressSchema } from '../../platform/http/address.ts';
export { CUSTOMER_EXAMPLE } from './customer.examples.ts';
export { createCustomerBody } from './customer.schema.ts';
export { newCustomers } from './new-customers.ts';

/** The endpoints of customers. */
export const CUSTOMER_ENDPOINTS: readonly Endpoint[] = [
  createCustomer,
  bulkCreateCustomers,
  listCustomers,
  findCustomerByEmail,
  getCustomer,
  updateCustomer,
  bulkUpdateCustomers,
  deleteCustomer,
  ...CUSTOMER_MERGE_ENDPOINTS,
];
