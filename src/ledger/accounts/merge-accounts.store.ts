import type { Transaction } from '../../platform/database/transaction.ts';

/** What decides whether an account may be merged, beside what it says itself. */
export interface MergeUse {
  readonly id: string;
  readonly role: string | null;
  readonly hasSubAccounts: boolean;
  /** Whether a tax names it. */
  readonly ofTax: boolean;
  /** Whether a line of it is reconciled with a bank's statement. */
  readonly isReconciled: boolean;
}

/** What decides whether the accounts may be merged, by id. */
export async function loadMergeUses(
  transaction: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, MergeUse>> {
  const rows = await transaction.query<MergeUse & Record<string, unknown>>(
    `SELECT a.id, a.role,
            EXISTS (SELECT FROM account c WHERE c.workspace_id = $1 AND c.parent_id = a.id) AS "hasSubAccounts",
            EXISTS (SELECT FROM tax t WHERE t.workspace_id = $1 AND t.deleted_at IS NULL
                       AND a.id IN (t.sales_account_id, t.purchase_account_id)) AS "ofTax",
            EXISTS (SELECT FROM journal_line_mark m
                      JOIN journal_line l USING (workspace_id, effective, entry_id, line_no)
                     WHERE m.workspace_id = $1 AND m.reconciled_at IS NOT NULL AND l.account_id = a.id) AS "isReconciled"
       FROM account a WHERE a.workspace_id = $1 AND a.id = ANY ($2::uuid[])`,
    [transaction.workspaceId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Whether any of the accounts has a line of that day or before. */
export async function hasLinesThrough(
  transaction: Transaction,
  ids: readonly string[],
  day: string,
): Promise<boolean> {
  const [row] = await transaction.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM journal_line l
                     WHERE l.workspace_id = $1 AND l.account_id = ANY ($2::uuid[]) AND l.effective <= $3) AS found`,
    [transaction.workspaceId, ids, day],
  );
  return row!.found;
}
