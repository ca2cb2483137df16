import { expect, test } from 'vitest';
import { isTimely } from './timestamp.ts';

const NOW = Date.parse('2026-03-14T09:26:53.500Z');
const seconds = (offset: number) => String(Math.floor(NOW / 1000) + offset);

test('seconds and milliseconds are both read', () => {
  expect(isTimely(seconds(0), NOW)).toBe(true);
  expect(isTimely(String(NOW), NOW)).toBe(true);
});

test('a timestamp is good for five minutes either way, and not for longer', () => {
  expect(isTimely(String(NOW - 300_000), NOW)).toBe(true);
  expect(isTimely(String(NOW + 300_000), NOW)).toBe(true);
  expect(isTimely(String(NOW - 300_001), NOW)).toBe(false);
  expect(isTimely(String(NOW + 300_001), NOW)).toBe(false);
  expect(isTimely(seconds(-299), NOW)).toBe(true);
  expect(isTimely(seconds(300), NOW)).toBe(true);
  expect(isTimely(seconds(-301), NOW)).toBe(false);
  expect(isTimely(seconds(301), NOW)).toBe(false);
});

test('a number from 100000000000 on is milliseconds', () => {
  expect(isTimely('100000000000', 100_000_000_000)).toBe(true);
  expect(isTimely('99999999999', 99_999_999_999_000)).toBe(true);
});

test.each([
  '',
  ' ',
  'now',
  '1e9',
  '0x65',
  '-1',
  '+1773480413',
  '1773480413.5',
  ' 1773480413',
  '9'.repeat(400),
])('%j is no timestamp', (text) => {
  expect(isTimely(text, 1_773_480_413_000)).toBe(false);
});
