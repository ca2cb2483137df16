import { describe, expect, test } from 'vitest';
import { explainTimestamp, readToldTimestamp } from './explain-timestamp.ts';

const NOW = Date.parse('2026-03-14T09:26:53.500Z');
const SECONDS = '1773480413';

const explain = (sent: string, given: string | null = sent) =>
  explainTimestamp(given, readToldTimestamp(sent, NOW), NOW);

test.each([SECONDS, `${SECONDS}417`, '1773480114', '1773480713'])('%s is as it must be', (text) => {
  expect(explain(text)).toEqual({
    part: 'timestamp',
    given: text,
    expected: text,
    matches: true,
    hint: null,
  });
});

describe('another notation is read, and told how to be written', () => {
  test.each([
    [`${SECONDS}417000`, /this number is in microseconds, so divide it by 1,000,000/],
    [`${SECONDS}417000000`, /this number is in nanoseconds/],
    [`${SECONDS}.417`, /without a fraction/],
    ['2026-03-14T09:26:53.417Z', /not a date that is written out/],
    ['2026-03-14T10:26:53+01:00', /not a date that is written out/],
    ['Sat, 14 Mar 2026 09:26:53 GMT', /not a date that is written out/],
    [` ${SECONDS}`, /without blanks/],
  ])('%j', (text, hint) => {
    expect(explain(text)).toEqual({
      part: 'timestamp',
      given: text,
      expected: SECONDS,
      matches: false,
      hint: expect.stringMatching(hint),
    });
  });

  test.each(['', 'now', '-1', '1e9', 'null', '0x65', '9'.repeat(400)])('%j cannot be read', (text) => {
    expect(readToldTimestamp(text, NOW)).toMatchObject({ instant: undefined, correct: SECONDS });
    expect(explain(text).hint).toMatch(/digits and nothing else/);
  });
});

describe('a clock that is off', () => {
  test.each([
    ['1773480112', /^The timestamp is 302 seconds in the past, and 300 are allowed: sign anew/],
    ['1773480714', /^The timestamp is 301 seconds in the future, and 300 are allowed/],
    ['1773394013', /^The timestamp is 86,401 seconds in the past/],
    ['1773484013', /^The timestamp is 3,600 seconds in the future, and 300 are allowed: use UTC/],
    ['1773460613', /^The timestamp is 19,801 seconds in the past, and 300 are allowed: use UTC/],
  ])('%s is told by how much, and which way', (text, hint) => {
    expect(explain(text)).toMatchObject({
      expected: text,
      matches: false,
      hint: expect.stringMatching(hint),
    });
  });
});

describe('what is signed must be what is sent', () => {
  test.each([
    [`${SECONDS}417`, /the same instant written otherwise/],
    ['2026-03-14T09:26:53Z', /the same instant written otherwise/],
    ['1773480412', /read the clock once/],
    [null, /is missing/],
  ])('%j in place of seconds', (given, hint) => {
    expect(explain(SECONDS, given)).toMatchObject({
      given,
      expected: SECONDS,
      matches: false,
      hint: expect.stringMatching(hint),
    });
  });
});
