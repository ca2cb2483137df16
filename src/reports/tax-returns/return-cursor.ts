import { isCalendarDate } from '../../platform/http/fields.ts';
import { isUuid } from '../../platform/text.ts';

/** The last line of a page: where the next one begins. */
export interface LineKey {
  readonly effective: string;
  readonly entryId: string;
  readonly lineNumber: number;
}

/** What a cursor of a return's lines says, in its order. */
export const partsOfLine = ({ effective, entryId, lineNumber }: LineKey) =>
  [effective, entryId, lineNumber] as const;

/** @returns undefined where they are no parts of ours */
export function toLineKey(parts: readonly string[]): LineKey | undefined {
  const [effective = '', entryId = '', lineNumber = '', ...more] = parts;
  const isSound =
    isCalendarDate(effective) && isUuid(entryId) && /^\d{1,5}$/.test(lineNumber) && more.length === 0;
  return isSound ? { effective, entryId, lineNumber: Number(lineNumber) } : undefined;
}
