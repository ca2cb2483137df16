import type { ChangedRecord, Posting } from '../../../platform/change/change.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import type { DatedSignature } from '../../posting/reverse-entry.ts';

/** What becomes of documents from before the cutover that are posted anew for another one. */
export interface RepostedDocuments {
  readonly count: number;
  /** The days on which something is posted. */
  readonly days: readonly string[];
  readonly entries: readonly Posting[];
  readonly allocations: readonly object[];
  /** Documents that now tell something else. */
  readonly records: readonly ChangedRecord[];
}

/** Posts anew what stands against the opening balance. Documents are no matter of the ledger's. */
export interface RepostDocuments {
  /** Locks those documents in the order of their ids: before the books, which whoever settles them locks last. */
  lock(transaction: Transaction): Promise<void>;
  /** Posts them as they would be were they approved with a cutover on that day. The books must be locked. */
  repost(transaction: Transaction, cutover: DatedSignature): Promise<RepostedDocuments>;
}
