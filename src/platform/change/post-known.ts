import pg from 'pg';
import { isConnectionLost } from '../database/connection-lost.ts';
import type { Database } from '../database/database.ts';
import { keptNothing, type Transaction } from '../database/transaction.ts';
import type { ChangeContext, DoneChange, KnownOpening } from './change.ts';
import type { Claim } from './claim-key.ts';

interface Composed<T extends object> {
  readonly done: DoneChange<T>;
  readonly trail: object;
}

interface KnownComposed<T extends object> extends Composed<T> {
  readonly known: KnownOpening;
}

/**
 * Does the work on what is known.
 *
 * @returns undefined where that is not enough, or the work refuses it: refusals are decided on what is looked up anew
 */
export async function composeKnown<T extends object>(
  workspaceId: string,
  known: KnownOpening | undefined,
  compose: (transaction: Transaction) => Promise<Composed<T>>,
): Promise<KnownComposed<T> | undefined> {
  if (!known) return undefined;
  const composed = await compose(knownTransaction(workspaceId, known)).catch(() => undefined);
  return composed?.done.posting ? { ...composed, known } : undefined;
}

/** A transaction that has not begun: it tells what is known, and nothing else. */
function knownTransaction(workspaceId: string, { rows }: KnownOpening): Transaction {
  const refuse = () => Promise.reject(new Error('What is known does not tell.'));
  return {
    workspaceId,
    opening: rows.map((row) => ({ rows: [row] }) as unknown as pg.QueryResult),
    query: refuse,
    run: refuse,
    finish: refuse,
    rollback: refuse,
  };
}

type Outcome = { readonly state: 'posted'; readonly allotted: string | null } | Claim;

/**
 * Posts a document that was composed by what is known, from BEGIN to COMMIT in one flight.
 *
 * @returns undefined where nothing was kept: something was changed since, PostgreSQL refused it, or it was not reached
 * @throws where the connection is lost, so that nobody knows what was kept, and where it took too long
 */
export async function postKnown<T extends object>(
  database: Database,
  context: ChangeContext,
  { done, trail, known }: KnownComposed<T>,
): Promise<Outcome | undefined> {
  const document = JSON.stringify({ ...done.posting, trail });
  const { workspaceId, partnerAppId, idempotency } = context;
  const key = partnerAppId === null ? null : (idempotency?.key ?? null);
  try {
    const { rows } = await database.atOnce(workspaceId, {
      name: 'post_known_document',
      text: 'SELECT post_known_document($1, $2, $3, $4, $5, $6) AS outcome',
      values: [workspaceId, partnerAppId, key, known.version, known.today, document],
    });
    const { outcome } = rows[0] as { outcome: Outcome | { state: 'changed' } };
    return outcome.state === 'changed' ? undefined : outcome;
  } catch (error) {
    if (!isRefusal(error) && !keptNothing(error)) throw error;
    return undefined;
  }
}

/** Statement and lock timeouts: who has waited so long already does not wait as long again. */
const GAVE_UP = new Set(['57014', '55P03']);

/** Whether PostgreSQL refused the statement, so that nothing was kept, and may take it on what is looked up anew. */
function isRefusal(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !isConnectionLost(error) && !GAVE_UP.has(error.code ?? '');
}
