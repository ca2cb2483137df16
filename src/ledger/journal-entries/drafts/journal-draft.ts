import type { ChangedRecord } from '../../../platform/change/change.ts';
import { changesOfDeletion } from '../../../platform/change/changes-between.ts';
import type { JournalEntry } from '../journal-entry.schema.ts';
import type { StoredBody } from './stored-body.ts';

/** What is done when a draft is approved. */
export type DraftAction = 'create' | 'update' | 'delete';

/** A manual entry, a change of one or its deletion, which waits to be approved. */
export interface JournalDraft {
  /** Of a new entry its id once it is posted. */
  readonly id: string;
  readonly action: DraftAction;
  /** The posted entry that is changed or deleted, and its version when the draft was written. */
  readonly journalId: string | null;
  readonly journalVersion: number | null;
  readonly date: string;
  /** Of the call that is made when it is approved. */
  readonly body: StoredBody;
  /** As it is answered. */
  readonly document: JournalEntry;
  /** Every person who wrote or changed it. */
  readonly writtenBy: readonly string[];
}

/**
 * A draft in the API's words.
 *
 * @param described the entry as it is to become, or of a deletion as it stands
 */
export function toDraftDocument(
  described: JournalEntry,
  { id, action, journalId }: Pick<JournalDraft, 'id' | 'action' | 'journalId'>,
): JournalEntry {
  return {
    ...described,
    id,
    uuid: id,
    status: 'draft',
    draftAction: action,
    draftOfUuid: journalId,
    draftUuid: null,
    entryUuid: null,
    sourceUuid: journalId ?? id,
    editable: true,
    reversalUuid: null,
    updatedAt: new Date().toISOString(),
  };
}

/** What audit log and events say of a draft. */
export function journalDraftRecord(action: string, document: object & { uuid: string }): ChangedRecord {
  return { entity: 'journal_entry_draft', entityId: document.uuid, action, document };
}

/** What they say of a draft that is deleted: the audit log keeps what it was. */
export function toDeletedDraft({ document }: JournalDraft): ChangedRecord {
  return { ...journalDraftRecord('deleted', document), changes: changesOfDeletion(document) };
}
