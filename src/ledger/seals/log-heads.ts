import type { Database } from '../../platform/database/database.ts';
import { selectChainState } from './chain-heads.store.ts';
import type { HeadSigner } from './signed-head.ts';

/**
 * Makes the job that tells the signed head of every workspace whose chain has grown since it last did: a log that is kept
 * elsewhere then shows what the books were, also to whom the database's owner would show others (ledger.md 7).
 */
export function createHeadLog(
  database: Database,
  signer: HeadSigner,
  tell: (signedHead: string) => void,
): (signal: AbortSignal) => Promise<void> {
  const told = new Map<string, bigint>();
  return async (signal) => {
    const workspaces = await database.unfenced((transaction) =>
      transaction.query<{ id: string }>('SELECT id FROM workspace'),
    );
    for (const { id } of workspaces) {
      if (signal.aborted) return;
      const head = await database.read(id, (transaction) => selectChainState(transaction, id));
      if (head.number === 0n || told.get(id) === head.number) continue;
      told.set(id, head.number);
      tell(signer.sign(head));
    }
  };
}
