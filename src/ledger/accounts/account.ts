import { ApiError, type FieldError, fieldError } from '../../errors.ts';
import { type Changes, changesBetween } from '../../platform/change/changes-between.ts';
import { nameKey } from '../../platform/text.ts';
import { mergedField } from '../merges/merged-errors.ts';
import { type NamedTax, namedTaxes, refuseTaxes } from '../taxes/index.ts';
import type { Account, AccountStatus } from './account.schema.ts';
import type { CreateAccountBody, UpdateAccountBody } from './account-body.schema.ts';
import { findAccountSubType } from './catalogue/account-sub-types.ts';
import type { AccountType } from './catalogue/account-types.ts';
import type { SystemRole } from './catalogue/system-roles.ts';

/** Everything of an account that a caller decides. */
export interface AccountValues {
  readonly name: string;
  readonly accountNumber: string | null;
  readonly subTypeId: number;
  readonly parentAccountUuid: string | null;
  readonly status: AccountStatus;
  readonly description: string | null;
  readonly color: string | null;
  readonly taxUuids: readonly string[];
}

/** An account as the rules see it. */
export interface HeldAccount extends AccountValues {
  readonly id: string;
  readonly type: AccountType;
  readonly editable: boolean;
  readonly role: SystemRole | null;
  readonly isPhysical: boolean;
  /** Into which it is merged. */
  readonly mergedIntoId: string | null;
}

/** What the rules need to know of the workspace beside the accounts themselves. */
export interface Surroundings {
  readonly currency: string;
  readonly country: string | null;
  /** The accounts that have the wanted names, by the names’ keys. */
  readonly nameHolders: ReadonlyMap<string, string>;
  readonly taxes: ReadonlyMap<string, NamedTax>;
}

type Body = CreateAccountBody | UpdateAccountBody;

/** The parent that a body names and under which name; undefined where it says nothing of a parent. */
export function namedParent(body: Body): { field: string; id: string | null } | undefined {
  if (body.parentAccountUuid !== undefined) return { field: 'parentAccountUuid', id: body.parentAccountUuid };
  if (body.parentAccountId !== undefined) return { field: 'parentAccountId', id: body.parentAccountId };
  if ('isChildAccount' in body && body.isChildAccount === false) return { field: 'isChildAccount', id: null };
  return undefined;
}

/** The values of a new account. A sub-account has its parent's status unless the body says otherwise. */
export function newAccount(body: CreateAccountBody, parent: HeldAccount | undefined): AccountValues {
  return {
    name: body.name,
    accountNumber: body.accountNumber ?? null,
    subTypeId: body.subTypeId,
    parentAccountUuid: namedParent(body)?.id ?? null,
    status: body.status ?? parent?.status ?? 'active',
    description: body.description ?? null,
    color: body.color ?? null,
    taxUuids: namedTaxes(body)?.ids ?? [],
  };
}

/** The values of an account after an update: what the body leaves out stays, null clears. */
export function updatedAccount(
  held: HeldAccount,
  body: UpdateAccountBody,
  parent: HeldAccount | undefined,
): AccountValues {
  const kept = <T>(wanted: T | undefined, before: T): T => (wanted === undefined ? before : wanted);
  const named = namedParent(body);
  return {
    name: kept(body.name, held.name),
    accountNumber: kept(body.accountNumber, held.accountNumber),
    subTypeId: kept(body.subTypeId, held.subTypeId),
    parentAccountUuid: named ? named.id : held.parentAccountUuid,
    status: body.status ?? (parent?.status === 'inactive' ? 'inactive' : held.status),
    description: kept(body.description, held.description),
    color: kept(body.color, held.color),
    taxUuids: namedTaxes(body)?.ids ?? held.taxUuids,
  };
}

/** What an update changed, field by field, under the API's names. */
export function changesOf(
  { name, accountNumber, subTypeId, parentAccountUuid, status, description, color, taxUuids }: AccountValues,
  after: AccountValues,
): Changes {
  const before = {
    name,
    accountNumber,
    subTypeId,
    parentAccountUuid,
    status,
    description,
    color,
    taxUuids,
  };
  return changesBetween(before, { ...after });
}

/** What anybody may change of an account that the server itself posts to. Source: partner-api.md 4.2. */
const COSMETIC = ['description', 'color', 'accountNumber'];

/** @throws ApiError PROTECTED_ACCOUNT_FIELD (403) where a change touches what is not the caller's to change */
export function refuseProtected(held: HeldAccount, changes: Changes): void {
  if (held.editable) return;
  const open = held.isPhysical ? [...COSMETIC, 'name'] : COSMETIC;
  const errors = Object.keys(changes)
    .filter((field) => !open.includes(field))
    .map((field) =>
      fieldError(
        field,
        'PROTECTED_ACCOUNT_FIELD',
        `is protected: the server itself posts to ${held.name}, so it must be left as it is`,
      ),
    );
  if (errors.length === 0) return;
  const message = errors.map((error) => error.message).join(' ');
  throw new ApiError('PROTECTED_ACCOUNT_FIELD', { message, errors });
}

/** The error of a name that another account has. */
export const NAME_TAKEN = fieldError('name', 'DUPLICATE_NAME', 'must be unique: another account has it');

interface Checked {
  readonly body: Body;
  readonly wanted: AccountValues;
  /** The parent that is wanted; undefined where none is wanted, or it is unknown. */
  readonly parent: HeldAccount | undefined;
  /** The account as it was; undefined for a new one. */
  readonly held?: HeldAccount;
  readonly hasSubAccounts?: boolean;
  readonly surroundings: Surroundings;
}

/** Every rule that the wanted account breaks. */
export function findBrokenRules(checked: Checked): FieldError[] {
  const { body, wanted, held, surroundings } = checked;
  const named = namedTaxes(body);
  const holder = wanted.name === held?.name ? undefined : surroundings.nameHolders.get(nameKey(wanted.name));
  return [
    ...(holder !== undefined && holder !== held?.id ? [NAME_TAKEN] : []),
    ...refuseType(checked),
    ...refuseParent(checked),
    ...refuseStatus(checked),
    ...refuseCurrency(body, surroundings),
    ...(named ? refuseTaxes(named.ids, surroundings.taxes, named.field, new Set(held?.taxUuids)) : []),
    ...(!held && !named && surroundings.country === 'NZ'
      ? [fieldError('taxUuids', 'REQUIRED', 'is required in New Zealand; send `[]` for none')]
      : []),
  ];
}

/** An account keeps its type, and a sub-account has its parent's. */
function refuseType({ wanted, held, parent }: Checked): FieldError[] {
  const { type } = findAccountSubType(wanted.subTypeId)!;
  const model = held ?? parent;
  if (!model || type === model.type) return [];
  const why = held ? 'since an account keeps its type' : 'as the parent account is';
  const predicate = `must be a sub-type of ${model.type}, ${why}`;
  return [fieldError('subTypeId', 'INVALID_ACCOUNT_TYPE', predicate, { uuid: model.id })];
}

const CONTROL_ROLES: readonly (SystemRole | null)[] = ['accounts_receivable', 'accounts_payable'];

function refuseParent({ body, wanted, held, parent, hasSubAccounts }: Checked): FieldError[] {
  const named = namedParent(body);
  if (!named) {
    const isMissing = 'isChildAccount' in body && body.isChildAccount && !held?.parentAccountUuid;
    return isMissing ? [fieldError('parentAccountUuid', 'REQUIRED', 'is required of a sub-account')] : [];
  }
  const { field, id } = named;
  if (id === null) return [];
  const refused = (predicate: string) => [fieldError(field, 'INVALID_VALUE', predicate, { uuid: id })];
  if (id === held?.id) return refused('must be another account');
  if (!parent)
    return [
      fieldError(field, 'ACCOUNT_NOT_FOUND', `must be an account of this workspace: ${id} is not one`, {
        uuid: id,
      }),
    ];
  if (parent.mergedIntoId !== null)
    return [mergedField('account', field, { id, mergedIntoId: parent.mergedIntoId })];
  if (parent.parentAccountUuid !== null)
    return refused('must be an account without a parent of its own: accounts nest one level deep');
  if (hasSubAccounts)
    return refused('must be left out: the account has sub-accounts itself, and accounts nest one level deep');
  if (CONTROL_ROLES.includes(parent.role))
    return refused('must be another account: what is owed stands on one account, without sub-accounts');
  const { type } = findAccountSubType(wanted.subTypeId)!;
  // Of a new account, and of one whose sub-type changes its type, the sub-type is told to be wrong.
  if (held && parent.type !== held.type && type === held.type) {
    const predicate = `must be an account of type ${held.type}, as its sub-account is`;
    return [fieldError(field, 'INVALID_ACCOUNT_TYPE', predicate, { uuid: id })];
  }
  return [];
}

function refuseStatus({ wanted, parent }: Checked): FieldError[] {
  if (wanted.status === 'inactive' || parent?.status !== 'inactive') return [];
  return [fieldError('status', 'INVALID_VALUE', 'must be inactive, as the parent account is')];
}

function refuseCurrency({ currency }: Body, books: Surroundings): FieldError[] {
  if (!currency || currency.toUpperCase() === books.currency) return [];
  const predicate = `must be ${books.currency}: accounts in foreign currency are not available on this server yet`;
  return [fieldError('currency', 'NOT_AVAILABLE', predicate)];
}

const BLOCKS: Record<NonNullable<Account['deleteBlockedReason']>, string> = {
  NOT_EDITABLE: 'the server itself posts to it',
  HAS_JOURNAL_ENTRIES: 'it has journal entries, or a draft or template of them names it',
  HAS_SUB_ACCOUNTS: 'it has sub-accounts',
  HAS_INVOICE_PRODUCTS: 'products, taxes or invoices name it',
  HAS_PAYROLL_MAPPINGS: 'payroll posts to it',
  IS_MERGED: 'it is merged into another',
  HAS_MERGED_ACCOUNTS: 'others are merged into it',
};

/** The refusal to delete an account, with the reason as clients look for it. */
export function notDeletable(reason: NonNullable<Account['deleteBlockedReason']>): ApiError {
  const advice = reason === 'NOT_EDITABLE' ? '' : ' Set its status to inactive instead.';
  const message = `The account must be unused to be deleted: ${reason}, ${BLOCKS[reason]}.${advice}`;
  return new ApiError('ACCOUNT_NOT_DELETABLE', { message, details: { deleteBlockedReason: reason } });
}
