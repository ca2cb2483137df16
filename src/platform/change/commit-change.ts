import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isConnectionLost } from '../database/connection-lost.ts';
import type { Database } from '../database/database.ts';
import type { PreparedStatement } from '../database/one-flight.ts';
import { keptNothing, type Transaction } from '../database/transaction.ts';
import type {
  ChangeContext,
  ChangedRecord,
  ChangeOptions,
  CommittedChange,
  DoneChange,
  Work,
} from './change.ts';
import { claimStatement, readClaim } from './claim-key.ts';
import { composeKnown, postKnown } from './post-known.ts';
import { toTrail, writeTrail } from './write-trail.ts';

/**
 * The one write path: claims the idempotency key, does the work, writes what it posts together with audit rows,
 * events and the idempotency record, and commits, in one transaction. A dry run is the same, ended by a rollback. Where all
 * that the work looks up is known already, all of it is one flight; where that does not come to an end, it is done anew.
 *
 * @throws ApiError IDEMPOTENCY_IN_PROGRESS, IDEMPOTENCY_KEY_REUSED, or what `work` throws: then nothing is kept
 */
export async function commitChange<T extends object>(
  database: Database,
  context: ChangeContext,
  options: ChangeOptions,
  work: Work<T>,
): Promise<CommittedChange<T>> {
  const { workspaceId } = context;
  const key = options.dryRun ? undefined : context.idempotency;
  const claim = key && context.partnerAppId !== null ? [claimStatement(context, key.key)] : [];
  const opening = [...claim, ...(options.opening ?? [])];
  const eventIds: string[] = [];
  let committing: DoneChange<T> | undefined;
  const compose = async (transaction: Transaction) => {
    eventIds.length = 0;
    const trailOf = (records: readonly ChangedRecord[]) => toTrail(context, records, eventIds);
    const done = await work(transaction, trailOf);
    return { done, trail: writeTrail(context, key, done, trailOf) };
  };
  const answer = (done: DoneChange<T>, allotted: string | null | undefined) => ({
    data: withExtra(withNumber(done, allotted), done, context),
  });
  try {
    const known = options.dryRun ? undefined : await composeKnown(workspaceId, options.known, compose);
    if (known) {
      committing = known.done;
      const outcome = await postKnown(database, context, known);
      if (outcome?.state === 'posted') return answer(known.done, outcome.allotted);
      committing = undefined;
      if (outcome) return readClaim<T>(outcome, key!.requestHash)!;
    }
    return await database.transaction({ workspaceId, opening }, async (transaction) => {
      if (claim.length > 0) {
        const stored = readClaim<T>(transaction.opening[0]?.rows[0]?.claim, key!.requestHash);
        if (stored) return stored;
      }
      const { done, trail } = await compose({
        ...transaction,
        opening: transaction.opening.slice(claim.length),
      });
      const statement = endStatement(workspaceId, done, trail);
      if (options.dryRun) {
        const data = withExtra(await rehearse(transaction, done, statement), done, context);
        return { data: { ...data, dryRun: true } };
      }
      committing = done;
      const result = await transaction.finish(statement);
      return answer(done, result.rows[0]?.allotted);
    });
  } catch (error) {
    const isUnknown = committing && isConnectionLost(error) && !keptNothing(error);
    const document = isUnknown && (await findEvent(database, workspaceId, eventIds, isOver(error)));
    if (!committing || !document) throw error;
    const data = committing.records[0]?.document === committing.data ? JSON.parse(document) : committing.data;
    return { data: withExtra(data, committing, context) };
  }
}

function endStatement<T extends object>(
  workspaceId: string,
  done: DoneChange<T>,
  trail: object,
): PreparedStatement {
  return done.posting
    ? {
        name: 'post_document',
        text: 'SELECT post_document($1, $2) AS allotted',
        values: [workspaceId, JSON.stringify({ ...done.posting, trail })],
      }
    : {
        name: 'record_change',
        text: 'SELECT record_change($1, $2)',
        values: [workspaceId, JSON.stringify(trail)],
      };
}

async function rehearse<T extends object>(
  transaction: Transaction,
  done: DoneChange<T>,
  { text, values, name }: PreparedStatement,
): Promise<T> {
  const [row] = await transaction.query<{ allotted?: string | null }>(text, values, name);
  await transaction.query('SET CONSTRAINTS ALL IMMEDIATE');
  await transaction.rollback();
  return withNumber(done, row?.allotted);
}

function withNumber<T extends object>(done: DoneChange<T>, allotted: string | null | undefined): T {
  const placeholder = done.posting?.number?.placeholder;
  if (!placeholder || !allotted) return done.data;
  return JSON.parse(JSON.stringify(done.data).replaceAll(placeholder, allotted));
}

function withExtra<T extends object>(data: T, { beside }: DoneChange<T>, { extra }: ChangeContext): T {
  return beside || extra ? { ...data, ...beside, ...extra } : data;
}

/**
 * Whether the old backend itself said that it ends: by then what it was at is committed, or never will be. Of a pooler's
 * words, which may be the same, none names a routine of PostgreSQL.
 */
function isOver(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.severity === 'FATAL' && error.routine !== undefined;
}

/**
 * The document of the first of our own events that is there, where a commit whose answer was lost took place after all
 * (ledger.md 8). The old backend may still be at it unless it said that it is over, and PostgreSQL may not be back yet: so
 * the look is repeated for some seconds.
 */
async function findEvent(
  database: Database,
  workspaceId: string,
  eventIds: readonly string[],
  isOver: boolean,
): Promise<string | undefined> {
  for (let attempt = 0; eventIds.length > 0 && attempt < 12; attempt += 1) {
    await sleep(attempt * 50);
    const events = await database
      .unfenced((transaction) =>
        transaction.query<{ document: string }>(
          `SELECT document FROM outbox_event WHERE workspace_id = $1 AND id = ANY ($2::uuid[])
            ORDER BY array_position($2::uuid[], id) LIMIT 1`,
          [workspaceId, eventIds],
        ),
      )
      .catch(() => undefined);
    if (events?.[0] || (events && isOver)) return events[0]?.document;
  }
  return undefined;
}
