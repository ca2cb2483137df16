import { v7 as uuidv7 } from 'uuid';
import type { Posting } from '../../platform/change/change.ts';
import { toEntryRows } from '../posting/entry-rows.ts';
import type { StoredEntry } from '../posting/load-entry.ts';
import { type DatedSignature, reverseEntry } from '../posting/reverse-entry.ts';
import type { ComposedOpening } from './compose-opening-balance.ts';
import { OPENING_SOURCE } from './opening-balance.store.ts';

/** The opening balances that stand, and the newest version that there ever was. */
export interface StandingOpening {
  readonly workspaceId: string;
  readonly version: number;
  readonly live: StoredEntry | undefined;
}

/** What takes the place of opening balances: their entry, and the reversal of the one that stood. */
export interface PostedOpening {
  readonly entryId: string;
  readonly entries: readonly Posting[];
}

/** Posts opening balances as the next version. What it takes back keeps its day. */
export function postOpening(
  { workspaceId, version, live }: StandingOpening,
  { lines, openingItems }: ComposedOpening,
  { effective, ...signature }: DatedSignature,
): PostedOpening {
  const entryId = uuidv7();
  const header = {
    entryId,
    effective,
    source: OPENING_SOURCE,
    sourceId: workspaceId,
    kind: 'opening',
  } as const;
  const posted = toEntryRows(
    { ...header, sourceVersion: version + 1, description: 'Opening balances', ...signature },
    lines,
    undefined,
    openingItems,
  );
  const undone = live ? [reverseEntry(live, { effective: live.effective, ...signature })] : [];
  return { entryId, entries: [...undone, posted] };
}
