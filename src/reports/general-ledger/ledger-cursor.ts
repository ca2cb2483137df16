import { isUuid } from '../../platform/text.ts';

/** The last line of a page: where the next one begins. */
export interface LineKey {
  readonly accountId: string;
  readonly effective: string;
  readonly entryId: string;
  readonly lineNumber: number;
}

/** A cursor as it is answered: whoever sends it back need not know what it says. */
export function writeCursor({ accountId, effective, entryId, lineNumber }: LineKey): string {
  return Buffer.from([accountId, effective, entryId, lineNumber].join(' ')).toString('base64url');
}

/** @returns undefined where it is no cursor of ours */
export function readCursor(cursor: string): LineKey | undefined {
  const [accountId = '', effective = '', entryId = '', lineNumber = '', ...more] = Buffer.from(
    cursor,
    'base64url',
  )
    .toString()
    .split(' ');
  const isSound =
    isUuid(accountId) &&
    isUuid(entryId) &&
    /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(effective) &&
    /^\d{1,5}$/.test(lineNumber) &&
    more.length === 0;
  return isSound ? { accountId, effective, entryId, lineNumber: Number(lineNumber) } : undefined;
}
