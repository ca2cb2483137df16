import { type FieldError, fieldError } from '../../errors.ts';
import { mergedField } from '../merges/merged-errors.ts';

/** What is known of an account that a line of a hand-written entry names. */
export interface PostableAccount {
  readonly name: string;
  readonly status: string;
  readonly currency: string;
  /** Into which it is merged. */
  readonly mergedIntoId: string | null;
}

/** Why an entry by hand cannot stand on an account: it is unknown here, inactive, or in another currency. */
export function findUnfitAccount(
  field: string,
  uuid: string,
  account: PostableAccount | undefined,
  currency: string,
): FieldError[] {
  if (!account) {
    const predicate = `must be the UUID of an account of this workspace: ${uuid} is unknown`;
    return [fieldError(field, 'ACCOUNT_NOT_FOUND', predicate, { uuid })];
  }
  const { mergedIntoId } = account;
  if (mergedIntoId !== null) return [mergedField('account', field, { id: uuid, mergedIntoId })];
  if (account.status !== 'active') {
    const predicate = `must be an active account: ${account.name} is inactive`;
    return [fieldError(field, 'ACCOUNT_INACTIVE', predicate, { uuid })];
  }
  if (account.currency === currency) return [];
  const predicate = `must be an account in ${currency}: one in another currency is not available yet`;
  return [fieldError(field, 'NOT_AVAILABLE', predicate)];
}
