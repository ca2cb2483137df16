/** A number as it was written: its sign and its digits before and after the point, without an exponent. */
export interface Notation {
  readonly negative: boolean;
  /** Digits before the point, without leading zeros; empty for 0. */
  readonly whole: string;
  /** Digits after the point, without trailing zeros. */
  readonly fraction: string;
  /** How many digits stood after the point, zeros at the end included. */
  readonly decimalsWritten: number;
}

const PLAIN = /^([+-]?)(\d*)(?:\.(\d*))?$/;
const WITH_EXPONENT = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/;

/**
 * Reads a number of a request body, digit by digit and without rounding.
 *
 * A string is digits with an optional sign and point: no exponent, no blanks. A JSON number is taken by its shortest
 * decimal representation, so that 0.1 is one tenth.
 *
 * @returns `undefined` for what is no number (`''`, `'.'`, `NaN`, `Infinity`)
 * Source: partner-api.md 4.6.1, Numbers.
 */
export function readNotation(input: number | string): Notation | undefined {
  const text = typeof input === 'number' ? withoutExponent(String(input)) : input;
  const match = PLAIN.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  return {
    negative: sign === '-',
    whole: withoutLeadingZeros(whole),
    fraction: withoutTrailingZeros(fraction),
    decimalsWritten: fraction.length,
  };
}

/** `'5e-7'` as `'0.0000005'`: JavaScript writes very small and very large numbers with an exponent. */
function withoutExponent(text: string): string {
  const match = WITH_EXPONENT.exec(text);
  if (match === null) return text;
  const [, sign = '', first = '', rest = '', exponentText] = match;
  const exponent = Number(exponentText);
  const digits = first + rest;
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.padEnd(exponent + 1, '0');
  return `${sign}${whole.slice(0, exponent + 1)}.${whole.slice(exponent + 1)}`;
}

function withoutLeadingZeros(digits: string): string {
  return digits.replace(/^0+/, '');
}

// A loop, because /0+$/ takes quadratic time on a long run of zeros that ends in another digit.
function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}
