import type { Address } from '../../../platform/http/address.ts';
import type { InvoiceType } from '../../invoices/invoice.ts';
import { type Formats, formatsFor } from '../pdf/formats.ts';
import { type Letters, lettersOf } from './letters/letters.ts';
import { directionOf, type Language, type Words, wordsOf } from './words.ts';

/** How a customer is spoken to: on the public page and in mails, as in the PDF. */
export interface Voice {
  readonly language: Language;
  readonly direction: 'ltr' | 'rtl';
  readonly words: Words;
  readonly letters: Letters;
  readonly formats: Formats;
  /** With the currency's sign, and a minus as wide as a digit. */
  money(amount: bigint): string;
  /** The name of a document within a sentence. */
  nameOf(type: InvoiceType): string;
  /** An address, line by line. */
  addressLines(address: Address | null): string[];
}

/** The voice of a language, with the forms of the seller's country, in a currency. */
export function voiceOf(language: Language, country: string | null, currency: string): Voice {
  const words = wordsOf(language);
  const letters = lettersOf(language);
  const formats = formatsFor(language, country, currency);
  return {
    language,
    direction: directionOf(language),
    words,
    letters,
    formats,
    money: (amount) => formats.money(amount).replace('-', '−'),
    nameOf: (type) =>
      letters.lowersNames ? words.titles[type].toLocaleLowerCase(language) : words.titles[type],
    addressLines: (address) => toLines(address, formats),
  };
}

function toLines(address: Address | null, formats: Formats): string[] {
  if (!address) return [];
  const { street, city, state, zipCode, country } = address;
  const region = [state, zipCode].filter(Boolean).join(' ');
  const place = [city, region].filter(Boolean).join(', ');
  return [...(street ?? '').split('\n'), place, formats.country(country ?? '')]
    .map((line) => line.trim())
    .filter(Boolean);
}
