import type { Transaction } from '../../platform/database/transaction.ts';
import { withoutLoops } from '../../platform/database/without-loops.ts';

/** One law of the books that can be proved by reading them. */
export interface Proof {
  /** Stable, in kebab case: what `recount verify` prints. */
  readonly name: string;
  /** The law, as a sentence. */
  readonly description: string;
  /**
   * One row for each thing that is checked, with a column `failure`: null where the law holds, else a sentence that names
   * the row. `$1` is the workspace.
   */
  readonly sql: string;
}

export interface ProofResult {
  readonly name: string;
  readonly description: string;
  /** How many things were checked. */
  readonly checked: number;
  readonly failureCount: number;
  /** The first of the failures, each naming its row. */
  readonly failures: readonly string[];
  readonly milliseconds: number;
}

const FAILURES_SHOWN = 20;

/** Runs the proofs one after the other in the given transaction, so in one snapshot where that has one. */
export function runProofs(
  transaction: Transaction,
  workspaceId: string,
  proofs: readonly Proof[],
): Promise<ProofResult[]> {
  return withoutLoops(transaction, async () => {
    const results: ProofResult[] = [];
    for (const proof of proofs) results.push(await runProof(transaction, workspaceId, proof));
    return results;
  });
}

async function runProof(
  transaction: Transaction,
  workspaceId: string,
  { name, description, sql }: Proof,
): Promise<ProofResult> {
  const started = performance.now();
  const [row] = await transaction.query<{ checked: bigint; failure_count: bigint; failures: string[] }>(
    `SELECT count(*) AS checked, count(failure) AS failure_count,
            coalesce((array_agg(failure ORDER BY failure) FILTER (WHERE failure IS NOT NULL))[1:${FAILURES_SHOWN}], '{}')
              AS failures
       FROM (${sql}) AS thing`,
    [workspaceId],
  );
  return {
    name,
    description,
    checked: Number(row!.checked),
    failureCount: Number(row!.failure_count),
    failures: row!.failures,
    milliseconds: Math.round(performance.now() - started),
  };
}
