import type { Random } from '../../../src/demo/random.ts';

/** Texts that have broken programs. */
const TEXTS = [
  '',
  ' ',
  '\t\r\n',
  '\0',
  'a\0b',
  '\ud800',
  'x\udfff',
  '\ud83d',
  '👩‍👩‍👧‍👦🏳️‍🌈',
  '\u202e\u200f\u2066right to left\u2069',
  '\ufeff\u200b\u00ad',
  'e\u0301'.repeat(300),
  'İıſß',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'null',
  // Not in small letters: those, in a later answer that names a record, tell of a fault.
  'Undefined',
  'true',
  "'; DROP TABLE x; --",
  '$1 %s \\\\ " \' `',
  '%',
  '_',
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  '{{7*7}}<%= 7*7 %>',
  '\u{e000}\u{e001}\u{f8ff}',
  '\uffff\ufffe',
  'a'.repeat(256),
];

const NUMBER_TEXTS = [
  '-0',
  '+1',
  '--1',
  '1e5',
  '1E400',
  '1e-400',
  '0x10',
  '0b1',
  '1_000',
  '1,000.00',
  '1.',
  '.5',
  ' 1 ',
  '1\n',
  '١٢٣',
  '１２',
  'NaN',
  'Infinity',
  '-Infinity',
  '1.0000001',
  '0.0000001',
  '9'.repeat(30),
  `0.${'0'.repeat(400)}1`,
  '99999999999.999999',
  '100000000000',
  '00012',
];

const DATES = [
  '2023-02-29',
  '2024-02-29',
  '2100-02-29',
  '2000-02-29',
  '2026-02-30',
  '2026-13-01',
  '2026-00-10',
  '2026-01-00',
  '0000-00-00',
  '0001-01-01',
  '1582-10-10',
  '1899-12-31',
  '2569-07-01',
  '1447-01-15',
  '5786-04-01',
  '3000-01-01',
  '9999-12-31',
  '10000-01-01',
  '-2026-07-01',
  '+002026-07-01',
  '2026-7-1',
  '01.07.2026',
  '07/01/2026',
  '20260701',
  '2026-W27-3',
  '2026-182',
  '2026-07-01T00:00:00Z',
  '2026-07-01 ',
  '２０２６-07-01',
  'infinity',
  'now',
  'epoch',
];

const IDS = [
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '{0197e1c2-5a10-7b52-9c3e-2f4a6b8c0d1e}',
  'urn:uuid:0197e1c2-5a10-7b52-9c3e-2f4a6b8c0d1e',
  '0197e1c25a107b529c3e2f4a6b8c0d1e',
  '0197e1c2-5a10-7b52-9c3e-2f4a6b8c0d1',
  '0197e1c2-5a10-7b52-9c3e-2f4a6b8c0d1g',
  '0197e1c2-5a10-7b52-9c3e-2f4a6b8c0d1e\n',
  ' 0197e1c2-5a10-7b52-9c3e-2f4a6b8c0d1e',
  '1',
  '-1',
  'me',
];

/** A text that is sound nowhere, or hardly anywhere. */
export function unsoundText(random: Random): string {
  if (random.chance(0.05)) return 'x'.repeat(10_000);
  return random.pick(random.pick([TEXTS, TEXTS, NUMBER_TEXTS, DATES, IDS]));
}

/** What JSON.stringify cannot write stands in the text of the body instead of this. */
export const RAW = '@@raw@@';

const RAW_NUMBERS = [
  '-0',
  '0e0',
  '1E+2',
  '1e400',
  '-1e400',
  '1e-400',
  '9007199254740993',
  '0.1000000000000000055511151231257827',
  '99999999999999999999999999',
  '2147483648',
  '-1',
  '1e15',
  '1.0',
];

/** A number as JSON text, of those that are written or kept in more than one way. */
export function unsoundNumber(random: Random): string {
  return random.pick(RAW_NUMBERS);
}

const SCALARS: readonly unknown[] = [null, true, false, 0, 1, -1, 1.5, 'text', '', [], {}];

/** Any JSON, under names that are known and names that are not. */
export function randomJson(random: Random, names: readonly string[], depth = 0): unknown {
  if (depth > 3 || random.chance(0.5)) return random.chance(0.6) ? random.pick(SCALARS) : unsoundText(random);
  const count = random.between(0, 4);
  if (random.chance(0.4)) return Array.from({ length: count }, () => randomJson(random, names, depth + 1));
  const name = () => (random.chance(0.8) ? random.pick(names) : unsoundText(random).slice(0, 40));
  return Object.fromEntries(
    Array.from({ length: count + 1 }, () => [name(), randomJson(random, names, depth + 1)]),
  );
}
