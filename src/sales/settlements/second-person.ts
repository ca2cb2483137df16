import { reachesLimit, refuseOnePerson, type WatchedAct } from '../../ledger/four-eyes/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { PaymentKind } from '../payments/payment.ts';
import type { Scene } from './scene.ts';

/** What settles a document or payment so far, as it is read once that is locked. */
export type Standing = readonly { readonly kind: string; readonly baseAmount: bigint }[];

/** What is given away, and what of. */
interface Given extends Omit<WatchedAct, 'keptOut'> {
  /** The document or payment that it is taken from. */
  readonly ofId: string;
  readonly kind: Exclude<PaymentKind, 'payment'>;
  readonly standing: Standing;
}

/**
 * From the four-eyes limit on, whoever brought a document or payment into the books does not pay it back or give it up
 * alone (ledger.md 9), at once or in instalments: what stands of the same kind counts with it.
 *
 * @throws ApiError SECOND_PERSON_NEEDED
 */
export async function refuseRecorder(
  transaction: Transaction,
  { books }: Scene,
  { ofId, kind, standing, ...act }: Given,
): Promise<void> {
  const { currency } = books;
  const limit = books.fourEyesLimit === null ? null : BigInt(books.fourEyesLimit);
  const amount = standing.reduce((sum, one) => (one.kind === kind ? sum + one.baseAmount : sum), act.amount);
  if (!reachesLimit(amount, { limit, currency })) return;
  const rows = await transaction.query<{ actor: string }>(
    `SELECT DISTINCT actor FROM journal_entry
      WHERE workspace_id = $1 AND source_id = $2 AND kind <> 'reversal' AND actor IS NOT NULL`,
    [transaction.workspaceId, ofId],
    'load_recorders',
  );
  refuseOnePerson({ ...act, amount, keptOut: rows.map(({ actor }) => actor) }, { limit, currency });
}
