import { isCalendarDate } from '../../platform/http/fields.ts';
import { isUuid } from '../../platform/text.ts';

/** The last entry of a page: where the next one begins. */
export interface EntryKey {
  readonly effective: string;
  readonly entryId: string;
}

/** @returns undefined where they are no parts of a cursor of ours */
export function toEntryKey([effective = '', entryId = '', ...more]: readonly string[]): EntryKey | undefined {
  const isSound = isCalendarDate(effective) && isUuid(entryId) && more.length === 0;
  return isSound ? { effective, entryId } : undefined;
}
