import type { Transaction } from '../../platform/database/transaction.ts';
import type { Tax } from './taxes.store.ts';

/** What may name a tax. */
const TAX_USERS = ['documents', 'products', 'customers', 'accounts', 'templates'] as const;
type TaxUser = (typeof TAX_USERS)[number];

/**
 * The journal has a line for each tax of a posted document, whatever its kind, also where the tax came to nothing. All
 * of them are on the tax's own accounts, which are locked from the first one on: so an index finds them.
 */
const POSTED = `EXISTS (
  SELECT FROM journal_line l
   WHERE l.workspace_id = $1 AND l.account_id IN ($3, $4) AND l.tax_id = $2)`;

// Without an index of its own, which every posting would pay for and only the change of a tax would use.
const ON_DOCUMENTS = `EXISTS (
  SELECT FROM invoice_line_tax x JOIN invoice i ON i.workspace_id = x.workspace_id AND i.id = x.invoice_id
   WHERE x.workspace_id = $1 AND x.tax_id = $2 AND i.deleted_at IS NULL`;

const namedBy = (table: 'product' | 'customer') => `EXISTS (
  SELECT FROM ${table}_tax n JOIN ${table} m ON m.workspace_id = n.workspace_id AND m.id = n.${table}_id
   WHERE n.workspace_id = $1 AND n.tax_id = $2 AND m.deleted_at IS NULL)`;

// An account that is deleted is gone, and its taxes with it.
const NAMED_BY_ACCOUNT = `EXISTS (SELECT FROM account_tax n WHERE n.workspace_id = $1 AND n.tax_id = $2)`;

const NAMED_BY_TEMPLATE = `EXISTS (
  SELECT FROM recurring_invoice_template t, json_array_elements(t.body -> 'products') AS l(line)
   WHERE t.workspace_id = $1 AND t.deleted_at IS NULL AND t.next_date IS NOT NULL
     AND (l.line -> 'taxes')::jsonb ? $2::text)`;

const parametersOf = (workspaceId: string, tax: Tax) => [
  workspaceId,
  tax.id,
  tax.salesAccountId,
  tax.purchaseAccountId,
];

/** Whether a tax is on an approved document, posted or not: quotes and estimates are approved without a posting. */
export async function isOnApprovedDocument(
  transaction: Transaction,
  workspaceId: string,
  tax: Tax,
): Promise<boolean> {
  const [row] = await transaction.query<{ found: boolean }>(
    `SELECT ${POSTED} OR ${ON_DOCUMENTS} AND NOT i.is_draft) AS found`,
    parametersOf(workspaceId, tax),
  );
  return row!.found;
}

/** What names a tax: any document, also one that is not approved yet, products, customers and accounts that have it, and templates. */
export async function findTaxUsers(
  transaction: Transaction,
  workspaceId: string,
  tax: Tax,
): Promise<TaxUser[]> {
  const [row] = await transaction.query<Record<TaxUser, boolean>>(
    `SELECT ${POSTED} OR ${ON_DOCUMENTS}) AS documents, ${namedBy('product')} AS products,
            ${namedBy('customer')} AS customers,
            ${NAMED_BY_ACCOUNT} AS accounts, ${NAMED_BY_TEMPLATE} AS templates`,
    parametersOf(workspaceId, tax),
  );
  return TAX_USERS.filter((user) => row![user]);
}
