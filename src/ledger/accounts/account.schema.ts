import { z } from 'zod';
import { answered } from '../../platform/http/fields.ts';
import { ACCOUNT_TYPES } from './catalogue/account-types.ts';

/** Why an account cannot be deleted. Source: partner-api.md 4.2. */
export const DELETE_BLOCKED_REASONS = [
  'NOT_EDITABLE',
  'HAS_JOURNAL_ENTRIES',
  'HAS_SUB_ACCOUNTS',
  'HAS_INVOICE_PRODUCTS',
  'HAS_PAYROLL_MAPPINGS',
] as const;

const accountFields = z.object({
  id: answered.uuid(),
  uuid: answered.uuid(),
  accUuid: answered.uuid(),
  accountUuid: answered.uuid(),
  name: z.string(),
  accountNumber: z.string().nullable(),
  type: z.enum(ACCOUNT_TYPES),
  subType: z.object({
    id: z.int().describe('The same integer in every workspace.'),
    name: z.string(),
    anchorTier: z
      .string()
      .nullable()
      .describe('`PHYSICAL_ACCOUNT` where money really lies: bank, cash, card.'),
  }),
  status: z.enum(['active', 'inactive']),
  editable: z.boolean().describe('False for what the server itself posts to.'),
  currency: z.string(),
  description: z.string().nullable(),
  color: z.string().nullable(),
  parentAccountUuid: answered.uuid().nullable(),
  taxes: z.array(z.object({ id: answered.uuid(), name: z.string(), percentage: z.number() })),
  mask: z.string().nullable(),
  institution: z.object({ logoUrl: z.string().nullable() }).loose().nullable(),
  providerBalances: z.array(z.object({ balanceCurrent: z.number() }).loose()),
  createdAt: answered.instant(),
  updatedAt: answered.instant(),
  balance: answered
    .money()
    .optional()
    .describe(
      'With `includeBalances=true`: debit positive for Assets and Expenses, credit positive for the others.',
    ),
  canDelete: z.boolean().optional().describe('With `includeDeleteMeta=true`.'),
  deleteBlockedReason: z.enum(DELETE_BLOCKED_REASONS).nullable().optional(),
});

const subAccountSchema = accountFields
  .extend({ subAccounts: z.array(z.unknown()).max(0) })
  .meta({ id: 'SubAccount' });

/** An account as the API answers it; accounts nest one level deep. */
export const accountSchema = accountFields
  .extend({ subAccounts: z.array(subAccountSchema) })
  .meta({ id: 'Account' });

type AccountFields = z.output<typeof accountFields>;

/** A row of the flat list, or of another account's `subAccounts`. */
export interface Account extends AccountFields {
  readonly subAccounts: Account[];
}

export const accountSubTypeSchema = z
  .object({
    id: z.int(),
    type: z.enum(ACCOUNT_TYPES),
    name: z.string(),
    description: z.string(),
    anchorTier: z
      .string()
      .nullable()
      .describe('`PHYSICAL_ACCOUNT` where money really lies: bank, cash, card.'),
  })
  .meta({ id: 'AccountSubType' });

const ID = '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c';

export const accountExample: Account = {
  id: ID,
  uuid: ID,
  accUuid: ID,
  accountUuid: ID,
  name: 'Checking',
  accountNumber: '1000',
  type: 'Assets',
  subType: { id: 1010, name: 'Checking', anchorTier: 'PHYSICAL_ACCOUNT' },
  status: 'active',
  editable: true,
  currency: 'USD',
  description: null,
  color: null,
  parentAccountUuid: null,
  taxes: [],
  mask: null,
  institution: null,
  providerBalances: [],
  createdAt: '2026-01-15T09:30:00.000Z',
  updatedAt: '2026-01-15T09:30:00.000Z',
  subAccounts: [],
};
