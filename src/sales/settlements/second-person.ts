import { reachesLimit, refuseOnePerson, type WatchedAct } from '../../ledger/four-eyes/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Scene } from './scene.ts';

/** What is given away, and what of. */
interface Given extends Omit<WatchedAct, 'keptOut'> {
  /** The document or payment that it is taken from. */
  readonly ofId: string;
}

/**
 * From the four-eyes limit on, whoever brought a document or payment into the books does not pay it back or give it up
 * alone (ledger.md 9).
 *
 * @throws ApiError SECOND_PERSON_NEEDED
 */
export async function refuseRecorder(
  transaction: Transaction,
  { books }: Scene,
  { ofId, ...act }: Given,
): Promise<void> {
  const { currency } = books;
  const limit = books.fourEyesLimit === null ? null : BigInt(books.fourEyesLimit);
  if (!reachesLimit(act.amount, { limit, currency })) return;
  const rows = await transaction.query<{ actor: string }>(
    `SELECT DISTINCT actor FROM journal_entry
      WHERE workspace_id = $1 AND source_id = $2 AND kind <> 'reversal' AND actor IS NOT NULL`,
    [transaction.workspaceId, ofId],
    'load_recorders',
  );
  refuseOnePerson({ ...act, keptOut: rows.map(({ actor }) => actor) }, { limit, currency });
}
