import { z } from 'zod';
import type { ErrorCode } from '../../errors.ts';
import { color, oneOf, report, text } from '../../platform/http/fields.ts';
import { bothAlike, type Rule, withRules } from '../../platform/http/rules.ts';
import { isUuid } from '../../platform/text.ts';
import { taxReferences } from '../taxes/index.ts';
import { ACCOUNT_STATUSES } from './account.schema.ts';
import { findAccountSubType } from './catalogue/account-sub-types.ts';

const NAME =
  'The account’s name, 1 to 255 characters, unique in the workspace ignoring case and extra blanks; kept exactly.';
const SUB_TYPE =
  'The id of a row of [the catalogue](/docs/chart-of-accounts/list-account-sub-types), which also decides the type.';
const STATUS = 'Inactive accounts keep what is posted, and nothing new may name them.';
const IGNORED_TYPE = 'Ignored: the type follows from the sub-type.';

const name = text(255, { blank: false });

/** The rule that an unknown sub-type breaks. */
export const subTypeUnknown = (id: number) =>
  `must be the id of a sub-type: Account sub type not found for ${id}`;

/** A row of the catalogue of sub-types, by its integer id. */
function subTypeId() {
  return z
    .number()
    .superRefine((id, context) => {
      if (!Number.isInteger(id)) report(context, 'INVALID_NUMBER', 'must be a whole number');
      else if (id < 1) report(context, 'TOO_SMALL', 'must be at least 1');
      else if (!findAccountSubType(id)) {
        // Clients look for these words (partner-api.md 3).
        report(context, 'ACCOUNT_SUB_TYPE_NOT_FOUND', subTypeUnknown(id));
      }
    })
    .meta({ type: 'integer', minimum: 1 });
}

/** The UUID of the parent account; null or `""` for none. */
function parentReference() {
  return z
    .unknown()
    .transform((value, context): string | null => {
      if (value === null || value === '') return null;
      if (typeof value === 'string' && isUuid(value)) return value.toLowerCase();
      if (typeof value === 'string') report(context, 'INVALID_UUID', 'must be the UUID of an account');
      else if (typeof value === 'number')
        report(context, 'INVALID_TYPE', 'Use `parentAccountUuid`; numeric `parentAccountId` is invalid.');
      else report(context, 'INVALID_TYPE', 'must be the UUID of an account');
      return z.NEVER;
    })
    .meta({
      anyOf: [
        { type: 'string', format: 'uuid', description: 'The UUID of an account.' },
        { type: 'string', const: '' },
        { type: 'null' },
      ],
    });
}

/** Fields that may be left out, and are cleared by null. */
const clearable = {
  accountNumber: text(50).nullish().describe('Its number in the chart, at most 50 characters.'),
  description: text(4000).nullish().describe('What the account is for.'),
  color: color().nullish().describe('The colour to show it in, `#rgb` or `#rrggbb`.'),
  currency: text(3)
    .nullish()
    .describe('ISO 4217; only the workspace’s currency is offered yet, and it is the default.'),
  parentAccountUuid: parentReference()
    .optional()
    .describe(
      'The account that this one is to be a sub-account of: of the same type, and no sub-account itself. `null` for none.',
    ),
  parentAccountId: parentReference().optional().describe('Another name of `parentAccountUuid`; a UUID too.'),
  taxUuids: taxReferences()
    .optional()
    .describe(
      'The taxes that lines on this account begin with: a list of UUIDs or `{uuid}`, one UUID, `""` or `null` for none. ' +
        'Required of workspaces in New Zealand.',
    ),
  taxes: taxReferences()
    .optional()
    .describe('Another name of `taxUuids`. Where both are given they must be equal.'),
  type: z.unknown().optional().describe(IGNORED_TYPE),
};

const RULES: readonly Rule[] = [
  bothAlike('parentAccountUuid', 'parentAccountId', { nullClears: true }),
  bothAlike('taxUuids', 'taxes'),
];

export const createAccountBody = withRules(
  z.object({
    name: name.describe(NAME),
    subTypeId: subTypeId().describe(SUB_TYPE),
    ...clearable,
    status: oneOf(ACCOUNT_STATUSES)
      .nullish()
      .describe(`${STATUS} When left out, \`active\`, or what the parent is.`),
  }),
  RULES,
);

/** Published clients send these with the rest of a record; they are dropped without a warning. */
const dropped = {
  teamId: z.unknown().optional().describe('Ignored: an account stays in its workspace.'),
  connectionId: z.unknown().optional().describe('Ignored: no bank is connected.'),
  systemCreated: z.unknown().optional().describe('Ignored: the server knows which accounts are its own.'),
  connectionSyncEnabled: z.unknown().optional().describe('Ignored: no bank is connected.'),
};

const childWithParent: Rule = {
  path: 'isChildAccount',
  code: 'INVALID_VALUE',
  message: 'must be left out, or agree with the parent that is given',
  holds: ({ isChildAccount, parentAccountUuid, parentAccountId }) => {
    const parent = parentAccountUuid === undefined ? parentAccountId : parentAccountUuid;
    if (typeof isChildAccount !== 'boolean' || parent === undefined) return true;
    return isChildAccount === (parent !== null);
  },
};

export const updateAccountBody = withRules(
  z.object({
    name: name.optional().describe(NAME),
    subTypeId: subTypeId()
      .optional()
      .describe(`${SUB_TYPE} An account keeps its type: only sub-types of that type may be chosen.`),
    ...clearable,
    status: oneOf(ACCOUNT_STATUSES)
      .optional()
      .describe(`${STATUS} Its sub-accounts become inactive with it.`),
    isChildAccount: z
      .boolean()
      .optional()
      .describe('`false` makes a sub-account stand by itself, as `parentAccountUuid: null` does.'),
    ...dropped,
  }),
  [...RULES, childWithParent],
);

export type CreateAccountBody = z.output<typeof createAccountBody>;
export type UpdateAccountBody = z.output<typeof updateAccountBody>;

/** Fields that exist elsewhere and are ignored with a warning: no bank is connected. */
export const INTERNAL_ONLY = ['institutionId'];

/** What may be wrong with what a body names. */
export const ACCOUNT_BODY_ERRORS = [
  'ACCOUNT_SUB_TYPE_NOT_FOUND',
  'DUPLICATE_NAME',
  'ACCOUNT_NOT_FOUND',
  'ACCOUNT_MERGED',
  'INVALID_ACCOUNT_TYPE',
  'TAX_NOT_FOUND',
  'TAX_INACTIVE',
  'NOT_AVAILABLE',
] as const satisfies readonly ErrorCode[];
