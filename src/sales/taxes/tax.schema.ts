import { z } from 'zod';
import { decimal } from '../../ledger/money/fields.ts';
import { decimalToNumber, HUNDRED, ZERO } from '../../ledger/money/index.ts';
import { answered, oneOf, report, text, uuid } from '../../platform/http/fields.ts';
import { identityOf, identitySchema, timestampsOf, timestampsSchema } from '../../platform/http/record.ts';
import { type Rule, withRules } from '../../platform/http/rules.ts';
import type { Tax } from './taxes.store.ts';

export const TAX_STATUSES = ['active', 'inactive'] as const;
const OFFERED_KINDS = ['standard', 'zero', 'exempt', 'reverse_charge'] as const;
const KINDS = [...OFFERED_KINDS, 'withholding'] as const;

const WITHHOLDING =
  'withholding is no tax of a document but what a customer keeps of a payment, and not available yet';

function kind() {
  return z
    .string()
    .transform((value, context) => {
      const offered = OFFERED_KINDS.find((one) => one === value);
      if (offered) return offered;
      const only = `must be one of ${OFFERED_KINDS.join(', ')}`;
      if (value === 'withholding') report(context, 'NOT_AVAILABLE', `${only}: ${WITHHOLDING}`);
      else report(context, 'INVALID_ENUM', only);
      return z.NEVER;
    })
    .meta({ type: 'string', enum: [...OFFERED_KINDS] });
}

/** What a tax must be as a whole, whether it is made or changed. */
export const TAX_RULES: readonly Rule[] = [
  {
    path: 'percentage',
    code: 'INVALID_VALUE',
    message: 'must be 0 for a tax of kind zero or exempt',
    holds: ({ kind, percentage }) =>
      (kind !== 'zero' && kind !== 'exempt') || typeof percentage !== 'bigint' || percentage === 0n,
  },
  ...['inclusive', 'compound'].map((field) => ({
    path: field,
    code: 'INVALID_VALUE' as const,
    message: 'must be false for a tax of kind reverse_charge: sales do not charge it',
    holds: (tax: Readonly<Record<string, unknown>>) => tax.kind !== 'reverse_charge' || tax[field] !== true,
  })),
];

const name = () =>
  text(255, { blank: false }).describe(
    'What the tax is called; unique in the workspace, ignoring case and extra blanks.',
  );
const percentage = () =>
  decimal({ smallest: ZERO, largest: HUNDRED }).describe(
    'The rate in percent, 0 to 100, with at most 6 decimals: 8.25 is 8.25 %.',
  );

/** What may be left out; what is then meant is said by `otherwise`. */
const optionalFields = (otherwise: { kind: string; flag: string; account: string }) => ({
  kind: kind()
    .nullish()
    .describe(
      `How it is levied${otherwise.kind}. \`zero\` and \`exempt\` have the percentage 0 and are told apart in reports; \`reverse_charge\` is owed by the buyer: sales charge nothing and keep its base.`,
    ),
  inclusive: z.boolean().nullish().describe(`Whether prices contain the tax${otherwise.flag}.`),
  compound: z
    .boolean()
    .nullish()
    .describe(
      `Whether it is levied on the net and a line’s other taxes${otherwise.flag}. A line has at most one such tax.`,
    ),
  salesAccountUuid: uuid()
    .nullish()
    .describe(`The liability that collects the tax of sales; ${otherwise.account}.`),
  purchaseAccountUuid: uuid()
    .nullish()
    .describe(`The asset or liability for the tax of purchases; ${otherwise.account}.`),
  taxNumber: text(100)
    .nullish()
    .describe('The number under which the authority knows the business for this tax.'),
});

export const createTaxBody = withRules(
  z.object({
    name: name(),
    percentage: percentage(),
    ...optionalFields({
      kind: ', `standard` when left out',
      flag: ', `false` when left out',
      account: 'the workspace’s own when left out',
    }),
  }),
  TAX_RULES,
);

export const updateTaxBody = z.object({
  name: name().optional(),
  percentage: percentage().optional(),
  ...optionalFields({ kind: '', flag: '', account: '`null`: the workspace’s own' }),
  status: oneOf(TAX_STATUSES)
    .nullish()
    .describe('`inactive` keeps it off new documents; those that have it keep it.'),
});

export type UpdateTaxBody = z.output<typeof updateTaxBody>;

export type CreateTaxBody = z.output<typeof createTaxBody>;

export const taxSchema = z
  .object({
    ...identitySchema('tax'),
    name: z.string().describe('What the tax is called.'),
    kind: z.enum(KINDS).describe('How it is levied and reported.'),
    percentage: z.number().describe('The rate in percent: 8.25 is 8.25 %.'),
    inclusive: z.boolean().describe('Whether prices contain the tax.'),
    compound: z.boolean().describe('Whether it is levied on the net and a line’s other taxes.'),
    salesAccountUuid: answered.uuid().describe('The account that the tax of sales is posted to.'),
    purchaseAccountUuid: answered.uuid().describe('The account that the tax of purchases is posted to.'),
    recoverablePercentage: z.number().describe('How much of the tax on purchases is got back, in percent.'),
    taxNumber: z.string().nullable().describe('The number under which the authority knows the business.'),
    status: z.enum(TAX_STATUSES).describe('Inactive taxes cannot be chosen any more.'),
    ...timestampsSchema(),
  })
  .meta({ id: 'Tax', description: 'A sales tax and the accounts that collect it.' });

export type TaxRecord = z.output<typeof taxSchema>;

/** A tax in the API's words. */
export function toTaxRecord(tax: Tax): TaxRecord {
  return {
    ...identityOf(tax.id),
    name: tax.name,
    kind: tax.kind,
    percentage: decimalToNumber(tax.percentage),
    inclusive: tax.inclusive,
    compound: tax.compound,
    salesAccountUuid: tax.salesAccountId,
    purchaseAccountUuid: tax.purchaseAccountId,
    recoverablePercentage: decimalToNumber(tax.recoverablePercentage),
    taxNumber: tax.taxNumber,
    status: tax.status,
    ...timestampsOf(tax),
  };
}
