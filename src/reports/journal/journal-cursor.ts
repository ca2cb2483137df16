import { isCalendarDate } from '../../platform/http/fields.ts';
import { isUuid } from '../../platform/text.ts';

/** The last entry of a page: where the next one begins. */
export interface EntryKey {
  readonly effective: string;
  readonly entryId: string;
}

/** A cursor as it is answered: whoever sends it back need not know what it says. */
export function writeEntryCursor({ effective, entryId }: EntryKey): string {
  return Buffer.from(`${effective} ${entryId}`).toString('base64url');
}

/** @returns undefined where it is no cursor of ours */
export function readEntryCursor(cursor: string): EntryKey | undefined {
  const [effective = '', entryId = '', ...more] = Buffer.from(cursor, 'base64url').toString().split(' ');
  const isSound = isCalendarDate(effective) && isUuid(entryId) && more.length === 0;
  return isSound ? { effective, entryId } : undefined;
}
