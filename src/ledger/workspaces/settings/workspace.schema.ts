import { z } from 'zod';
import { addressInput, addressSchema } from '../../../platform/http/address.ts';
import { addition, answered, date, integer, oneOf, report, text } from '../../../platform/http/fields.ts';
import { identitySchema, timestampsSchema } from '../../../platform/http/record.ts';
import { bothAlike, withRules } from '../../../platform/http/rules.ts';
import { decimal } from '../../money/fields.ts';
import { PAYMENT_TERMS } from '../payment-terms.ts';

const BASES = ['accrual', 'cash'] as const;
const TAX_ROUNDINGS = ['document', 'line'] as const;
const DATE_FORMATS = ['YYYY-MM-DD', 'MM/DD/YYYY', 'DD/MM/YYYY', 'DD.MM.YYYY', 'DD-MM-YYYY'] as const;

const NAME = 'The name of the business, as its documents have it.';
const COUNTRY = 'Where the business is, by name or code.';
const INDUSTRY = 'What the business does.';
const TIME_ZONE = 'IANA name, such as `Europe/Berlin`: it says which day is today.';
const DATE_FORMAT = 'How people read dates; the API itself always writes YYYY-MM-DD.';
const FISCAL_YEAR = 'The month in which the fiscal year begins, 1 to 12.';
const BASIS = 'The book that reports show unless they are asked for the other.';
const TAX_ROUNDING =
  'Whether taxes are rounded once a document, per rate, or on each line. Holds from now on.';
const TAX_NUMBER = 'The tax number of the business.';
const ADDRESS = 'The address of the business; a change replaces it whole.';
const PAYMENT_TERM = 'When documents fall due where neither they nor their customer say so.';
const CUTOVER = 'The day on which the books begin in this workspace.';
const ONBOARDING = 'Whether opening balances may still be set or replaced.';
const CLOSED_THROUGH = 'The last day of the closed period: nothing dated up to it is posted.';
const FOUR_EYES =
  'From this amount on, in the workspace’s currency, whoever wrote a document or manual entry does not approve it.';
const RETENTION =
  'For so many years after the end of the fiscal year of an approved document its attachments are kept, whoever deletes them.';

/** A time zone that this server knows, in the spelling of IANA. */
function timeZone() {
  return text(64).transform((value, context) => {
    // Intl also reads offsets ("+02:00"), which PostgreSQL reads with the opposite sign.
    if (/^[A-Za-z]/.test(value)) {
      try {
        return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone;
      } catch {
        // Told below.
      }
    }
    report(context, 'INVALID_VALUE', 'must be an IANA time zone, such as Europe/Berlin');
    return z.NEVER;
  });
}

const REASON = 'Why the books are closed or reopened; kept in the history.';

export const updateWorkspaceBody = withRules(
  z.object({
    name: text(255, { blank: false }).optional().describe(NAME).meta(addition()),
    country: text(255).nullish().describe(COUNTRY).meta(addition()),
    industry: text(255).nullish().describe(INDUSTRY).meta(addition()),
    timeZone: timeZone().optional().describe(TIME_ZONE).meta(addition()),
    dateFormat: oneOf(DATE_FORMATS).optional().describe(DATE_FORMAT).meta(addition()),
    fiscalYearStartMonth: integer(1, 12).optional().describe(FISCAL_YEAR).meta(addition()),
    accountingBasis: oneOf(BASES).optional().describe(BASIS).meta(addition()),
    reportType: oneOf(BASES).optional().describe('Another name of `accountingBasis`.').meta(addition()),
    taxRounding: oneOf(TAX_ROUNDINGS).optional().describe(TAX_ROUNDING).meta(addition()),
    taxNumber: text(255).nullish().describe(TAX_NUMBER).meta(addition()),
    address: addressInput.nullish().describe(ADDRESS).meta(addition()),
    defaultPaymentTerm: oneOf(PAYMENT_TERMS).optional().describe(PAYMENT_TERM).meta(addition()),
    cutoverDate: date()
      .optional()
      .describe(`${CUTOVER} It moves to a later day only while no journal entry is posted.`),
    isOnboarding: z.boolean().optional().describe(ONBOARDING).meta(addition()),
    bookClosedThroughDate: date()
      .nullish()
      .describe(`${CLOSED_THROUGH} An earlier day, or null, reopens what is after it and needs a \`reason\`.`)
      .meta(addition()),
    fourEyesLimit: decimal({ positive: true, isAmount: true })
      .nullish()
      .describe(`${FOUR_EYES} Null, as at first, lets one person do both. Owners alone change it.`)
      .meta(addition()),
    retentionYears: integer(1, 100)
      .optional()
      .describe(`${RETENTION} 1 to 100; 10 at first. Owners alone change it.`)
      .meta(addition()),
    reason: text(1000).nullish().describe(REASON).meta(addition()),
  }),
  [bothAlike('accountingBasis', 'reportType')],
);

export const workspaceSchema = z
  .object({
    ...identitySchema('workspace'),
    name: z.string().describe(NAME),
    country: z.string().nullable().describe(COUNTRY),
    industry: z.string().nullable().describe(INDUSTRY),
    currency: z.string().describe('The currency of the books, ISO 4217; settled when the workspace is made.'),
    timeZone: z.string().describe(TIME_ZONE),
    dateFormat: z.string().describe(DATE_FORMAT),
    fiscalYearStartMonth: z.int().describe(FISCAL_YEAR),
    accountingBasis: z.enum(BASES).describe(BASIS),
    reportType: z.enum(BASES).describe('The same as `accountingBasis`.'),
    taxRounding: z.enum(TAX_ROUNDINGS).describe(TAX_ROUNDING),
    taxNumber: z.string().nullable().describe(TAX_NUMBER),
    address: addressSchema.nullable().describe(ADDRESS),
    defaultPaymentTerm: z.enum(PAYMENT_TERMS).describe(PAYMENT_TERM),
    cutoverDate: answered.date().nullable().describe(`${CUTOVER} \`null\` where it is not set.`),
    isOnboarding: z.boolean().describe(ONBOARDING),
    bookClosedThroughDate: answered
      .date()
      .nullable()
      .describe(`${CLOSED_THROUGH} \`null\` while nothing is closed.`),
    fourEyesLimit: answered
      .money()
      .nullable()
      .describe(`${FOUR_EYES} \`null\` where one person is enough.`)
      .meta(addition()),
    retentionYears: z.int().describe(RETENTION).meta(addition()),
    ...timestampsSchema(),
  })
  .meta({ id: 'Workspace', description: 'A workspace, and how its books are kept.' });

export type WorkspaceSettings = z.output<typeof workspaceSchema>;
