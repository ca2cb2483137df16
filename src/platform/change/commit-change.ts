import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { ApiError } from '../../errors.ts';
import { isConnectionLost } from '../database/connection-lost.ts';
import type { Database } from '../database/database.ts';
import type { PreparedStatement } from '../database/final-query.ts';
import { literal, type Transaction } from '../database/transaction.ts';
import type {
  ChangeContext,
  ChangedRecord,
  ChangeOptions,
  CommittedChange,
  DoneChange,
  Work,
} from './change.ts';

/**
 * The one write path: claims the idempotency key, does the work, writes what it posts together with audit rows,
 * events and the idempotency record, and commits, in one transaction. A dry run is the same, ended by a rollback.
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
  try {
    return await database.transaction({ workspaceId, opening }, async (transaction) => {
      if (claim.length > 0) {
        const stored = readClaim<T>(transaction.opening[0]?.rows[0]?.claim, key!.requestHash);
        if (stored) return stored;
      }
      eventIds.length = 0;
      const trailOf = (records: readonly ChangedRecord[]) => toTrail(context, records, eventIds);
      const done = await work({ ...transaction, opening: transaction.opening.slice(claim.length) }, trailOf);
      const trail = writeTrail(context, key, done, trailOf);
      const statement = endStatement(workspaceId, done, trail);
      if (options.dryRun) {
        const data = withExtra(await rehearse(transaction, done, statement), done, context);
        return { data: { ...data, dryRun: true } };
      }
      committing = done;
      const result = await transaction.finish(statement);
      return { data: withExtra(withNumber(done, result.rows[0]?.allotted), done, context) };
    });
  } catch (error) {
    const document =
      committing && isConnectionLost(error) && (await findEvent(database, workspaceId, eventIds));
    if (!committing || !document) throw error;
    const data = committing.records[0]?.document === committing.data ? JSON.parse(document) : committing.data;
    return { data: withExtra(data, committing, context) };
  }
}

function claimStatement(context: ChangeContext, key: string): string {
  return `SELECT claim_idempotency_key('${context.workspaceId}', '${context.partnerAppId}', ${literal(key)}) AS claim`;
}

interface Claim {
  readonly state: 'claimed' | 'in_progress' | 'stored';
  readonly requestHash: string;
  readonly message: string;
  readonly answer: string;
  readonly extra: string | null;
}

function readClaim<T extends object>(claim: Claim, requestHash: string): CommittedChange<T> | undefined {
  if (claim.state === 'claimed') return undefined;
  if (claim.state === 'in_progress') {
    throw new ApiError('IDEMPOTENCY_IN_PROGRESS', { headers: { 'retry-after': '1' } });
  }
  if (claim.requestHash !== requestHash) throw new ApiError('IDEMPOTENCY_KEY_REUSED');
  const data = { ...JSON.parse(claim.answer), ...(claim.extra ? JSON.parse(claim.extra) : {}) };
  return { data, message: claim.message, replayed: true };
}

/** @param eventIds gets the ids of the events, for the case that the answer of the commit is lost */
function toTrail(context: ChangeContext, records: readonly ChangedRecord[], eventIds: string[]) {
  const events = records.map((record) => {
    const id = uuidv7();
    eventIds.push(id);
    return {
      id,
      type: record.event ?? `${record.entity}.${record.action}`,
      entity_id: record.entityId,
      document: JSON.stringify(record.document),
    };
  });
  const audit = records.map((record) => ({
    id: uuidv7(),
    action: record.action,
    entity_type: record.entity,
    entity_id: record.entityId,
    changes: record.changes ? JSON.stringify(record.changes) : null,
    person_id: context.personId,
    partner_app_id: context.partnerAppId,
    request_id: context.requestId,
    remote_address: context.remoteAddress,
    via: context.via ?? null,
  }));
  return { events, audit };
}

function writeTrail<T extends object>(
  context: ChangeContext,
  key: ChangeContext['idempotency'],
  done: DoneChange<T>,
  trailOf: (records: readonly ChangedRecord[]) => ReturnType<typeof toTrail>,
): object {
  const { events, audit } = trailOf(done.records);
  // The document is written once: where the answer is the event's document, the record only points to it.
  const told = done.records.findIndex((record) => record.document === done.data);
  const idempotency = key && {
    partner_app_id: context.partnerAppId,
    key: key.key,
    request_hash: key.requestHash,
    status_code: context.statusCode,
    message: context.message,
    event_id: events[told]?.id ?? null,
    answer: told >= 0 ? null : JSON.stringify(done.data),
    extra: done.beside || context.extra ? JSON.stringify({ ...done.beside, ...context.extra }) : null,
  };
  return { events, audit, ...(idempotency ? { idempotency } : {}) };
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
 * The document of the first of our own events that is there, where a commit whose answer was lost took place after all
 * (ledger.md 8). The old backend may still be at it, so the look is repeated for some seconds.
 */
async function findEvent(
  database: Database,
  workspaceId: string,
  eventIds: readonly string[],
): Promise<string | undefined> {
  for (let attempt = 0; eventIds.length > 0 && attempt < 12; attempt += 1) {
    await sleep(attempt * 50);
    const [event] = await database
      .unfenced((transaction) =>
        transaction.query<{ document: string }>(
          `SELECT document FROM outbox_event WHERE workspace_id = $1 AND id = ANY ($2::uuid[])
            ORDER BY array_position($2::uuid[], id) LIMIT 1`,
          [workspaceId, eventIds],
        ),
      )
      .catch(() => []);
    if (event) return event.document;
  }
  return undefined;
}
