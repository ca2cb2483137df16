import type { ProofResult } from '../../ledger/proofs/index.ts';
import type { ChainHead } from '../../ledger/seals/signed-head.ts';
import type { Transaction } from '../../platform/database/transaction.ts';

const NAME = 'head-contained';
const DESCRIPTION =
  'The chain holds the seal that was noted earlier: nothing up to there was changed or taken out.';

/**
 * Proves that a chain still goes through a head that was signed earlier. Together with `chain-holds` this shows a chain
 * that was computed anew by whoever could write to the database.
 */
export async function proveHead(transaction: Transaction, head: ChainHead): Promise<ProofResult> {
  const started = performance.now();
  const [seal] = await transaction.query<{ hash: string }>(
    `SELECT encode(hash, 'hex') AS hash FROM entry_seal WHERE workspace_id = $1 AND number = $2`,
    [head.workspaceId, head.number.toString()],
  );
  const failure = describeFailure(head, seal?.hash);
  return {
    name: NAME,
    description: DESCRIPTION,
    checked: 1,
    failureCount: failure === undefined ? 0 : 1,
    failures: failure === undefined ? [] : [failure],
    milliseconds: Math.round(performance.now() - started),
  };
}

function describeFailure({ number, hash }: ChainHead, found: string | undefined): string | undefined {
  if (found === hash) return undefined;
  if (found === undefined) return `the chain has no seal ${number}, which was signed with hash ${hash}`;
  return `seal ${number} has hash ${found}; signed was ${hash}`;
}
