import { setTimeout as sleep } from 'node:timers/promises';
import type { CompiledQuery } from 'kysely';
import pg from 'pg';
import { isUuid } from '../text.ts';
import { isConnectionLost } from './connection-lost.ts';
import { type PreparedStatement, runToCommit } from './one-flight.ts';

/**
 * Serialization failure, deadlock, and a foreign key that does not hold: nothing was kept, so the work may be tried again
 * (ledger.md 8). What a foreign key misses was there when the work looked it up, and was deleted in between; or the other
 * way round, what is deleted was named in between. Looked up anew, it is refused as it should be.
 */
const RETRYABLE = new Set(['40001', '40P01', '23503']);
const TRIES = 3;

/** What holds for every transaction of a database. */
export interface SessionOptions {
  /** The role to become, where the connection's own could pass the fence. */
  readonly role?: string | undefined;
  /** Whether a statement prepared by name is there later. Default: true; not behind every pooler. */
  readonly preparedStatements?: boolean;
  /** Lifts the limit on how long a statement may take: for commands that read all of the books. */
  readonly withoutTimeout?: boolean;
}

export interface TransactionOptions {
  /** The workspace that fences every statement; null only for tables that have no fence. */
  readonly workspaceId: string | null;
  /** One snapshot for all statements, and no writes. */
  readonly snapshot?: boolean;
  /** Statements sent in the same flight as BEGIN; their results are on `Transaction.opening`. Literals via `literal`. */
  readonly opening?: readonly string[];
}

export interface Transaction {
  readonly workspaceId: string | null;
  /** Results of the opening statements, in their order. */
  readonly opening: readonly pg.QueryResult[];
  /** Runs one statement. A `name` makes it a prepared statement: for texts that never vary. */
  query<Row extends pg.QueryResultRow>(
    text: string,
    values?: readonly unknown[],
    name?: string,
  ): Promise<Row[]>;
  /** Runs a query that kysely compiled. */
  run<Row>(query: CompiledQuery<Row>): Promise<Row[]>;
  /** Sends the last statement together with COMMIT, in one flight. Nothing may follow it. */
  finish(statement: PreparedStatement): Promise<pg.QueryResult>;
  /** Ends the transaction by rolling it back: nothing of it is kept. */
  rollback(): Promise<void>;
}

/**
 * A literal for statements that travel without parameters. Says what the driver's `escapeLiteral` says (a test compares),
 * which goes character by character: of a document of megabytes that makes so much garbage that all requests wait.
 */
export function literal(value: string): string {
  const quoted = `'${value.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
  // As the driver does: E'' reads backslashes alike whatever standard_conforming_strings is.
  return value.includes('\\') ? ` E${quoted}` : quoted;
}

/** How many transactions each connection has served. */
const served = new WeakMap<pg.ClientBase, number>();
const FIRST_REPLANNING = 32;

/**
 * Whether a connection is to plan its statements anew: at its 32nd, 64th, 128th, ... transaction. PostgreSQL keeps the
 * plans of functions and foreign keys until their tables are next analysed. Those that were made while a table was nearly
 * empty, when one index seems as good as another, read all of a workspace once it has grown: for a minute, a new database
 * took 24 ms of CPU an invoice instead of 2.
 */
function isReplanningDue(client: pg.ClientBase): boolean {
  const count = (served.get(client) ?? 0) + 1;
  served.set(client, count);
  return count >= FIRST_REPLANNING && Number.isInteger(Math.log2(count));
}

/** What begins a transaction; by literals, so that it may travel as one text. */
function openingStatements(
  { snapshot, workspaceId }: TransactionOptions,
  { role, withoutTimeout }: SessionOptions,
  replan: boolean,
): string[] {
  const statements = [snapshot ? 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' : 'BEGIN'];
  if (replan) statements.push('DISCARD PLANS');
  // Not by a parameter of the connection: a pooler refuses those.
  if (withoutTimeout) statements.push('SET LOCAL statement_timeout = 0');
  if (role) statements.push(`SET LOCAL ROLE ${pg.escapeIdentifier(role)}`);
  if (workspaceId !== null) {
    if (!isUuid(workspaceId)) throw new TypeError('a workspace id must be a UUID');
    statements.push(`SET LOCAL app.workspace_id = '${workspaceId}'`);
  }
  return statements;
}

/**
 * Runs work in one transaction, fenced to one workspace, and commits it; whatever is thrown rolls it back. Tried up to
 * three times after a deadlock, a serialization failure, a broken foreign key, or a connection lost before COMMIT was
 * sent, so `work` must hold no effect outside the database.
 */
export async function runTransaction<T>(
  pool: pg.Pool,
  session: SessionOptions,
  options: TransactionOptions,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryTransaction(pool, session, options, work);
    } catch (error) {
      const isRetryable = keptNothing(error) || RETRYABLE.has((error as { code?: string }).code ?? '');
      if (attempt === TRIES || !isRetryable) throw error;
      await sleep(10 * attempt + Math.random() * 40);
    }
  }
}

async function tryTransaction<T>(
  pool: pg.Pool,
  session: SessionOptions,
  options: TransactionOptions,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const { preparedStatements = true } = session;
  return withConnection(pool, async (client, progress) => {
    const begin = openingStatements(options, session, isReplanningDue(client));
    const sent = [...begin, ...(options.opening ?? [])].join(';');
    const results = asList(await client.query(sent));
    const opening = results.slice(results.length - (options.opening?.length ?? 0));
    const result = await work({
      workspaceId: options.workspaceId,
      opening: options.opening?.length ? opening : [],
      async query(text, values, name) {
        const config = { text, values: values as unknown[], ...(name && preparedStatements ? { name } : {}) };
        return (await client.query(config)).rows;
      },
      async run<Row>(query: CompiledQuery<Row>) {
        return (await client.query(query.sql, query.parameters as unknown[])).rows as Row[];
      },
      finish: (statement) => finish(client, progress, preparedStatements, statement),
      async rollback() {
        await client.query('ROLLBACK');
        progress.ended = true;
      },
    });
    progress.commitSent = true;
    if (!progress.ended) assertCommitted(await client.query('COMMIT'));
    progress.ended = true;
    return result;
  });
}

/**
 * Runs one statement as a whole transaction, from BEGIN to COMMIT in one flight. Tried once: who sends it knows what to do
 * where it fails.
 */
export function runAtOnce(
  pool: pg.Pool,
  session: SessionOptions,
  options: TransactionOptions,
  statement: PreparedStatement,
): Promise<pg.QueryResult> {
  const { preparedStatements = true } = session;
  return withConnection(pool, (client, progress) => {
    const begin = openingStatements(options, session, isReplanningDue(client));
    return finish(client, progress, preparedStatements, statement, begin);
  });
}

/** Whether a connection was lost in such a way that COMMIT cannot have arrived. */
export function keptNothing(error: unknown): boolean {
  return (error as { nothingKept?: true }).nothingKept === true;
}

/** How far a transaction has come. */
interface Progress {
  commitSent: boolean;
  /** Whether it is committed or rolled back. */
  ended: boolean;
}

async function finish(
  client: pg.ClientBase,
  progress: Progress,
  preparedStatements: boolean,
  statement: PreparedStatement,
  begin?: readonly string[],
): Promise<pg.QueryResult> {
  progress.commitSent = true;
  const sent = preparedStatements ? statement : { ...statement, name: '' };
  const [last, commit] = await runToCommit(client, sent, begin);
  assertCommitted(commit!);
  progress.ended = true;
  return last!;
}

/** Hands out a connection for a transaction; rolls back what did not come to its end, and drops a broken connection. */
async function withConnection<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient, progress: Progress) => Promise<T>,
): Promise<T> {
  const progress: Progress = { commitSent: false, ended: false };
  const client = await pool.connect().catch((error: unknown) => throwLost(error, progress));
  let broken: Error | undefined;
  const onBroken = (error: Error) => {
    broken = error;
  };
  client.on('error', onBroken);
  try {
    return await work(client, progress);
  } catch (error) {
    return throwLost(error, progress);
  } finally {
    if (!progress.ended && !broken) {
      await client.query('ROLLBACK').catch((error: Error) => {
        broken = error;
      });
    }
    client.off('error', onBroken);
    client.release(broken);
  }
}

/** EPIPE: the other side had hung up before what ends in COMMIT was written, and took none of it. */
function throwLost(error: unknown, { commitSent }: Progress): never {
  const nothingKept =
    isConnectionLost(error) && (!commitSent || (error as { code?: string }).code === 'EPIPE');
  throw nothingKept ? Object.assign(error as Error, { nothingKept }) : error;
}

/** PostgreSQL answers the COMMIT of a transaction in which a statement failed by rolling it back, without an error. */
function assertCommitted({ command }: pg.QueryResult): void {
  if (command !== 'COMMIT')
    throw new Error('A statement of the transaction failed, so nothing of it was kept.');
}

/** A text of several statements answers a list of results, a single statement one. */
function asList(results: pg.QueryResult | pg.QueryResult[]): pg.QueryResult[] {
  return Array.isArray(results) ? results : [results];
}
