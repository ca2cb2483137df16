import { describe, expect, it } from 'vitest';
import { readAmount, readDate } from './read-cells.ts';

describe('an amount', () => {
  it.each([
    ['1234.5', '1234.5'],
    ['1,234.56', '1234.56'],
    ['1,234', '1234'],
    ['12,345,678.90', '12345678.90'],
    ['$1,000.00', '1000.00'],
    ['€ 3', '3'],
    ['USD 12.00', '12.00'],
    ['12.00 USD', '12.00'],
    ["1'234.50", '1234.50'],
    ['(5.00)', '-5.00'],
    ['-5', '-5'],
    ['−5', '-5'],
    ['1 000.5', '1000.5'],
  ])('with a point: %s is %s', (cell, value) => {
    expect(readAmount(cell, 'point')).toEqual({ value });
  });

  it.each([
    '1.234,56',
    '1,23',
    '1,2345',
    '1.2.3',
    'ten',
    '',
    '-',
    '(-5)',
    '5-',
    '1e3',
    '0x10',
    ',5',
    '1,,000',
    'NaN',
  ])('with a point: %j is none', (cell) => {
    expect(readAmount(cell, 'point')).toEqual({ problem: 'must be an amount such as 1,234.56' });
  });

  it.each([
    ['1.234,56', '1234.56'],
    ['1234,5', '1234.5'],
    ['1.234', '1234'],
    ['12,50 €', '12.50'],
  ])('with a comma: %s is %s', (cell, value) => {
    expect(readAmount(cell, 'comma')).toEqual({ value });
  });

  it.each(['1,234.56', '1.23'])('with a comma: %j is none', (cell) => {
    expect(readAmount(cell, 'comma')).toEqual({ problem: 'must be an amount such as 1.234,56' });
  });
});

describe('a date', () => {
  it.each([
    ['2026-07-31', 'YYYY-MM-DD'],
    ['2026-7-31T10:00:00Z', 'YYYY-MM-DD'],
    ['07/31/2026', 'MM/DD/YYYY'],
    ['7/31/2026 9:00 AM', 'MM/DD/YYYY'],
    ['31/07/2026', 'DD/MM/YYYY'],
    ['31.7.2026', 'DD.MM.YYYY'],
    ['2026/07/31', 'YYYY/MM/DD'],
  ] as const)('%s is read as %s', (cell, format) => {
    expect(readDate(cell, format)).toEqual({ value: '2026-07-31' });
  });

  it.each([
    ['31/07/2026', 'MM/DD/YYYY'],
    ['2026-02-30', 'YYYY-MM-DD'],
    ['07/31/2026', 'YYYY-MM-DD'],
    ['31-07-2026', 'DD.MM.YYYY'],
    ['31.07.26', 'DD.MM.YYYY'],
    ['', 'YYYY-MM-DD'],
  ] as const)('%j is none written %s', (cell, format) => {
    expect(readDate(cell, format)).toEqual({ problem: `must be a date written ${format}` });
  });
});
