import { z } from 'zod';
import { mergedFields } from '../../ledger/merges/index.ts';
import { PAYMENT_TERMS } from '../../ledger/workspaces/payment-terms.ts';
import { addressInput, addressSchema } from '../../platform/http/address.ts';
import type { BulkRows } from '../../platform/http/bulk-endpoint.ts';
import { emailOrNone, oneOf, text, uuid } from '../../platform/http/fields.ts';
import { identitySchema, timestampsSchema } from '../../platform/http/record.ts';
import { bothAlike, withRules } from '../../platform/http/rules.ts';
import { namedTaxSchema, taxReferences } from '../taxes/index.ts';

export const CUSTOMER_STATUSES = ['active', 'inactive'] as const;
const LONGEST_NOTES = 10_000;
const MOST_CONTACTS = 100;

const contactInput = z
  .object({
    firstName: text(255).nullish().describe('Given name.'),
    lastName: text(255).nullish().describe('Family name.'),
    email: emailOrNone().describe('Email address of this contact; it need not be unique.'),
    phone: text(50).nullish().describe('Phone number of this contact.'),
    isPrimary: z.boolean().nullish().describe('Whether this is the one contact to turn to first.'),
  })
  .meta({ id: 'ContactInput', description: 'A person to turn to at the customer.' });

function hasAtMostOnePrimary(contacts: unknown): boolean {
  return !Array.isArray(contacts) || contacts.filter((contact) => contact?.isPrimary === true).length <= 1;
}

const contactsInput = z
  .array(contactInput)
  .max(MOST_CONTACTS)
  .refine(hasAtMostOnePrimary, {
    when: () => true,
    error: 'must be a list in which at most one contact is primary',
    params: { code: 'INVALID_VALUE' },
  });

/** Fields that may be left out, and are cleared by null. */
const clearable = {
  email: emailOrNone().describe(
    'Email address, unique in the workspace ignoring case; none where it is blank.',
  ),
  mainPhone: text(50).nullish().describe('Main phone number.'),
  website: text(255).nullish().describe('Website.'),
  notes: text(LONGEST_NOTES).nullish().describe('Notes of the business about this customer.'),
  paymentTerm: oneOf(PAYMENT_TERMS)
    .nullish()
    .describe('When invoices fall due; null leaves it to the workspace.'),
  taxNumber: text(255).nullish().describe('The customer’s own tax number.'),
  taxes: taxReferences()
    .optional()
    .describe(
      'Taxes of lines that name none, beside the product’s own: UUIDs or `{uuid}`; `[]`, `""` or null for none.',
    ),
  taxUuids: taxReferences().optional().describe('Another name of `taxes`; send either.'),
  billingAddress: addressInput.nullish().describe('Where invoices go; replaces the whole address.'),
  shippingAddress: addressInput.nullish().describe('Where goods go; replaces the whole address.'),
  contacts: contactsInput
    .nullish()
    .describe(
      'Contacts; where none is marked primary the first becomes it. On update the list replaces all of them.',
    ),
};

const NAME = 'Display name: a company, or a person.';
const STATUS = '`active` or `inactive`: inactive customers keep their documents and get no new ones.';
const AUTO_CALCULATE = 'Kept as sent: this server takes taxes from the line, the product and the customer.';
const EXCLUDED = 'Whether lines carry no taxes unless they name them.';

const RULES = [bothAlike('taxes', 'taxUuids')];

export const createCustomerBody = withRules(
  z.object({
    customer: text(255, { blank: false }).describe(NAME),
    ...clearable,
    status: oneOf(CUSTOMER_STATUSES).nullish().describe(`${STATUS} \`active\` when left out.`),
    taxAutoCalculate: z.boolean().nullish().describe(`${AUTO_CALCULATE} \`false\` when left out.`),
    taxExcluded: z.boolean().nullish().describe(`${EXCLUDED} \`false\` when left out.`),
  }),
  RULES,
);

const updatable = {
  customer: text(255, { blank: false }).optional().describe(NAME),
  ...clearable,
  status: oneOf(CUSTOMER_STATUSES).optional().describe(STATUS),
  taxAutoCalculate: z.boolean().optional().describe(AUTO_CALCULATE),
  taxExcluded: z.boolean().optional().describe(EXCLUDED),
};

export const updateCustomerBody = withRules(z.object(updatable), RULES);

/** An update among others: it says which customer it is of. */
export const updateCustomerRow = withRules(
  z.object({ uuid: uuid().describe('The UUID of the customer that is to be changed.'), ...updatable }),
  RULES,
);

export type CreateCustomerBody = z.output<typeof createCustomerBody>;
export type UpdateCustomerBody = z.output<typeof updateCustomerBody>;

export const customerSchema = z
  .object({
    ...identitySchema('customer'),
    customer: z.string().describe(NAME),
    email: z.string().nullable().describe('Email address, unique in the workspace ignoring case.'),
    mainPhone: z.string().nullable().describe('Main phone number.'),
    website: z.string().nullable().describe('Website.'),
    notes: z.string().nullable().describe('Notes of the business about this customer.'),
    status: z.enum(CUSTOMER_STATUSES).describe(STATUS),
    paymentTerm: z
      .enum(PAYMENT_TERMS)
      .nullable()
      .describe('When invoices fall due; null leaves it to the workspace.'),
    taxNumber: z.string().nullable().describe('The customer’s own tax number.'),
    taxAutoCalculate: z.boolean().describe(AUTO_CALCULATE),
    taxExcluded: z.boolean().describe(EXCLUDED),
    taxes: z
      .array(namedTaxSchema)
      .describe('Taxes of lines that name none, beside the product’s own, in their order.'),
    billingAddress: addressSchema.nullable().describe('Where invoices go.'),
    shippingAddress: addressSchema.nullable().describe('Where goods go.'),
    contacts: z
      .array(
        z.object({
          ...identitySchema('contact'),
          firstName: z.string().nullable().describe('Given name.'),
          lastName: z.string().nullable().describe('Family name.'),
          email: z.string().nullable().describe('Email address of this contact.'),
          phone: z.string().nullable().describe('Phone number of this contact.'),
          isPrimary: z.boolean().describe('Whether this is the one contact to turn to first.'),
        }),
      )
      .describe('Contacts in their order, exactly one of them primary.'),
    ...mergedFields('customer'),
    ...timestampsSchema(),
  })
  .meta({ id: 'Customer', description: 'Who is invoiced.' });

export type CustomerRecord = z.output<typeof customerSchema>;

/** What the rows of customers' bulk calls are called. */
export const CUSTOMER_ROWS = {
  field: 'customers',
  label: 'customer',
  plural: 'customers',
  key: 'customer',
  record: customerSchema,
} satisfies BulkRows<typeof customerSchema>;
