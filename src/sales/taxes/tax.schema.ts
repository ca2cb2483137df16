import { z } from 'zod';
import { decimal } from '../../ledger/money/fields.ts';
import { type Decimal, decimalToNumber } from '../../ledger/money/index.ts';
import { answered, report, text, uuid } from '../../platform/http/fields.ts';
import type { Tax } from './taxes.store.ts';

export const TAX_STATUSES = ['active', 'inactive'] as const;
const OFFERED_KINDS = ['standard', 'zero', 'exempt'] as const;
const LATER_KINDS = ['reverse_charge', 'withholding'] as const;
const KINDS = [...OFFERED_KINDS, ...LATER_KINDS] as const;

const HUNDRED = 100_000_000n as Decimal;

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

interface Rated {
  readonly kind?: string | null | undefined;
  readonly percentage?: Decimal;
}

function requireZeroRate(tax: Rated, context: z.RefinementCtx): void {
  if (
    (tax?.kind === 'zero' || tax?.kind === 'exempt') &&
    typeof tax.percentage === 'bigint' &&
    tax.percentage !== 0n
  )
    report(context, 'INVALID_VALUE', `must be 0 for a tax of kind ${tax.kind}`, ['percentage']);
}

export const createTaxSchema = z
  .object({
    name: text(255, { blank: false }).describe(
      'What the tax is called; unique in the workspace, ignoring case.',
    ),
    percentage: decimal({ smallest: 0n as Decimal, largest: HUNDRED }).describe(
      'The rate in percent, 0 to 100, with at most 6 decimals: 8.25 is 8.25 %.',
    ),
    kind: kind()
      .nullish()
      .describe(
        '`standard` when left out; `zero` and `exempt` have the percentage 0 and are told apart in reports.',
      ),
    inclusive: notYet('inclusive taxes')
      .nullish()
      .describe('Whether prices contain the tax. Only false is offered yet.'),
    compound: notYet('compound taxes')
      .nullish()
      .describe('Whether it is levied on other taxes too. Only false is offered yet.'),
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
  })
  .superRefine(requireZeroRate, { when: () => true });

export type CreateTax = z.output<typeof createTaxSchema>;

export const taxSchema = z
  .object({
    id: answered.uuid().describe('The tax’s UUID.'),
    uuid: answered.uuid().describe('The same as `id`.'),
    name: z.string().describe('What the tax is called.'),
    kind: z.enum(KINDS).describe('`standard`, `zero`, `exempt`, `reverse_charge` or `withholding`.'),
    percentage: z.number().describe('The rate in percent.'),
    inclusive: z.boolean().describe('Whether prices contain the tax.'),
    compound: z.boolean().describe('Whether it is levied on other taxes too.'),
    salesAccountUuid: answered.uuid().describe('The account that the tax of sales is posted to.'),
    purchaseAccountUuid: answered.uuid().describe('The account that the tax of purchases is posted to.'),
    recoverablePercentage: z.number().describe('How much of the tax on purchases is got back, in percent.'),
    taxNumber: z.string().nullable().describe('The number under which the authority knows the business.'),
    status: z.enum(TAX_STATUSES).describe('Inactive taxes cannot be chosen any more.'),
    createdAt: answered.instant().describe('When it was created.'),
    updatedAt: answered.instant().describe('When it was last changed.'),
  })
  .meta({ id: 'Tax', description: 'A sales tax and the accounts that collect it.' });

export type TaxRecord = z.output<typeof taxSchema>;

/** A tax in the API's words. */
export function toTaxRecord(tax: Tax): TaxRecord {
  return {
    id: tax.id,
    uuid: tax.id,
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
    createdAt: tax.createdAt.toISOString(),
    updatedAt: tax.updatedAt.toISOString(),
  };
}

export const CREATE_TAX_EXAMPLE = { name: 'Sales tax', percentage: 8.25 };

export const TAX_EXAMPLE: TaxRecord = {
  id: '0197e1c2-8a10-7c44-9f0e-1b2c3d4e5f60',
  uuid: '0197e1c2-8a10-7c44-9f0e-1b2c3d4e5f60',
  name: 'Sales tax',
  kind: 'standard',
  percentage: 8.25,
  inclusive: false,
  compound: false,
  salesAccountUuid: '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c',
  purchaseAccountUuid: '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3d',
  recoverablePercentage: 100,
  taxNumber: null,
  status: 'active',
  createdAt: '2026-01-15T09:30:00.000Z',
  updatedAt: '2026-01-15T09:30:00.000Z',
};
