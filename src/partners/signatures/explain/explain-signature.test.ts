import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { explainSignature } from './explain-signature.ts';

const TEXT = 'GET:/tags:1773480413:';
const hmac = createHmac('sha256', 'secret').update(TEXT);
const bytes = hmac.digest();

test('64 lower-case hex digits have the form of a signature', () => {
  const given = bytes.toString('hex');
  expect(explainSignature(given, [TEXT])).toEqual({
    part: 'signature',
    given,
    expected: '64 lower-case hex digits',
    matches: true,
    hint: null,
  });
});

test.each([
  [bytes.toString('base64'), /not as base64/],
  [bytes.toString('hex').toUpperCase(), /lower case/],
  [`sha256=${bytes.toString('hex')}`, /Leave out `sha256=`/],
  ['', /this is 0 characters/],
  [createHash('sha256').update(TEXT).digest('hex'), /without a key: make an HMAC-SHA256/],
])('%j is told what to do', (given, hint) => {
  expect(explainSignature(given, [TEXT])).toMatchObject({
    matches: false,
    hint: expect.stringMatching(hint),
  });
});
