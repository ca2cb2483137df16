import type { Endpoint } from '../../platform/http/endpoint.ts';
import { createCustomerEndpoint } from './create-customer.ts';
import { findCustomerByEmailEndpoint } from './find-customer-by-email.ts';
import { getCustomerEndpoint } from './get-customer.ts';
import { listCustomersEndpoint } from './list-customers.ts';
import { updateCustomerEndpoint } from './update-customer.ts';

export { type Address, addressSchema } from './customer.schema.ts';

/** The operations of customers, in the order of their page. */
export const CUSTOMER_ENDPOINTS: readonly Endpoint[] = [
  listCustomersEndpoint,
  createCustomerEndpoint,
  findCustomerByEmailEndpoint,
  getCustomerEndpoint,
  updateCustomerEndpoint,
];
