import type { Database } from '../../platform/database/database.ts';

/** How long a process may admit requests under a lease, in milliseconds; as much later may a request be forgotten. */
export const LEASE_LIFETIME = 2_000;

/** A lease that is over. */
export interface SettledLease {
  readonly appId: string;
  readonly id: string;
  /** How many requests were admitted under it. */
  readonly used: number;
  /** When the last of them was, by this process's monotonic clock. */
  readonly lastUsedAt: number;
}

/** What a process asks for. */
export interface LeaseQuestion {
  readonly appId: string;
  readonly limit: number;
  readonly leaseId: string;
  /** How many requests wait to be admitted. */
  readonly waiting: number;
  /** How many more are wanted for those to come. */
  readonly ahead: number;
  /** Earlier leases of this app that are over. */
  readonly settled: readonly SettledLease[];
}

/** What a process was given; times in milliseconds from `askedAt`. */
export interface LeaseGrant {
  readonly granted: number;
  /** How many could be granted besides. */
  readonly free: number;
  /** How many other leases hold that may come back unused, and when the first of those leases ends. */
  readonly held: number;
  readonly returnsIn: number | null;
  /** When the oldest counted request leaves the window. */
  readonly freesIn: number;
  /** When the question was sent, by the monotonic clock: the database has counted from no earlier moment. */
  readonly askedAt: number;
}

/** Takes a lease, and settles those that are over, in one flight. */
export function leaseRequests(database: Database, question: LeaseQuestion): Promise<LeaseGrant> {
  const { appId, limit, leaseId, waiting, ahead, settled } = question;
  return database.unfenced(async (transaction) => {
    const askedAt = performance.now();
    const lifetime = `interval '${LEASE_LIFETIME} milliseconds'`;
    const { rows } = await transaction.finish({
      name: 'lease_requests',
      text: `SELECT granted, free, held, returns_in AS "returnsIn", frees_in AS "freesIn"
               FROM lease_requests($1, $2, $3, $4, $5, ${lifetime}, $6)`,
      values: [appId, limit, leaseId, waiting, ahead, describeSettled(settled, askedAt)],
    });
    return { ...rows[0], askedAt };
  });
}

/** Settles leases, of any apps, that are over. */
export async function settleLeases(database: Database, settled: readonly SettledLease[]): Promise<void> {
  await database.unfenced((transaction) =>
    transaction.finish({
      name: 'settle_rate_limit_leases',
      text: 'SELECT settle_rate_limit_leases($1) AS done',
      values: [describeSettled(settled, performance.now())],
    }),
  );
}

function describeSettled(settled: readonly SettledLease[], now: number): string {
  const rows = settled.map(({ appId, id, used, lastUsedAt }) => ({
    app: appId,
    id,
    used,
    age: now - lastUsedAt,
  }));
  return JSON.stringify(rows);
}
