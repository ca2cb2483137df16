import type { Transaction } from '../../platform/database/transaction.ts';

/** Today in the workspace's time zone, by its test clock where that was moved: YYYY-MM-DD (ledger.md 6). */
export async function readToday(transaction: Transaction): Promise<string> {
  const [row] = await transaction.query<{ today: string }>(
    'SELECT workspace_today(time_zone, clock_offset_days) AS today FROM books WHERE workspace_id = $1',
    [transaction.workspaceId],
    'read_today',
  );
  return row!.today;
}
