import { z } from 'zod';
import { decimal } from '../../ledger/money/fields.ts';
import { decimalToNumber, HUNDRED, ZERO } from '../../ledger/money/index.ts';
import { answered, report, text, uuid } from '../../platform/http/fields.ts';
import { identityOf, identitySchema, timestampsOf, timestampsSchema } from '../../platform/http/record.ts';
import { type Rule, withRules } from '../../platform/http/rules.ts';
import type { Tax } from './taxes.store.ts';

export const TAX_STATUSES = ['active', 'inactive'] as const;
const OFFERED_KINDS = ['standard', 'zero', 'exempt'] as const;
const LATER_KINDS = ['reverse_charge', 'withholding'] as const;
const KINDS = [...OFFERED_KINDS, ...LATER_KINDS] as const;

/** A switch that is known but cannot be switched on yet. */
function notYet(what: string) {
  return z.boolean().superRefine((value, context) => {
    if (value) report(context, 'NOT_AVAILABLE', `must be false: ${what} are not offered yet`);
  });
}

function kind() {
  return z
    .string()
    .transform((value, context) => {
      const offered = OFFERED_KINDS.find((one) => one === value);
      if (offered) return offered;
      const isLater = LATER_KINDS.some((one) => one === value);
      const only = `must be one of ${OFFERED_KINDS.join(', ')}`;
      if (isLater) report(context, 'NOT_AVAILABLE', `${only}: ${value} is not offered yet`);
      else report(context, 'INVALID_ENUM', only);
      return z.NEVER;
    })
    .meta({ type: 'string', enum: [...OFFERED_KINDS] });
}

const ZERO_RATED: Rule = {
  path: 'percentage',
  code: 'INVALID_VALUE',
  message: 'must be 0 for a tax of kind zero or exempt',
  holds: ({ kind, percentage }) =>
    (kind !== 'zero' && kind !== 'exempt') || typeof percentage !== 'bigint' || percentage === 0n,
};

export const createTaxBody = withRules(
  z.object({
    name: text(255, { blank: false }).describe(
      'What the tax is called; unique in the workspace, ignoring case.',
    ),
    percentage: decimal({ smallest: ZERO, largest: HUNDRED }).describe(
      'The rate in percent, 0 to 100, with at most 6 decimals: 8.25 is 8.25 %.',
    ),
    kind: kind()
      .nullish()
      .describe(
        '`standard` when left out; `zero` and `exempt` have the percentage 0 and are told apart in reports.',
      ),
    inclusive: notYet('inclusive taxes')
      .nullish()
      .describe('Whether prices contain the tax. Only `false` is available so far.'),
    compound: notYet('compound taxes')
      .nullish()
      .describe('Whether it is levied on other taxes too. Only `false` is available so far.'),
    salesAccountUuid: uuid()
      .nullish()
      .describe(
        'The liability that collects the tax of sales; the workspace’s sales tax account when left out.',
      ),
    purchaseAccountUuid: uuid()
      .nullish()
      .describe(
        'The asset or liability for the tax of purchases; the workspace’s input tax account when left out.',
      ),
    taxNumber: text(100)
      .nullish()
      .describe('The number under which the authority knows the business for this tax.'),
  }),
  [ZERO_RATED],
);

export type CreateTaxBody = z.output<typeof createTaxBody>;

export const taxSchema = z
  .object({
    ...identitySchema('tax'),
    name: z.string().describe('What the tax is called.'),
    kind: z.enum(KINDS).describe('How it is levied and reported.'),
    percentage: z.number().describe('The rate in percent: 8.25 is 8.25 %.'),
    inclusive: z.boolean().describe('Whether prices contain the tax.'),
    compound: z.boolean().describe('Whether it is levied on other taxes too.'),
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
