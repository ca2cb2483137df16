import { isCalendarDate } from '../platform/http/fields.ts';

/** How dates are written: nothing is guessed, since 03/04 is a day in March here and one in April there. */
export const DATE_FORMATS = ['YYYY-MM-DD', 'MM/DD/YYYY', 'DD/MM/YYYY', 'DD.MM.YYYY', 'YYYY/MM/DD'] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

/** What stands before the decimals. */

export type DecimalSign = 'point' | 'comma';

export type ReadCell = { readonly value: string } | { readonly problem: string };

/** YYYY-MM-DD out of a date in this format; day and month may have one digit, and a time may follow. */
export function readDate(cell: string, format: DateFormat): ReadCell {
  const names = format.match(/[A-Z]+/g)!;
  const mark = format.includes('/') ? '/' : format.includes('.') ? '\\.' : '-';
  const digits = names.map((name) => (name === 'YYYY' ? '(\\d{4})' : '(\\d{1,2})'));
  const found = new RegExp(`^${digits.join(mark)}(?:[T ][\\d:.]+(?: ?[AP]M)?Z?)?$`, 'i').exec(cell);
  const part = (name: string) => found?.[names.indexOf(name) + 1]?.padStart(2, '0');
  const date = `${part('YYYY')}-${part('MM')}-${part('DD')}`;
  if (found && isCalendarDate(date)) return { value: date };
  return { problem: `must be a date written ${format}` };
}

const POINT = { decimals: '.', thousands: ',' };
const COMMA = { decimals: ',', thousands: '.' };

/**
 * The digits of an amount, with a point before its decimals and `-` before what is less than zero. Groups of thousands may be
 * set off, a currency's sign or code may stand beside it, and brackets may stand for the minus.
 */
export function readAmount(cell: string, sign: DecimalSign): ReadCell {
  const { decimals, thousands } = sign === 'comma' ? COMMA : POINT;
  const problem = `must be an amount such as ${sign === 'comma' ? '1.234,56' : '1,234.56'}`;
  const bracketed = /^\((.*)\)$/.exec(cell);
  const bare = (bracketed?.[1] ?? cell)
    .replaceAll(/[\p{Sc}\s'’]|^[A-Z]{3}(?=\s)|(?<=\s)[A-Z]{3}$/gu, '')
    .replace('\u2212', '-');
  const escaped = `\\${thousands}`;
  const shape = new RegExp(`^(-?)(\\d+|\\d{1,3}(?:${escaped}\\d{3})+)(?:\\${decimals}(\\d+))?$`);
  const [, minus, whole, fraction] = shape.exec(bare) ?? [];
  if (whole === undefined || (minus && bracketed)) return { problem };
  const digits = whole.replaceAll(thousands, '');
  return {
    value: `${minus || bracketed ? '-' : ''}${digits}${fraction === undefined ? '' : `.${fraction}`}`,
  };
}

const YES = new Set(['true', 'yes', 'y', '1', 'x']);
const NO = new Set(['false', 'no', 'n', '0']);

export function readBoolean(cell: string): { readonly value: boolean } | { readonly problem: string } {
  const word = cell.toLowerCase();
  if (YES.has(word)) return { value: true };
  return NO.has(word) ? { value: false } : { problem: 'must be yes or no' };
}
