import { type Decimal, formatDecimal, formatMinorUnits } from '../../ledger/money/index.ts';
import type { Address } from '../../platform/http/address.ts';
import type { InvoiceType } from '../invoices/invoice.ts';

/** How a customer calls a document of each type. */
export const DOCUMENT_NAMES: Readonly<Record<InvoiceType, string>> = {
  invoice: 'Invoice',
  quote: 'Quote',
  estimate: 'Estimate',
  memo: 'Credit memo',
};

const LOCALE = 'en-US';

/** An amount with its currency, as a customer reads it: `$1,250.00`. Exact, since it goes by its decimals. */
export function formatMoney(amount: bigint, currency: string): string {
  const text = formatMinorUnits(amount, currency) as `${number}`;
  const digits = text.split('.')[1]?.length ?? 0;
  const format = new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(text).replace('-', '−');
}

/** A price per unit, with as many decimals as it has, but no fewer than the currency. */
export function formatPrice(price: Decimal, currency: string): string {
  const digits = formatMinorUnits(0n, currency).split('.')[1]?.length ?? 0;
  const format = new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: 6,
  });
  return format.format(formatDecimal(price) as `${number}`).replace('-', '−');
}

/** A quantity or percentage, with as many decimals as it has. */
export function formatNumber(number: Decimal): string {
  return new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 6 }).format(
    formatDecimal(number) as `${number}`,
  );
}

/** A date that nobody reads the wrong way round: `July 31, 2026`. */
export function formatDate(date: string): string {
  return new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date));
}

const COUNTRIES = new Intl.DisplayNames(LOCALE, { type: 'region', fallback: 'code' });

/** A country by its name where it is told by its code, as PDFs have it; else as it is told. */
const nameCountry = (country: string) =>
  /^[A-Za-z]{2}$/.test(country) ? COUNTRIES.of(country.toUpperCase())! : country;

/** An address, line by line. */
export function addressLines(address: Address | null): string[] {
  if (!address) return [];
  const { street, city, state, zipCode, country } = address;
  const region = [state, zipCode].filter(Boolean).join(' ');
  const place = [city, region].filter(Boolean).join(', ');
  return [...(street ?? '').split('\n'), place, nameCountry(country ?? '')]
    .map((line) => line.trim())
    .filter(Boolean);
}
