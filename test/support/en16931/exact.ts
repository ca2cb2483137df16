/** Decimals as whole numbers of this many digits after the point: sums and products of amounts, prices and rates fit. */
const SCALE = 24;

/** Reads a decimal as XML Schema writes it, exactly. What is none throws. */
export function exact(text: string | undefined): bigint {
  const [, sign, whole, fraction = ''] = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text ?? '') ?? [];
  if (whole === undefined || fraction.length > SCALE) throw new Error(`no decimal: ${text}`);
  const value = BigInt(whole + fraction.padEnd(SCALE, '0'));
  return sign === '-' ? -value : value;
}

export const total = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);

export const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

/** Rounded to so many decimals, half away from zero. */
export function rounded(value: bigint, decimals: number): bigint {
  const unit = 10n ** BigInt(SCALE - decimals);
  const magnitude = ((absolute(value) + unit / 2n) / unit) * unit;
  return value < 0n ? -magnitude : magnitude;
}

export const decimalsOf = (text: string | undefined): number => text?.split('.')[1]?.length ?? 0;
