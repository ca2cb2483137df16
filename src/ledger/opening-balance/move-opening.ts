import type { ChangedRecord, Posting } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { DatedSignature } from '../posting/reverse-entry.ts';
import { describeOpening } from './get-opening-balance.ts';
import { loadOpening, loadOpeningAccounts, readOpeningBooks } from './opening-balance.store.ts';
import { postOpening } from './post-opening.ts';

/** Opening balances on another day. */
export interface MovedOpening {
  /** The days on which something is posted. */
  readonly days: readonly string[];
  readonly entries: readonly Posting[];
  readonly records: readonly ChangedRecord[];
}

/** Takes the opening balances, where there are any, to the day on which the books begin now. The books must be locked. */
export async function moveOpening(
  transaction: Transaction,
  { effective, ...signature }: DatedSignature,
): Promise<MovedOpening> {
  const workspaceId = transaction.workspaceId!;
  const { version, live } = await loadOpening(transaction);
  if (!live) return { days: [], entries: [], records: [] };
  // Its open items are there since it was posted first.
  const composed = { lines: live.lines, openingItems: [] };
  const moved = postOpening({ workspaceId, version, live }, composed, { effective, ...signature });
  const books = await readOpeningBooks(transaction);
  const ids = live.lines.map(({ accountId }) => accountId);
  const { entryId, entries } = moved;
  const document = describeOpening(
    { ...books, cutoverDate: effective },
    { entryId, lines: live.lines },
    await loadOpeningAccounts(transaction, ids),
  );
  return {
    days: [live.effective, effective],
    entries,
    records: [{ entity: 'opening_balance', entityId: workspaceId, action: 'replaced', document }],
  };
}
