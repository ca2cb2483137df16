import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNotation } from './notation.ts';

describe('reading a number as it was written', () => {
  it.each([
    ['12.50', { negative: false, whole: '12', fraction: '5' }],
    ['-007.1', { negative: true, whole: '7', fraction: '1' }],
    ['+3', { negative: false, whole: '3', fraction: '' }],
    ['.5', { negative: false, whole: '', fraction: '5' }],
    ['5.', { negative: false, whole: '5', fraction: '' }],
    [5e-7, { negative: false, whole: '', fraction: '0000005' }],
    [-1.25e-9, { negative: true, whole: '', fraction: '00000000125' }],
    [1.5e21, { negative: false, whole: '1500000000000000000000', fraction: '' }],
  ])('reads %j', (input, expected) => {
    expect(readNotation(input)).toMatchObject(expected);
  });

  it('counts the decimals as written, zeros at the end included', () => {
    expect(readNotation('1.500')).toMatchObject({ fraction: '5', decimalsWritten: 3 });
    expect(readNotation('1.')).toMatchObject({ fraction: '', decimalsWritten: 0 });
  });

  it.each([
    '',
    '.',
    '-',
    '+.',
    ' 1',
    '1 ',
    '1e5',
    '1,5',
    '1.2.3',
    '--1',
    '0x10',
    '१',
    '1\n',
    'NaN',
    'Infinity',
  ])('refuses the text %j', (input) => {
    expect(readNotation(input)).toBeUndefined();
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('refuses %d', (input) => {
    expect(readNotation(input)).toBeUndefined();
  });

  it('keeps every digit of a JSON number: reading back gives the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const read = readNotation(number)!;
        const again = Number(`${read.negative ? '-' : ''}${read.whole || '0'}.${read.fraction || '0'}`);
        expect(again === number).toBe(true);
      }),
    );
  });
});
