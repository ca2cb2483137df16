import type { HanForms } from '../../../platform/pdf/fonts/font-catalogue.ts';
import type { InvoiceDocument } from '../invoice-document.ts';
import type { Language, Words } from '../words/words.ts';
import type { Formats } from './formats.ts';

/** What stands between and beside formatted values. */
const SIGNS = '0123456789 .,:;·–-−+()%×/#…';

/** A number with all that a language puts between and beside digits. */
const SAMPLE = -1_234_567_891_500_000n as Parameters<Formats['price']>[0];

/** Every text that may be drawn of a document: what decides which fonts are read. */
export function textsOf(
  { invoice, seller, customerTaxNumber, template, publicUrl }: InvoiceDocument,
  words: Words,
  formats: Formats,
): string[] {
  const { customer } = invoice;
  const values = [
    ...Object.values(words).flatMap(flatten),
    words.page(1, 2),
    formats.money(-invoice.total - 123_456_789n),
    ...[formats.price, formats.quantity, formats.percentage].map((format) => format(SAMPLE)),
    formats.date(invoice.date),
    formats.date(invoice.dueDate),
    ...[
      seller.country,
      seller.address?.country,
      customer.billingAddress?.country,
      customer.shippingAddress?.country,
    ]
      .filter((country) => typeof country === 'string')
      .map(formats.country),
    ...[seller, seller.address, customer.billingAddress, customer.shippingAddress].flatMap(flatten),
    ...[customer.customer, customer.email, customerTaxNumber, template.footer, publicUrl],
    ...[invoice.invoiceNumber, invoice.notes, invoice.discountDescription, invoice.currency],
    ...invoice.lines.flatMap(({ product, description, taxes }) => [
      product.name,
      product.code,
      description,
      ...taxes.map(({ name }) => name),
    ]),
  ];
  return [SIGNS, ...values.filter((value): value is string => typeof value === 'string')];
}

const flatten = (value: unknown): unknown[] =>
  value !== null && typeof value === 'object' ? Object.values(value).flatMap(flatten) : [value];

const FORMS_OF_COUNTRIES: Readonly<Record<string, HanForms>> = {
  JP: 'jp',
  CN: 'sc',
  SG: 'sc',
  TW: 'tc',
  HK: 'tc',
  MO: 'tc',
  KR: 'kr',
};

/** Whose forms Chinese characters are drawn in: the text's own, else the language's, else the seller's or customer's country's. */
export function hanFormsOf(
  language: Language,
  countries: readonly (string | null | undefined)[],
  texts: readonly string[],
): HanForms {
  const joined = texts.join('');
  if (language === 'ja') return 'jp';
  for (const country of countries) {
    const forms = FORMS_OF_COUNTRIES[country?.toUpperCase() ?? ''];
    if (forms) return forms;
  }
  if (/\p{Script=Hangul}/u.test(joined)) return 'kr';
  return /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(joined) ? 'jp' : 'sc';
}
