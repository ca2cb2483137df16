import type pg from 'pg';
import { runTransaction, type Transaction, type TransactionOptions } from './transaction.ts';

export interface Database {
  /** A transaction fenced to one workspace. */
  transaction<T>(
    options: TransactionOptions & { readonly workspaceId: string },
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T>;
  /** Reads in one snapshot, fenced to one workspace. */
  read<T>(workspaceId: string, work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** A transaction on tables that have no fence (unfenced-tables.ts); every fenced table reads as empty. */
  unfenced<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * @param role the role to become in every transaction, where the connection's own could pass the fence
 */
export function openDatabase(pool: pg.Pool, role?: string): Database {
  return {
    transaction: (options, work) => runTransaction(pool, role, options, work),
    read: (workspaceId, work) => runTransaction(pool, role, { workspaceId, snapshot: true }, work),
    unfenced: (work) => runTransaction(pool, role, { workspaceId: null }, work),
    close: () => pool.end(),
  };
}
