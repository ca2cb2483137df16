import type { Language } from '../words/words.ts';

export const PAPER_SIZES = ['A4', 'Letter'] as const;
export type PaperSize = (typeof PAPER_SIZES)[number];

/** What a workspace has settled about how its documents look. */
export interface TemplateSettings {
  /** `#rrggbb`, in lower case. */
  readonly accentColor: string;
  readonly language: Language;
  readonly paperSize: PaperSize;
  readonly footer: string | null;
}

/** How documents look as long as nobody has said otherwise. */
export const BUILT_IN_TEMPLATE: TemplateSettings = {
  accentColor: '#1d4ed8',
  language: 'en',
  paperSize: 'A4',
  footer: null,
};
