import { ApiError } from '../../errors.ts';
import { literal } from '../database/transaction.ts';
import type { ChangeContext, CommittedChange } from './change.ts';

/** The statement that claims an idempotency key, first of all in a transaction; `readClaim` reads its answer. */
export function claimStatement(context: ChangeContext, key: string): string {
  return `SELECT claim_idempotency_key('${context.workspaceId}', '${context.partnerAppId}', ${literal(key)}) AS claim`;
}

/** What `claim_idempotency_key` answers. */
export interface Claim {
  readonly state: 'claimed' | 'in_progress' | 'stored';
  readonly requestHash: string;
  readonly message: string;
  readonly answer: string;
  readonly extra: string | null;
}

/**
 * Reads what a claim came to.
 *
 * @returns the answer of the earlier request; undefined where the key is claimed
 * @throws ApiError IDEMPOTENCY_IN_PROGRESS, IDEMPOTENCY_KEY_REUSED
 */
export function readClaim<T extends object>(
  claim: Claim,
  requestHash: string,
): CommittedChange<T> | undefined {
  if (claim.state === 'claimed') return undefined;
  if (claim.state === 'in_progress') {
    throw new ApiError('IDEMPOTENCY_IN_PROGRESS', { headers: { 'retry-after': '1' } });
  }
  if (claim.requestHash !== requestHash) throw new ApiError('IDEMPOTENCY_KEY_REUSED');
  const data = { ...JSON.parse(claim.answer), ...(claim.extra ? JSON.parse(claim.extra) : {}) };
  return { data, message: claim.message, replayed: true };
}
