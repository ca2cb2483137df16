import { ACCOUNT_EXAMPLE_IDS, MERGED_ACCOUNT_EXAMPLE } from '../ledger/accounts/account.examples.ts';
import type { Transaction } from '../platform/database/transaction.ts';
import type { Substitutions } from '../portal/demo-target.ts';
import { MERGED_VENDOR_EXAMPLE, VENDOR_EXAMPLE } from '../purchases/vendors/vendor.examples.ts';
import { CUSTOMER_EXAMPLE, MERGED_CUSTOMER_EXAMPLE } from '../sales/customers/customer.examples.ts';

/** What can be merged into what, and what is merged: null where there is none. */
interface MergePair {
  readonly double: string | null;
  readonly kept: string | null;
  readonly merged: string | null;
}

/** The newest that stands by itself and is not the demo's first, and the one into which another was merged last. */
const ofParties = (table: 'customer' | 'vendor') => `
  SELECT pair.double, pair.kept,
         (SELECT merged_id FROM record_merge r JOIN ${table} m ON m.workspace_id = $1 AND m.id = r.merged_id
           WHERE r.workspace_id = $1 AND r.kind = '${table}' AND m.merged_into IS NOT NULL
           ORDER BY r.recorded_at DESC LIMIT 1) AS merged
    FROM (VALUES (1)) AS always
    LEFT JOIN LATERAL (
      SELECT d.id AS double, k.id AS kept
        FROM ${table} k JOIN ${table} d ON d.workspace_id = $1 AND d.id <> k.id AND d.merged_into IS NULL AND d.deleted_at IS NULL
       WHERE k.workspace_id = $1 AND k.merged_into IS NULL AND k.deleted_at IS NULL
       ORDER BY k.created_at, k.id, d.created_at DESC, d.id DESC LIMIT 1) AS pair ON true`;

const OF_ACCOUNTS = `
  SELECT pair.double, pair.kept,
         (SELECT merged_id FROM record_merge r JOIN account m ON m.workspace_id = $1 AND m.id = r.merged_id
           WHERE r.workspace_id = $1 AND r.kind = 'account' AND m.merged_into IS NOT NULL
           ORDER BY r.recorded_at DESC LIMIT 1) AS merged
    FROM (VALUES (1)) AS always
    LEFT JOIN LATERAL (
      SELECT d.id AS double, k.id AS kept
        FROM account k
        JOIN account d ON d.workspace_id = $1 AND d.id <> k.id AND d.sub_type_id = k.sub_type_id AND d.currency = k.currency
                      AND d.merged_into IS NULL AND d.role IS NULL AND d.type = 'Expenses'
       WHERE k.workspace_id = $1 AND k.merged_into IS NULL AND k.role IS NULL
         AND NOT EXISTS (SELECT FROM account c WHERE c.workspace_id = $1 AND c.parent_id = d.id)
         AND NOT EXISTS (SELECT FROM tax t WHERE t.workspace_id = $1 AND d.id IN (t.sales_account_id, t.purchase_account_id))
       ORDER BY d.created_at DESC, d.id DESC, k.id LIMIT 1) AS pair ON true`;

/** What to put in place of the ids of the examples that merge and unmerge, by operation. */
export async function findMergeSubstitutions(
  transaction: Transaction,
  workspaceId: string,
): Promise<Readonly<Record<string, Substitutions>>> {
  const find = async (text: string) => {
    const [found] = await transaction.query<MergePair & Record<string, unknown>>(text, [workspaceId]);
    return found!;
  };
  const customers = await find(ofParties('customer'));
  const vendors = await find(ofParties('vendor'));
  const accounts = await find(OF_ACCOUNTS);
  const stand = (example: string, id: string | null) => (id === null ? {} : { [example]: id });
  const merging = ({ double, kept }: MergePair, exampleDouble: string, exampleKept: string) => ({
    ...stand(exampleDouble, double),
    ...stand(exampleKept, kept),
  });
  return {
    mergeCustomer: merging(customers, MERGED_CUSTOMER_EXAMPLE.uuid, CUSTOMER_EXAMPLE.uuid),
    unmergeCustomer: stand(MERGED_CUSTOMER_EXAMPLE.uuid, customers.merged),
    mergeVendor: merging(vendors, MERGED_VENDOR_EXAMPLE.uuid, VENDOR_EXAMPLE.uuid),
    unmergeVendor: stand(MERGED_VENDOR_EXAMPLE.uuid, vendors.merged),
    mergeAccount: merging(accounts, MERGED_ACCOUNT_EXAMPLE.uuid, ACCOUNT_EXAMPLE_IDS.recyclingFees),
    unmergeAccount: stand(MERGED_ACCOUNT_EXAMPLE.uuid, accounts.merged),
  };
}
