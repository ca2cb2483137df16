import { type FieldError, fieldError } from '../../../errors.ts';
import type { ChangedRecord, Posting } from '../../../platform/change/change.ts';
import type { Changes } from '../../../platform/change/changes-between.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import { moveOpening } from '../../opening-balance/move-opening.ts';
import type { DatedSignature } from '../../posting/reverse-entry.ts';
import type { RepostDocuments } from './repost-documents.ts';

/** Books that begin on an earlier day. */
export interface MovedCutover {
  readonly errors: readonly FieldError[];
  readonly records: readonly ChangedRecord[];
  /** What the workspace's audit row says beside the date. */
  readonly changes: Changes;
  readonly posting?: Posting;
}

/** What a cutover that stays where it is comes to. */
export const UNMOVED: MovedCutover = { errors: [], records: [], changes: {} };

/**
 * Has books begin earlier: what was posted for the old cutover, opening balances and documents from before it, is posted
 * anew as it would have been with the new one. The documents and the books must be locked.
 *
 * @param closedThrough the last day of the closed period, once the change is made
 */
export async function moveCutover(
  transaction: Transaction,
  cutover: DatedSignature,
  closedThrough: string | null,
  documents: RepostDocuments,
): Promise<MovedCutover> {
  const opening = await moveOpening(transaction, cutover);
  const reposted = await documents.repost(transaction, cutover);
  const entries = [...opening.entries, ...reposted.entries];
  if (entries.length === 0) return UNMOVED;
  const isClosed = (day: string) => closedThrough !== null && day <= closedThrough;
  if ([...opening.days, ...reposted.days].some(isClosed))
    return { ...UNMOVED, errors: [closedError(closedThrough!, opening.entries.length > 0, reposted.count)] };
  // However many they are: books that take longer than a statement may could never be moved.
  await transaction.query('SET LOCAL statement_timeout = 0');
  return {
    errors: [],
    records: [...opening.records, ...reposted.records],
    changes: { repostedDocuments: { from: null, to: reposted.count } },
    posting: { settlement: { entries, allocations: reposted.allocations } },
  };
}

function closedError(closedThrough: string, hasOpening: boolean, count: number): FieldError {
  const documents = `${count} ${count === 1 ? 'document' : 'documents'} from before the cutover`;
  const moved = [...(hasOpening ? ['the opening balance'] : []), ...(count > 0 ? [documents] : [])];
  const predicate =
    `must be left as it is while the books are closed through ${closedThrough}: ${moved.join(' and ')} would be posted ` +
    'anew in that period; reopen it first, and close it again afterwards';
  return fieldError('cutoverDate', 'PERIOD_CLOSED', predicate, { details: { closedThrough } });
}
