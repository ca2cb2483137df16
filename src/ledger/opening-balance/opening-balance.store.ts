import type { Transaction } from '../../platform/database/transaction.ts';
import { loadLiveEntry, type StoredEntry } from '../posting/load-entry.ts';
import type { OpenPeriod } from '../workspaces/open-period.ts';

/** What the journal calls opening balances; they are a document of the workspace itself, which lends them its id. */
export const OPENING_SOURCE = 'opening_balance';

export interface OpeningBooks extends OpenPeriod {
  readonly currency: string;
  readonly isOnboarding: boolean;
  readonly receivableAccountId: string;
  readonly payableAccountId: string;
  readonly equityAccountId: string;
}

/** Reads what the books of the transaction's workspace say of their beginning. */
export async function readOpeningBooks(transaction: Transaction): Promise<OpeningBooks> {
  const role = (name: string) =>
    `(SELECT a.id FROM account a WHERE a.workspace_id = $1 AND a.role = '${name}')`;
  const [row] = await transaction.query<{ [field in keyof OpeningBooks]: OpeningBooks[field] }>(
    `SELECT b.currency, b.is_onboarding AS "isOnboarding", b.closed_through AS "closedThrough", b.cutover_date AS "cutoverDate",
            ${role('accounts_receivable')} AS "receivableAccountId", ${role('accounts_payable')} AS "payableAccountId",
            ${role('opening_balance_equity')} AS "equityAccountId"
       FROM books b WHERE b.workspace_id = $1`,
    [transaction.workspaceId],
    'read_opening_books',
  );
  return row!;
}

/** The newest version of the opening balances, 0 where there never were any, and its entry, where it still stands. */
export async function loadOpening(
  transaction: Transaction,
): Promise<{ readonly version: number; readonly live: StoredEntry | undefined }> {
  const [row] = await transaction.query<{ version: number }>(
    `SELECT coalesce(max(source_version), 0) AS version
       FROM journal_entry WHERE workspace_id = $1 AND source_id = $1 AND source = '${OPENING_SOURCE}'`,
    [transaction.workspaceId],
    'load_opening_version',
  );
  const { version } = row!;
  const live = version > 0 ? await loadLiveEntry(transaction, transaction.workspaceId!, version) : undefined;
  return { version, live };
}

/**
 * What documents from before the cutover have taken of the opening receivables, in minor units of the workspace's
 * currency: invoices less memos. The books must be locked.
 */
export async function readDrawnReceivables(
  transaction: Transaction,
  receivableAccountId: string,
): Promise<bigint> {
  const [row] = await transaction.query<{ drawn: string }>(
    `SELECT coalesce(-sum(l.base_amount), 0)::text AS drawn
       FROM journal_line l
       JOIN journal_entry e USING (workspace_id, effective, entry_id)
      WHERE l.workspace_id = $1 AND l.open_item_id = $2 AND l.basis <> 'cash' AND e.source <> '${OPENING_SOURCE}'`,
    [transaction.workspaceId, receivableAccountId],
    'read_drawn_receivables',
  );
  return BigInt(row!.drawn);
}

/** An account that a row names. */
export interface OpeningAccount {
  readonly id: string;
  readonly name: string;
  readonly accountNumber: string | null;
  readonly type: string;
  readonly status: string;
  readonly currency: string;
  readonly mergedIntoId: string | null;
}

/** Those of the accounts that are of the transaction's workspace, by id. */
export async function loadOpeningAccounts(
  transaction: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, OpeningAccount>> {
  const rows = await transaction.query<{ [field in keyof OpeningAccount]: OpeningAccount[field] }>(
    `SELECT id, name, account_number AS "accountNumber", type, status, currency, merged_into AS "mergedIntoId"
       FROM account WHERE workspace_id = $1 AND id = ANY ($2)`,
    [transaction.workspaceId, ids],
    'load_opening_accounts',
  );
  return new Map(rows.map((row) => [row.id, row]));
}
