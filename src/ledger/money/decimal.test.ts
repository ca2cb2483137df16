import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decimal, decimalToNumber, formatDecimal, parseDecimal, readStoredDecimal } from './decimal.ts';

const anyDecimal = fc
  .bigInt({ min: -999_999_999_999_999n, max: 999_999_999_999_999n })
  .map((n) => n as Decimal);

function parsed(input: number | string): bigint | string {
  const result = parseDecimal(input);
  return result.ok ? result.value : result.reason;
}

describe('reading a decimal', () => {
  it.each([
    ['1.5', 1_500_000n],
    ['-1.5', -1_500_000n],
    ['+2', 2_000_000n],
    ['.5', 500_000n],
    ['5.', 5_000_000n],
    ['-0', 0n],
    ['000000000000001.000001', 1_000_001n],
    ['999999999.999999', 999_999_999_999_999n],
  ])('takes the text %j', (input, value) => {
    expect(parsed(input)).toBe(value);
  });

  it.each([
    [3.3000000000000003, 3_300_000n],
    [0.1 + 0.2, 300_000n],
    [1.0000005, 1_000_001n],
    [-1.0000005, -1_000_001n],
    [1.00000049, 1_000_000n],
    [5e-7, 1n],
    [-5e-7, -1n],
    [4.9e-7, 0n],
    [Number.MIN_VALUE, 0n],
    [-0, 0n],
    [999999999.999999, 999_999_999_999_999n],
  ])('rounds the JSON number %d half away from zero to 6 decimals', (input, value) => {
    expect(parsed(input)).toBe(value);
  });

  it.each(['', '.', '-', ' 1', '1 ', '1e3', '5e-7', '1,000', '$1', 'NaN', 'Infinity', '0x1f'])(
    'refuses the text %j as no number',
    (input) => {
      expect(parsed(input)).toBe('not_a_number');
    },
  );

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'refuses %d as no number',
    (input) => {
      expect(parsed(input)).toBe('not_a_number');
    },
  );

  it('refuses a text with more than 6 decimals as written, even where they are zeros', () => {
    expect(parsed('1.0000001')).toBe('too_many_decimals');
    expect(parsed('1.0000000')).toBe('too_many_decimals');
  });

  it('an amount of money may be larger, up to what a line of the journal holds', () => {
    expect(parseDecimal('2500000000', true)).toEqual({ ok: true, value: 2_500_000_000_000_000n });
    expect(parseDecimal('10000000000000', true)).toEqual({ ok: true, value: 10_000_000_000_000_000_000n });
    expect(parseDecimal('10000000000000.000001', true)).toEqual({ ok: false, reason: 'too_large' });
    expect(parseDecimal('100000000000000', true)).toEqual({ ok: false, reason: 'too_large' });
  });

  it('refuses what is, or rounds to, a value past the largest', () => {
    for (const input of ['1000000000', '-1000000000', 1e9, -1e9, 999999999.9999999, 1e21, Number.MAX_VALUE]) {
      expect(parsed(input)).toBe('too_large');
    }
  });

  it('judges a text of a million characters at once', () => {
    expect(parsed('9'.repeat(1_000_000))).toBe('too_large');
    expect(parsed(`${'0'.repeat(1_000_000)}1`)).toBe(1_000_000n);
    expect(parsed(`${'1'.repeat(1_000_000)}x`)).toBe('not_a_number');
    expect(parsed(`0.${'0'.repeat(1_000_000)}1`)).toBe('too_many_decimals');
  });
});

describe('reading a stored decimal', () => {
  it('takes one of any size, as it was written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), (value) => {
        expect(readStoredDecimal(formatDecimal(value as Decimal))).toBe(value);
      }),
    );
  });

  it.each(['', '.', '1e3', 'NaN', '0.0000001', '1,5'])('throws at %j, which is none', (text) => {
    expect(() => readStoredDecimal(text)).toThrow('A stored decimal is unsound.');
  });
});

describe('writing a decimal', () => {
  it.each([
    [1_500_000n, '1.5'],
    [-1n, '-0.000001'],
    [250_000_000n, '250'],
    [0n, '0'],
  ])('writes %d millionths as %s', (value, text) => {
    expect(formatDecimal(value as Decimal)).toBe(text);
  });

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(anyDecimal, (value) => {
        expect(parsed(formatDecimal(value))).toBe(value);
      }),
    );
  });

  it('gives a JSON number that reads back as the same decimal, up to the largest', () => {
    fc.assert(
      fc.property(anyDecimal, (value) => {
        expect(parsed(decimalToNumber(value))).toBe(value);
      }),
    );
    expect(decimalToNumber(999_999_999_999_999n as Decimal)).toBe(999999999.999999);
  });
});
