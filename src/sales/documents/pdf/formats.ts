import {
  type Decimal,
  formatDecimal,
  formatMinorUnits,
  minorUnitDigits,
} from '../../../ledger/money/index.ts';
import type { Language } from '../words/words.ts';

/** How numbers, money and dates are written. Exact: no amount becomes a float on the way. */
export interface Formats {
  /** With the currency's sign, where the language puts it. */
  money(amount: bigint): string;
  /** With all digits of the currency, and without its sign. */
  amount(amount: bigint): string;
  /** A price in the document's currency, which may be finer than its smallest coin. */
  price(price: Decimal): string;
  /** The same with the currency's sign. */
  unitPrice(price: Decimal): string;
  quantity(quantity: Decimal): string;
  percentage(percentage: Decimal): string;
  /** The size of a file. */
  size(bytes: number): string;
  /** Of `YYYY-MM-DD`. */
  date(date: string): string;
  /** The name of an ISO 3166 code; what is no code stays as it is. */
  country(country: string): string;
}

/** Intl takes decimals as text, exactly; its type has no text that is made by a function. */
type Exact = `${number}`;

const isCountryCode = (text: string) => /^[A-Za-z]{2}$/.test(text);

/**
 * The forms that a language has in the seller's country, where it is the language there: Swiss German writes 1’234.50.
 * Elsewhere those of the language by itself: what English would be in Germany, nobody writes.
 */
function localeOf(language: Language, country: string | null): string {
  const region = country !== null && isCountryCode(country) ? country.toUpperCase() : '';
  const isSpoken = region !== '' && new Intl.Locale(`und-${region}`).maximize().language === language;
  // Western digits everywhere: an amount must read the same as the bank's.
  return `${language}${isSpoken ? `-${region}` : ''}-u-nu-latn-ca-gregory`;
}

const DIGITS = new Set(['minusSign', 'integer', 'group', 'decimal', 'fraction']);

/** An amount without the sign of its currency, written as beside it. */
function withoutSign(format: Intl.NumberFormat, amount: Exact): string {
  const parts = format.formatToParts(amount).filter(({ type }) => DIGITS.has(type));
  return parts.map(({ value }) => value).join('');
}

/** Making them takes as long as drawing half a page. */
const MOST_FORMATS = 100;
const made = new Map<string, Formats>();

/** The formats of a language, in a currency. */
export function formatsFor(language: Language, country: string | null, currency: string): Formats {
  const locale = localeOf(language, country);
  const key = `${locale} ${currency}`;
  const formats = made.get(key) ?? makeFormats(locale, currency);
  if (made.size >= MOST_FORMATS) made.clear();
  made.set(key, formats);
  return formats;
}

function makeFormats(locale: string, currency: string): Formats {
  const digits = minorUnitDigits(currency);
  const inCurrency = { minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency, ...inCurrency });
  const price = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: Math.max(digits, 6),
  });
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  const percent = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: 'percent',
    maximumFractionDigits: 6,
  });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const countries = new Intl.DisplayNames(locale, { type: 'region' });
  const minor = (value: bigint) => formatMinorUnits(value, currency) as Exact;
  return {
    money: (value) => money.format(minor(value)),
    amount: (value) => withoutSign(money, minor(value)),
    price: (value) => withoutSign(price, formatDecimal(value) as Exact),
    unitPrice: (value) => price.format(formatDecimal(value) as Exact).replace('-', '−'),
    quantity: (value) => plain.format(formatDecimal(value) as Exact),
    percentage: (value) => percent.format(formatDecimal(value) as Exact),
    size: (bytes) => formatSize(locale, bytes),
    date: (text) => date.format(new Date(`${text}T00:00:00Z`)),
    country: (text) => (isCountryCode(text) ? (countries.of(text.toUpperCase()) ?? text) : text),
  };
}

function formatSize(locale: string, bytes: number): string {
  const [amount, unit] =
    bytes < 1_000
      ? ([bytes, 'byte'] as const)
      : bytes < 1_000_000
        ? ([Math.round(bytes / 1_000), 'kilobyte'] as const)
        : ([Math.round(bytes / 1e5) / 10, 'megabyte'] as const);
  const unitDisplay = unit === 'byte' ? 'long' : 'short';
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay }).format(amount);
}
