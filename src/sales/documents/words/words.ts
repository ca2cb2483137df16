import type { InvoiceType } from '../../invoices/index.ts';
import { ARABIC } from './ar.ts';
import { GERMAN } from './de.ts';
import { ENGLISH } from './en.ts';
import { SPANISH } from './es.ts';
import { FRENCH } from './fr.ts';
import { JAPANESE } from './ja.ts';

/** The languages that a document can be written in. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'ja', 'ar'] as const;
/** Of documents as long as nobody has said otherwise. */
export const BUILT_IN_LANGUAGE = 'en';
export type Language = (typeof LANGUAGES)[number];

export type PaymentTerm = 'due_on_receipt' | 'net7' | 'net15' | 'net30' | 'net45' | 'net60';

/** What a document says of itself, in one language. */
export interface Words {
  readonly titles: Readonly<Record<InvoiceType, string>>;
  readonly number: string;
  readonly date: string;
  readonly dueDate: string;
  /** Of a quote or estimate. */
  readonly validUntil: string;
  readonly terms: string;
  readonly paymentTerms: Readonly<Record<PaymentTerm, string>>;
  readonly currency: string;
  readonly taxNumber: string;
  readonly billTo: string;
  readonly shipTo: string;
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly discount: string;
  readonly tax: string;
  readonly amount: string;
  /** Beside a rate that the price holds already. */
  readonly included: string;
  readonly subtotal: string;
  /** Before the amount that a tax is reckoned on. */
  readonly taxableBase: string;
  readonly total: string;
  readonly paid: string;
  readonly creditsApplied: string;
  readonly writtenOff: string;
  readonly refunded: string;
  readonly amountDue: string;
  /** Of a credit memo: what is still to be applied. */
  readonly creditLeft: string;
  readonly notes: string;
  readonly viewOnline: string;
  /** Of a customer's statement. */
  readonly statement: Readonly<
    Record<
      | 'title'
      | 'period'
      | 'openingBalance'
      | 'closingBalance'
      | 'balance'
      | 'payment'
      | 'refund'
      | 'write_off'
      | 'journal'
      | 'reversed'
      | 'notYetDue'
      | 'days1To30'
      | 'days31To60'
      | 'days61To90'
      | 'over90'
      | 'credits',
      string
    >
  >;
  readonly marks: Readonly<Record<'draft' | 'void' | 'paid', string>>;
  readonly page: (page: number, pages: number) => string;
}

const CATALOGUE: Readonly<Record<Language, Words>> = {
  en: ENGLISH,
  de: GERMAN,
  fr: FRENCH,
  es: SPANISH,
  ja: JAPANESE,
  ar: ARABIC,
};

/** The direction in which a language is written. */
export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr');

/** The words of a language. */
export function wordsOf(language: Language): Words {
  return CATALOGUE[language];
}
