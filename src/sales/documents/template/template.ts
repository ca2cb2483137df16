import { BUILT_IN_LANGUAGE, type Language } from '../words/words.ts';

export const PAPER_SIZES = ['A4', 'Letter'] as const;
export type PaperSize = (typeof PAPER_SIZES)[number];

export const E_INVOICES = ['none', 'facturx'] as const;
export type EInvoiceChoice = (typeof E_INVOICES)[number];

/** What a workspace has settled about how its documents look. */
export interface TemplateSettings {
  /** `#rrggbb`, in lower case. */
  readonly accentColor: string;
  readonly language: Language;
  readonly paperSize: PaperSize;
  readonly footer: string | null;
  /** Whether the PDF that customers get is a Factur-X, where a document has what that needs. */
  readonly eInvoice: EInvoiceChoice;
}

/** Where paper is in Letter; everywhere else it is in A4 (ISO 216). */
const LETTER_COUNTRIES = new Set([
  'US',
  'CA',
  'MX',
  'PH',
  'CL',
  'CO',
  'VE',
  'CR',
  'GT',
  'PA',
  'DO',
  'NI',
  'SV',
]);

/** How documents look as long as nobody has said otherwise: the first version of every workspace's template. */
export function builtInTemplate(country: string | null): TemplateSettings {
  return {
    accentColor: '#1d4ed8',
    language: BUILT_IN_LANGUAGE,
    paperSize: LETTER_COUNTRIES.has(country?.toUpperCase() ?? '') ? 'Letter' : 'A4',
    footer: null,
    eInvoice: 'none',
  };
}
