import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { readCursor, writeCursor } from '../filters/cursor.ts';
import { partsOfLine, toLineKey } from './ledger-cursor.ts';

const key = { accountId: uuidv7(), effective: '2026-03-31', entryId: uuidv7(), lineNumber: 12 };

it('a cursor says where the next page begins', () => {
  expect(readCursor(writeCursor(partsOfLine(key)), toLineKey)).toEqual(key);
});

it('what is no cursor is refused', () => {
  const texts = [
    '',
    'x',
    `${key.accountId} 2026-03-31`,
    `${key.accountId} 2026-13-31 ${key.entryId} 1`,
    "' OR 1=1",
  ];
  for (const text of texts) {
    expect(() => readCursor(Buffer.from(text).toString('base64url'), toLineKey)).toThrow(/nextCursor/);
    expect(() => readCursor(text, toLineKey)).toThrow(/nextCursor/);
  }
});
