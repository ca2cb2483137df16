import { isCalendarDate } from '../../platform/http/fields.ts';
import { isUuid } from '../../platform/text.ts';

/** The last line of a page: where the next one begins. */
export interface LineKey {
  readonly accountId: string;
  readonly effective: string;
  readonly entryId: string;
  readonly lineNumber: number;
}

/** What a cursor of the general ledger says, in its order. */
export const partsOfLine = ({ accountId, effective, entryId, lineNumber }: LineKey) =>
  [accountId, effective, entryId, lineNumber] as const;

/** @returns undefined where they are no parts of ours */
export function toLineKey(parts: readonly string[]): LineKey | undefined {
  const [accountId = '', effective = '', entryId = '', lineNumber = '', ...more] = parts;
  const isSound =
    isUuid(accountId) &&
    isUuid(entryId) &&
    isCalendarDate(effective) &&
    /^\d{1,5}$/.test(lineNumber) &&
    more.length === 0;
  return isSound ? { accountId, effective, entryId, lineNumber: Number(lineNumber) } : undefined;
}
