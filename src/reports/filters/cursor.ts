import { fieldError, invalidFields } from '../../errors.ts';

/** A cursor as it is answered: whoever sends it back need not know what it says. */
export function writeCursor(parts: readonly (string | number)[]): string {
  return Buffer.from(parts.join(' ')).toString('base64url');
}

/**
 * Reads the cursor of a query.
 *
 * @param toKey what its parts say; undefined where they are none of ours
 * @throws ApiError INVALID_VALUE where it is no cursor of this report
 */
export function readCursor<Key>(
  cursor: string | undefined,
  toKey: (parts: readonly string[]) => Key | undefined,
): Key | undefined {
  if (cursor === undefined) return undefined;
  const key = toKey(Buffer.from(cursor, 'base64url').toString().split(' '));
  if (key) return key;
  throw invalidFields([fieldError('cursor', 'INVALID_VALUE', 'must be the nextCursor of a page')]);
}
