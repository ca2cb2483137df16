import { z } from 'zod';
import { mergedFields } from '../../ledger/merges/index.ts';
import { PAYMENT_TERMS } from '../../ledger/workspaces/payment-terms.ts';
import { addressInput, addressSchema } from '../../platform/http/address.ts';
import { addition, emailOrNone, oneOf, text } from '../../platform/http/fields.ts';
import { identitySchema, timestampsSchema } from '../../platform/http/record.ts';
import { bothAlike, oneRequired, requiredByEither, withRules } from '../../platform/http/rules.ts';

export const VENDOR_STATUSES = ['active', 'inactive'] as const;
const LONGEST_NOTES = 10_000;

const NAME = 'Name of the company or person, 1 to 255 characters; kept exactly. It need not be unique.';
const ALIAS = 'Another name of `name`. Where both are given they must be equal.';
const EMAIL = 'Email address; several vendors may share one.';
const PAYMENT_TERM = 'When the vendor’s bills fall due; null leaves it to the bill.';
const STATUS = 'Inactive vendors keep their documents and get no new ones.';
const IS_1099 = 'Whether payments to this vendor are reported on form 1099.';

const name = text(255, { blank: false });

/** Fields that may be left out, and are cleared by null. All but the email go beyond the reference. */
const clearable = {
  email: emailOrNone().describe(EMAIL),
  phone: text(50).nullish().describe('Phone number.').meta(addition()),
  website: text(255).nullish().describe('Website.').meta(addition()),
  taxNumber: text(255).nullish().describe('The vendor’s own tax number.').meta(addition()),
  notes: text(LONGEST_NOTES).nullish().describe('Notes of the business about this vendor.').meta(addition()),
  paymentTerm: oneOf(PAYMENT_TERMS).nullish().describe(PAYMENT_TERM).meta(addition()),
  address: addressInput.nullish().describe('Its address; replaces the whole address.').meta(addition()),
};

const bothNames = bothAlike('name', 'vendor');

export const createVendorBody = withRules(
  z
    .object({
      name: name.nullish().describe(NAME),
      vendor: name.nullish().describe(ALIAS),
      ...clearable,
      status: oneOf(VENDOR_STATUSES)
        .nullish()
        .describe(`${STATUS} \`active\` when left out.`)
        .meta(addition()),
      is1099: z.boolean().nullish().describe(`${IS_1099} \`false\` when left out.`).meta(addition()),
    })
    .meta(requiredByEither('name', 'vendor')),
  [oneRequired('name', 'vendor'), bothNames],
);

export const updateVendorBody = withRules(
  z.object({
    name: name.optional().describe(NAME),
    vendor: name.optional().describe(ALIAS),
    ...clearable,
    status: oneOf(VENDOR_STATUSES).optional().describe(STATUS).meta(addition()),
    is1099: z.boolean().optional().describe(IS_1099).meta(addition()),
  }),
  [bothNames],
);

export type VendorBody = z.output<typeof createVendorBody> | z.output<typeof updateVendorBody>;

export const vendorSchema = z
  .object({
    ...identitySchema('vendor'),
    name: z.string().describe('Name of the company or person.'),
    email: z.string().nullable().describe('Email address.'),
    phone: z.string().nullable().describe('Phone number.').meta(addition()),
    website: z.string().nullable().describe('Website.').meta(addition()),
    taxNumber: z.string().nullable().describe('The vendor’s own tax number.').meta(addition()),
    notes: z.string().nullable().describe('Notes of the business about this vendor.').meta(addition()),
    paymentTerm: z.enum(PAYMENT_TERMS).nullable().describe(PAYMENT_TERM).meta(addition()),
    address: addressSchema.nullable().describe('Its address.').meta(addition()),
    status: z.enum(VENDOR_STATUSES).describe(STATUS).meta(addition()),
    is1099: z.boolean().describe(IS_1099).meta(addition()),
    ...mergedFields('vendor'),
    ...timestampsSchema(),
  })
  .meta({ id: 'Vendor', description: 'Who is bought from.' });

export type VendorRecord = z.output<typeof vendorSchema>;
