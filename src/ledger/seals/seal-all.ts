import type { Transaction } from '../../platform/database/transaction.ts';

const BATCH = 500;

/** Seals, in the transaction, all that is committed by then. The head of the chain must be locked, so that no sealer is at work. */
export async function sealAll(transaction: Transaction): Promise<void> {
  for (;;) {
    const [row] = await transaction.query<{ count: number }>(
      'SELECT seal_entries($1, $2) AS count',
      [transaction.workspaceId, BATCH],
      'seal_entries',
    );
    if (row!.count < BATCH) return;
  }
}
