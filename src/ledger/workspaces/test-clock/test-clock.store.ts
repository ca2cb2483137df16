import type { Transaction } from '../../../platform/database/transaction.ts';
import { lockTestClock, scheduleAll } from '../../../platform/recurrence/make-due-runs.ts';
import type { TestClock } from './test-clock.schema.ts';

/** Reads the clock of a workspace; where `lock`, nobody else moves it until the transaction ends. */
export async function readTestClock(transaction: Transaction, { lock = false } = {}): Promise<TestClock> {
  const [row] = await transaction.query<TestClock>(
    `SELECT w.sandbox, workspace_today(b.time_zone, b.clock_offset_days) AS today,
            workspace_today(b.time_zone, 0) AS "realToday", b.clock_offset_days AS "daysAhead"
       FROM books b JOIN workspace w ON w.id = b.workspace_id
      WHERE b.workspace_id = $1 ${lock ? 'FOR NO KEY UPDATE OF b' : ''}`,
    [transaction.workspaceId],
  );
  return row!;
}

/** Puts the clock of a workspace so many days ahead of the real one; what is due by it is due at once. */
export async function storeTestClock(transaction: Transaction, daysAhead: number): Promise<void> {
  await lockTestClock(transaction);
  await transaction.query('UPDATE books SET clock_offset_days = $2 WHERE workspace_id = $1', [
    transaction.workspaceId,
    daysAhead,
  ]);
  await scheduleAll(transaction);
}
