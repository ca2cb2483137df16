import { z } from 'zod';
import { decimal } from '../../ledger/money/fields.ts';
import { answered, oneOf, text, uuid } from '../../platform/http/fields.ts';
import { identitySchema, timestampsSchema } from '../../platform/http/record.ts';
import { bothAlike, withRules } from '../../platform/http/rules.ts';
import { namedTaxSchema, taxReferences } from '../taxes/index.ts';

export const PRODUCT_TYPES = ['service', 'good'] as const;
export const PRODUCT_STATUSES = ['active', 'inactive'] as const;

const NAME = 'What is sold, 1 to 255 characters; kept exactly.';
const TYPE =
  '`service` for labor, `good` for physical goods: one logic for both. `service` where it was never given.';
const STATUS = 'Inactive products cannot be invoiced any more. `active` where it was never given.';

const name = text(255, { blank: false });
const type = oneOf(PRODUCT_TYPES);
const status = oneOf(PRODUCT_STATUSES);

/** Fields that may be left out, and are cleared by null. */
const clearable = {
  code: text(100)
    .nullish()
    .describe('Your own number for it (SKU), at most 100 characters; `null` clears it.'),
  description: text(4000)
    .nullish()
    .describe('What invoice lines say when they say nothing else; `null` clears it.'),
  unitPrice: decimal()
    .nullish()
    .describe('The price of one in the workspace’s currency: a number or numeric text; `null` clears it.'),
  price: decimal()
    .nullish()
    .describe('Another name of `unitPrice`. Where both are given they must be equal.'),
  categoryAccountUuid: uuid()
    .nullish()
    .describe(
      'The account of type Income that sales are posted to. Without one the product cannot be invoiced.',
    ),
  purchaseCategoryAccountUuid: uuid()
    .nullish()
    .describe('The account that purchases are posted to: of type Expenses, or an asset such as inventory.'),
  taxUuids: taxReferences()
    .optional()
    .describe(
      'The taxes of its lines where these name none: a list of UUIDs or `{uuid}`, one UUID, `""` or `null` for none.',
    ),
  taxes: taxReferences()
    .optional()
    .describe('Another name of `taxUuids`. Where both are given they must be equal.'),
};

export const createProductBody = withRules(
  z.object({
    name: name.describe(NAME),
    type: type.nullish().describe(TYPE),
    status: status.nullish().describe(STATUS),
    ...clearable,
  }),
  [bothAlike('unitPrice', 'price'), bothAlike('taxUuids', 'taxes')],
);

export const updateProductBody = withRules(
  z.object({
    name: name.optional().describe(NAME),
    type: type.optional().describe(TYPE),
    status: status.optional().describe(STATUS),
    ...clearable,
  }),
  [bothAlike('unitPrice', 'price', { nullClears: true }), bothAlike('taxUuids', 'taxes')],
);

export type ProductBody = z.output<typeof createProductBody> | z.output<typeof updateProductBody>;

const accountSchema = z
  .object({
    ...identitySchema('account'),
    name: z.string().describe('The account’s name.'),
    type: z.string().describe('Assets, Liabilities, Equity, Income or Expenses.'),
  })
  .nullable();

export const productSchema = z
  .object({
    ...identitySchema('product'),
    name: z.string().describe('What is sold.'),
    code: z.string().nullable().describe('Your own number for it.'),
    description: z.string().nullable().describe('What invoice lines say when they say nothing else.'),
    type: z.enum(PRODUCT_TYPES).describe('`service` or `good`.'),
    unitPrice: z.number().nullable().describe('The price of one, before taxes.'),
    price: z.number().nullable().describe('The same as `unitPrice`.'),
    currency: z.string().describe('The workspace’s currency, ISO 4217.'),
    tax: answered
      .money()
      .nullable()
      .describe(
        'The taxes on one at this price, rounded to the currency; `null` without a price, or where its taxes do not go together.',
      ),
    total: answered
      .money()
      .nullable()
      .describe('The price of one with its taxes, which a price with an inclusive tax contains already.'),
    status: z.enum(PRODUCT_STATUSES).describe('`active` or `inactive`.'),
    pricingMethod: z.literal('item').describe('How it is priced: by the item.'),
    categoryAccount: accountSchema.describe('The account that sales are posted to.'),
    categoryAccountUuid: answered.uuid().nullable().describe('Its UUID.'),
    purchaseCategoryAccount: accountSchema.describe('The account that purchases are posted to.'),
    purchaseCategoryAccountUuid: answered.uuid().nullable().describe('Its UUID.'),
    taxes: z.array(namedTaxSchema).describe('The taxes of its lines where these name none.'),
    ...timestampsSchema(),
  })
  .meta({ id: 'Product', description: 'A good or service, with the income account that it posts to.' });

export type ProductRecord = z.output<typeof productSchema>;
