import { type Html, html } from '../../../../platform/http/html.ts';
import type { InvoiceStatus } from '../../../invoices/invoice-status.ts';
import type { Language } from '../words.ts';
import { ARABIC_LETTERS } from './ar.ts';
import { GERMAN_LETTERS } from './de.ts';
import { ENGLISH_LETTERS } from './en.ts';
import { SPANISH_LETTERS } from './es.ts';
import { FRENCH_LETTERS } from './fr.ts';
import { JAPANESE_LETTERS } from './ja.ts';

type Texts<Keys extends string> = Readonly<Record<Keys, string>>;

/** What the public page and mails say besides the labels that they share with the PDF; `{…}` stands for a value. */
export interface Letters {
  /** Whether the name of a document is written in lower case within a sentence. */
  readonly lowersNames: boolean;
  readonly status: Texts<InvoiceStatus | 'partlyUsed'>;
  readonly regions: Texts<'summary' | 'actions' | 'details' | 'lines' | 'totals'>;
  readonly summary: Texts<
    | 'void'
    | 'converted'
    | 'expired'
    | 'accepted'
    | 'declined'
    | 'validUntil'
    | 'usedUp'
    | 'credited'
    | 'creditedLeft'
    | 'paid'
    | 'wasDue'
    | 'payBy'
  >;
  readonly actions: Texts<
    | 'accept'
    | 'acceptAfterAll'
    | 'decline'
    | 'declineAfterAll'
    | 'download'
    | 'yesAccept'
    | 'yesDecline'
    | 'back'
  >;
  readonly page: Texts<
    | 'withTax'
    | 'includes'
    | 'attachments'
    | 'questions'
    | 'draftTitle'
    | 'draft'
    | 'tooLateTitle'
    | 'tooLate'
    | 'acceptTitle'
    | 'declineTitle'
    | 'made'
    | 'acceptTold'
    | 'declineTold'
  >;
  readonly settled: Texts<'payment' | 'refund' | 'write_off' | 'memo' | 'invoice'>;
  readonly methods: Texts<'card' | 'cash' | 'check' | 'transfer'>;
  readonly mail: Texts<
    | 'subject'
    | 'hello'
    | 'offer'
    | 'memo'
    | 'paid'
    | 'wasDue'
    | 'dueBy'
    | 'see'
    | 'seeAndAnswer'
    | 'attached'
    | 'anotherFile'
    | 'moreFiles'
    | 'reply'
    | 'button'
  >;
  readonly statement: Texts<'subject' | 'heading' | 'message' | 'attached'>;
  readonly reminder: Texts<
    'overdueSubject' | 'dueSubject' | 'dueToday' | 'dueOn' | 'yesterday' | 'daysAgo' | 'thanks'
  >;
}

const CATALOGUE: Readonly<Record<Language, Letters>> = {
  en: ENGLISH_LETTERS,
  de: GERMAN_LETTERS,
  fr: FRENCH_LETTERS,
  es: SPANISH_LETTERS,
  ja: JAPANESE_LETTERS,
  ar: ARABIC_LETTERS,
};

/** The sentences of a language. */
export function lettersOf(language: Language): Letters {
  return CATALOGUE[language];
}

const PLACEHOLDER = /\{(\w+)\}/g;

/** A sentence with its values, which are not looked through again; one that is empty leaves no second blank. */
export function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  const present = sentence.replaceAll(/\{(\w+)\} /g, (text, key: string) => (values[key] === '' ? '' : text));
  return present.replaceAll(PLACEHOLDER, (_, key: string) => values[key]!);
}

/** A sentence whose values may be marked up. */
export function fillHtml(sentence: string, values: Readonly<Record<string, Html | string>>): Html {
  const parts = sentence.split(PLACEHOLDER);
  return html`${parts.map((part, index) => (index % 2 === 0 ? html`${part}` : html`${values[part]!}`))}`;
}
