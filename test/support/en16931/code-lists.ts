/** The code lists of EN 16931 as far as they can be had without a copy, and the codes of the rest that anybody here uses. */

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
/** What Unicode knows beside ISO 3166-1: unions, exceptional reservations, what is unknown. */
const NO_COUNTRIES = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ'.split(' '));

/** BR-CL-14: ISO 3166-1, and Kosovo. */
export const isCountry = (code: string | undefined): boolean =>
  /^[A-Z]{2}$/.test(code ?? '') &&
  regions.of(code!) !== undefined &&
  // Withdrawn codes are put into those that took their place.
  new Intl.Locale(`und-${code}`).region === code &&
  !NO_COUNTRIES.has(code!);

/** BR-CO-09: a country's code, Greece's EL, or Northern Ireland's XI. */
export const isVatPrefix = (code: string): boolean => isCountry(code) || code === 'EL' || code === 'XI';

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** BR-CL-03 to -05: ISO 4217. */
export const isCurrency = (code: string | undefined): boolean => currencies.has(code ?? '');

/** UNTDID 1001, of UBL by document. */
export const INVOICE_TYPES = new Set(['380', '384', '389', '751']);
export const CREDIT_NOTE_TYPES = new Set(['381', '396']);
/** UNTDID 4461. */
export const PAYMENT_MEANS = new Set([
  '1',
  '10',
  '20',
  '30',
  '42',
  '48',
  '49',
  '57',
  '58',
  '59',
  '97',
  'ZZZ',
]);
/** UNTDID 5305. */
export const VAT_CATEGORIES = new Set(['S', 'Z', 'E', 'AE', 'K', 'G', 'O', 'L', 'M', 'B']);
/** UNTDID 5189. */
export const ALLOWANCE_CODES = new Set([
  '41',
  '42',
  '60',
  '62',
  '63',
  '64',
  '65',
  '66',
  '67',
  '68',
  '70',
  '71',
  '88',
  '95',
  '100',
  '102',
  '103',
  '104',
  '105',
]);
/** VATEX. */
export const isExemptionCode = (code: string): boolean => /^VATEX-(EU|FR)-[A-Z0-9-]+$/.test(code);
/** UN/ECE Recommendation 20 and 21. */
export const isUnit = (code: string | undefined): boolean =>
  /^([A-Z0-9]{2,3}|X[A-Z0-9]{2})$/.test(code ?? '');
/** EAS. */
export const isAddressScheme = (code: string | undefined): boolean =>
  /^(EM|AN|AQ|AS|AU|\d{4})$/.test(code ?? '');
