import { z } from 'zod';
import { addition, answered, color, oneOf, report, text } from '../../../platform/http/fields.ts';
import { LANGUAGES } from '../words/words.ts';
import { type ReadLogo, UnfitImage } from './logo.ts';
import { LARGEST_LOGO, readLogo } from './read-logo.ts';
import { E_INVOICES, PAPER_SIZES } from './template.ts';

export const LONGEST_FOOTER = 500;

const ACCENT_COLOR = 'The colour of title, rules and the amount due.';
const E_INVOICE =
  'Which e-invoice is in the PDF that customers get by mail and from the public page: `facturx` where the document has what EN 16931 needs, or `none`.';
const FOOTER = 'What stands at the foot of each page: bank details, register, a word of thanks.';
const LANGUAGE = 'The language of labels, dates and numbers; what you write yourself stays as it is.';
const PAPER_SIZE = 'The size of the paper; `Letter` to begin with where the country uses it.';

/** The bytes of a picture, read and checked. */
function logo() {
  return z
    .string()
    .transform((value, context): ReadLogo => {
      try {
        return readLogo(value);
      } catch (error) {
        if (!(error instanceof UnfitImage)) throw error;
        report(context, 'INVALID_LOGO', error.message);
        return z.NEVER;
      }
    })
    .meta({ contentEncoding: 'base64', maxLength: Math.ceil(LARGEST_LOGO / 3) * 4 + 30 });
}

export const updateTemplateBody = z.object({
  logo: logo()
    .nullish()
    .describe(
      'A PNG or JPEG in base64, or as a data URL: at most 512 KiB, and 1500 pixels wide and high. `null` takes it away.',
    ),
  accentColor: color().optional().describe(ACCENT_COLOR),
  language: oneOf(LANGUAGES).optional().describe(LANGUAGE),
  paperSize: oneOf(PAPER_SIZES).optional().describe(PAPER_SIZE),
  footer: text(LONGEST_FOOTER).nullish().describe(`${FOOTER} \`null\` clears it.`),
  eInvoice: oneOf(E_INVOICES).optional().describe(E_INVOICE),
});

export const templateSchema = z
  .object({
    version: z
      .int()
      .describe('Counts the changes. An approved document keeps the version that it was approved under.'),
    logo: z
      .object({
        mediaType: z.enum(['image/png', 'image/jpeg']).describe('What kind of picture it is.'),
        width: z.int().describe('In pixels.'),
        height: z.int().describe('In pixels.'),
        size: z.int().describe('In bytes.'),
      })
      .nullable()
      .describe('The picture at the head of each document; `null` where there is none.'),
    accentColor: z.string().describe(`${ACCENT_COLOR} Written \`#rrggbb\`.`),
    language: z.enum(LANGUAGES).describe(LANGUAGE),
    paperSize: z.enum(PAPER_SIZES).describe(PAPER_SIZE),
    footer: z.string().nullable().describe(FOOTER),
    eInvoice: z.enum(E_INVOICES).describe(E_INVOICE),
    updatedAt: answered
      .instant()
      .nullable()
      .describe('When it was last changed; `null` while it is the built-in one.'),
  })
  .meta({ id: 'InvoiceTemplate', description: 'How the documents of a workspace look.', ...addition() });

export type TemplateRecord = z.output<typeof templateSchema>;
