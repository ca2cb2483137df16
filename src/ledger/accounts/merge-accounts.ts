import { type FieldError, fieldError, invalidFields } from '../../errors.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { defineMerge, type WantedMerge } from '../merges/index.ts';
import { ACCOUNT_EXAMPLE_IDS, MERGED_ACCOUNT_EXAMPLE } from './account.examples.ts';
import { type Account, accountSchema } from './account.schema.ts';
import { findAccounts } from './accounts.store.ts';
import { hasLinesThrough, loadMergeUses } from './merge-accounts.store.ts';
import { lockAccounts } from './write-account.store.ts';

/** Merge Account and Unmerge Account. */
export const ACCOUNT_MERGE_ENDPOINTS = defineMerge<Account>({
  kind: 'account',
  path: '/partners/chart-of-accounts/{id}',
  tag: 'Chart of Accounts',
  operation: 'Account',
  record: accountSchema,
  notFound: 'ACCOUNT_NOT_FOUND',
  description: {
    merge: `The two must be of one
sub-type and currency, so that no total of any report changes: change \`subTypeId\` first where it differs. Accounts that
the server itself posts to, or that a tax names, stay by themselves, and so does an account with sub-accounts or with
lines that are reconciled. Products that name it post to the account that stays. Where it has lines in closed books only an
owner of the workspace may merge it, with a \`reason\`; the hashes of reports that were kept at closes go on holding for
the reports with \`merged=false\`.`,
    unmerge: 'Where it has lines in closed books only an owner of the workspace may, with a `reason`.',
  },
  errors: { merge: ['ACCOUNT_NOT_FOUND', 'PERIOD_CLOSED'], unmerge: ['PERIOD_CLOSED'] },
  example: {
    intoUuid: ACCOUNT_EXAMPLE_IDS.recyclingFees,
    reason: 'Opened twice.',
    merged: MERGED_ACCOUNT_EXAMPLE,
    unmerged: { ...MERGED_ACCOUNT_EXAMPLE, mergedIntoUuid: null },
  },
  lock: lockAccounts,
  find: findAccounts,
  async findUnfit(transaction, wanted) {
    const ids = [wanted.from.uuid, ...wanted.from.mergedUuids];
    return [...(await findUnlike(transaction, wanted)), ...(await findClosed(transaction, wanted, ids))];
  },
  async refuseUnmerge(transaction, wanted, ids) {
    const errors = await findClosed(transaction, wanted, ids);
    if (errors.length > 0) throw invalidFields(errors);
  },
});

/** Why two accounts cannot be told as one: a total would change, or something stands on the one alone. */
async function findUnlike(
  transaction: Transaction,
  { from, into }: WantedMerge<Account>,
): Promise<FieldError[]> {
  const uses = await loadMergeUses(transaction, [from.uuid, into.uuid]);
  const [own, other] = [uses.get(from.uuid)!, uses.get(into.uuid)!];
  const refused = (predicate: string) =>
    fieldError('intoUuid', 'CANNOT_MERGE', predicate, { uuid: into.uuid });
  const errors: FieldError[] = [];
  if (from.subType.id !== into.subType.id) {
    const differs = `${from.name} is of ${from.type}, ${from.subType.name}; ${into.name} of ${into.type}, ${into.subType.name}`;
    errors.push(refused(`must be an account of the same type and sub-type: ${differs}`));
  }
  if (from.currency !== into.currency)
    errors.push(refused(`must be an account in ${from.currency}: ${into.name} is in ${into.currency}`));
  if (own.role !== null) errors.push(refused(`is invalid here: the server itself posts to ${from.name}`));
  if (other.role !== null)
    errors.push(refused('must be another account: the server itself posts to this one'));
  if (own.ofTax) errors.push(refused(`is invalid here: a tax names ${from.name}, which stays by itself`));
  if (own.hasSubAccounts)
    errors.push(refused(`is invalid here: ${from.name} has sub-accounts; they must be moved first`));
  if (own.isReconciled)
    errors.push(refused(`is invalid here: lines of ${from.name} are reconciled with its bank’s statements`));
  return errors;
}

/** Why the books that are closed may not be laid out anew. */
async function findClosed(
  transaction: Transaction,
  { books: { closedThrough, isOwner }, reason }: WantedMerge<Account>,
  ids: readonly string[],
): Promise<FieldError[]> {
  if (closedThrough === null || (isOwner && reason !== null)) return [];
  if (!(await hasLinesThrough(transaction, ids, closedThrough))) return [];
  const why = `the account has lines in books that are closed through ${closedThrough}`;
  const predicate = isOwner ? `is required: ${why}` : `must be that of an owner of the workspace: ${why}`;
  return [fieldError('reason', 'PERIOD_CLOSED', predicate, { details: { closedThrough } })];
}
