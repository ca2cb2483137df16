import { v7 as uuidv7 } from 'uuid';
import type { Posting } from '../../platform/change/change.ts';
import { toEntryRows } from './entry-rows.ts';
import type { StoredEntry } from './load-entry.ts';
import { reverseLines } from './posting.ts';

/** On which day something is posted, and by whom. */
export interface DatedSignature {
  /** The accounting date; a reversal takes its target's while that period is open (ledger.md 6). */
  readonly effective: string;
  readonly actor: string | null;
  readonly app: string | null;
  readonly requestId: string;
}

/**
 * The posting that undoes an entry: its lines negated, on the same open item, naming what it reverses. The database
 * lets an entry be reversed once.
 */
export function reverseEntry(entry: StoredEntry, reversal: DatedSignature): Posting {
  return toEntryRows(
    {
      entryId: uuidv7(),
      source: entry.source,
      sourceId: entry.sourceId,
      sourceVersion: entry.sourceVersion,
      kind: 'reversal',
      reversesEntryId: entry.entryId,
      ...reversal,
    },
    reverseLines(entry.lines),
  );
}
