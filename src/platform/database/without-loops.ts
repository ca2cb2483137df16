import type { Transaction } from './transaction.ts';

/**
 * Reads what joins all that a workspace has of one thing with all of another, and has PostgreSQL not join them by a loop in a
 * loop. Of a workspace that has grown since its tables were last analysed, beside larger ones, the planner takes one row for
 * granted, and would do so: proving 2,000 entries took 30 seconds.
 */
export async function withoutLoops<T>(transaction: Transaction, read: () => Promise<T>): Promise<T> {
  await transaction.query('SET LOCAL enable_nestloop = off');
  const result = await read();
  await transaction.query('SET LOCAL enable_nestloop TO DEFAULT');
  return result;
}
