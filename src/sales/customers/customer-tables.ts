import type { Generated } from 'kysely';
import { queryBuilder } from '../../platform/database/query-builder.ts';
import type { Address } from '../../platform/http/address.ts';
import type { CustomerRecord } from './customer.schema.ts';

interface CustomerTable {
  workspace_id: string;
  id: string;
  customer: string;
  name_key: string;
  email: string | null;
  email_key: string | null;
  main_phone: string | null;
  website: string | null;
  notes: string | null;
  status: CustomerRecord['status'];
  payment_term: CustomerRecord['paymentTerm'];
  tax_number: string | null;
  tax_auto_calculate: boolean;
  tax_excluded: boolean;
  billing_address: Address | null;
  shipping_address: Address | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  deleted_at: Generated<Date | null>;
}

interface ContactTable {
  workspace_id: string;
  id: string;
  customer_id: string;
  position: number;
  first_name: string | null;
  last_name: string | null;
  email: string | null;
  email_key: string | null;
  phone: string | null;
  is_primary: boolean;
}

interface CustomerTaxTable {
  workspace_id: string;
  customer_id: string;
  tax_id: string;
  position: number;
}

/** Builds queries of the customers' tables. */
export const builder = queryBuilder<{
  customer: CustomerTable;
  customer_contact: ContactTable;
  customer_tax: CustomerTaxTable;
}>();
