import { z } from 'zod';
import { addition, answered } from '../../platform/http/fields.ts';
import { identitySchema, timestampsSchema } from '../../platform/http/record.ts';
import { mergedFields } from '../merges/merge.schema.ts';
import { ACCOUNT_TYPES } from './catalogue/account-types.ts';

/** Why an account cannot be deleted. Source: partner-api.md 4.2; the last two are of merges. */
export const DELETE_BLOCKED_REASONS = [
  'NOT_EDITABLE',
  'HAS_JOURNAL_ENTRIES',
  'HAS_SUB_ACCOUNTS',
  'HAS_INVOICE_PRODUCTS',
  'HAS_PAYROLL_MAPPINGS',
  'IS_MERGED',
  'HAS_MERGED_ACCOUNTS',
] as const;

export const ACCOUNT_STATUSES = ['active', 'inactive'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

const anchorTier = z
  .string()
  .nullable()
  .describe('`PHYSICAL_ACCOUNT` where money really lies: bank, cash, card.');

const accountFields = z.object({
  ...identitySchema('account'),
  accUuid: answered.uuid().describe('The same as `id`.'),
  accountUuid: answered.uuid().describe('The same as `id`.'),
  name: z.string().describe('The account’s name.'),
  accountNumber: z.string().nullable().describe('Its number in the chart.'),
  type: z.enum(ACCOUNT_TYPES).describe('Which of the five kinds of account it is.'),
  subType: z
    .object({
      id: z.int().describe('The same integer in every workspace.'),
      name: z.string().describe('The name of the sub-type.'),
      anchorTier,
    })
    .describe('Its row of the catalogue of sub-types.'),
  status: z
    .enum(ACCOUNT_STATUSES)
    .describe('Inactive accounts keep what is posted, and nothing new may name them.'),
  editable: z.boolean().describe('False for what the server itself posts to.'),
  currency: z.string().describe('Its currency, ISO 4217.'),
  description: z.string().nullable().describe('What the account is for.'),
  color: z.string().nullable().describe('The colour to show it in.'),
  parentAccountUuid: answered.uuid().nullable().describe('The account that it is a sub-account of.'),
  taxes: z
    .array(
      z.object({
        id: answered.uuid().describe('The tax’s UUID.'),
        name: z.string().describe('The tax’s name.'),
        percentage: z.number().describe('The rate in percent: 8.25 is 8.25 %.'),
      }),
    )
    .describe('The taxes that lines on this account begin with.'),
  mask: z.string().nullable().describe('The last digits of the bank’s or card’s own number.'),
  institution: z
    .object({ logoUrl: z.string().nullable().describe('Where its logo is.') })
    .loose()
    .nullable()
    .describe('The bank that holds the account.'),
  providerBalances: z
    .array(z.object({ balanceCurrent: z.number().describe('The balance as the bank tells it.') }).loose())
    .describe('What the bank says; empty, since no bank is connected.'),
  ...mergedFields('account'),
  ...timestampsSchema(),
  balance: answered
    .money()
    .optional()
    .describe(
      'With `includeBalances=true`: debit positive for Assets and Expenses, credit positive for the others.',
    ),
  canDelete: z.boolean().optional().describe('With `includeDeleteMeta=true`: whether it may be deleted.'),
  deleteBlockedReason: z
    .enum(DELETE_BLOCKED_REASONS)
    .nullable()
    .optional()
    .describe('With `includeDeleteMeta=true`: why it may not be deleted.')
    .meta(addition(['IS_MERGED', 'HAS_MERGED_ACCOUNTS'])),
});

const subAccountSchema = accountFields
  .extend({ subAccounts: z.array(z.unknown()).max(0).describe('Empty: accounts nest one level deep.') })
  .meta({ id: 'SubAccount', description: 'An account under another of the same type.' });

/** An account as the API answers it; accounts nest one level deep. */
export const accountSchema = accountFields
  .extend({
    subAccounts: z
      .array(subAccountSchema)
      .describe('Its sub-accounts, in the nested list; empty in the flat one.'),
  })
  .meta({ id: 'Account', description: 'An account of the general ledger.' });

type AccountFields = z.output<typeof accountFields>;

/** A row of the flat list, or of another account's `subAccounts`. */
export interface Account extends AccountFields {
  readonly subAccounts: Account[];
}

export const accountSubTypeSchema = z
  .object({
    id: z.int().describe('The same integer in every workspace; what `subTypeId` means.'),
    type: z.enum(ACCOUNT_TYPES).describe('The type of its accounts.'),
    name: z.string().describe('The name of the sub-type.'),
    description: z.string().describe('What its accounts are for.'),
    anchorTier,
  })
  .meta({ id: 'AccountSubType', description: 'A row of the catalogue of account sub-types.' });
