import type pg from 'pg';
import type { PreparedStatement } from './one-flight.ts';
import {
  runAtOnce,
  runTransaction,
  type SessionOptions,
  type Transaction,
  type TransactionOptions,
} from './transaction.ts';

export interface Database {
  /** A transaction fenced to one workspace. */
  transaction<T>(
    options: TransactionOptions & { readonly workspaceId: string },
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T>;
  /** One statement as a transaction fenced to one workspace, in one flight. Not tried again where it fails. */
  atOnce(workspaceId: string, statement: PreparedStatement): Promise<pg.QueryResult>;
  /** Reads in one snapshot, fenced to one workspace. */
  read<T>(workspaceId: string, work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Reads so what may take seconds: on connections of its own, so that nothing else waits for them. */
  readAtLength<T>(workspaceId: string, work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** A transaction on tables that have no fence (unfenced-tables.ts); every fenced table reads as empty. */
  unfenced<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * A database behind this pool; what `session` says holds for every transaction.
 *
 * @param longReads the pool of what reads at length; the same where there is none of its own
 */
export function openDatabase(pool: pg.Pool, session: SessionOptions = {}, longReads = pool): Database {
  return {
    transaction: (options, work) => runTransaction(pool, session, options, work),
    atOnce: (workspaceId, statement) => runAtOnce(pool, session, { workspaceId }, statement),
    read: (workspaceId, work) => runTransaction(pool, session, { workspaceId, snapshot: true }, work),
    readAtLength: (workspaceId, work) =>
      runTransaction(longReads, session, { workspaceId, snapshot: true }, work),
    unfenced: (work) => runTransaction(pool, session, { workspaceId: null }, work),
    async close() {
      await Promise.all([...new Set([pool, longReads])].map((each) => each.end()));
    },
  };
}
