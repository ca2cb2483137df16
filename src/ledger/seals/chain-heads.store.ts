import type { Transaction } from '../../platform/database/transaction.ts';
import type { ChainHead } from './signed-head.ts';

/** The head of a workspace's chain, when it was last sealed, and how many entries wait for a seal. */
export interface ChainState extends ChainHead {
  readonly sealedAt: Date | null;
  readonly unsealedEntries: number;
}

/** Where a workspace's chain stands. */
export async function selectChainState(transaction: Transaction, workspaceId: string): Promise<ChainState> {
  const [row] = await transaction.query<Omit<ChainState, 'number'> & { number: string }>(
    `SELECT h.workspace_id AS "workspaceId", h.number::text AS number, encode(h.hash, 'hex') AS hash,
            h.sealed_at AS "sealedAt",
            (SELECT count(*)::integer FROM unsealed_entry u WHERE u.workspace_id = $1) AS "unsealedEntries"
       FROM chain_head h
      WHERE h.workspace_id = $1`,
    [workspaceId],
    'chain_state',
  );
  return { ...row!, number: BigInt(row!.number) };
}
