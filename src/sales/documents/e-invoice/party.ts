import type { Address } from '../../customers/index.ts';
import { findCountryCode } from './country-code.ts';
import type { EAddress } from './e-invoice.ts';
import { toXmlText } from './xml.ts';

/** What begins the VAT identifiers of the European Union and of Northern Ireland; Greece has EL for GR. */
const VAT_PREFIXES = new Set(
  'AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI'.split(' '),
);

/**
 * A tax number as the VAT identifier that it is, without blanks; null where it is none. It begins with the country that
 * gave it (BR-CO-09): one of the European Union, or that of its owner; so `IL-204` of a business in Illinois is none.
 */
export function toVatIdentifier(taxNumber: string | null, country: string): string | null {
  const compact = (taxNumber ?? '').replaceAll(/\s/g, '').toUpperCase();
  if (!/^[A-Z]{2}(?=.*\d)[0-9A-Z+*.-]{2,}$/.test(compact)) return null;
  const prefix = compact.slice(0, 2);
  return VAT_PREFIXES.has(prefix) || prefix === country ? compact : null;
}

const MOST_STREET_LINES = 3;

/** An address by the parts of EN 16931; undefined where it is not certain in which country it is. */
export function toEAddress(address: Address | null, elsewhere: string | null = null): EAddress | undefined {
  const country = findCountryCode(address?.country ?? elsewhere);
  if (!country) return undefined;
  const lines = (address?.street ?? '').split(/[\r\n]+/).flatMap((line) => toXmlText(line) ?? []);
  const first = lines.slice(0, MOST_STREET_LINES - 1);
  const rest = lines.slice(MOST_STREET_LINES - 1).join(', ');
  return {
    street: rest ? [...first, rest] : first,
    city: toXmlText(address?.city),
    region: toXmlText(address?.state),
    postalCode: toXmlText(address?.zipCode),
    country,
  };
}
