import { createHmac } from 'node:crypto';
import type pg from 'pg';
import type { OwnerConnection } from '../platform/database/embedded/wait-until-ready.ts';
import { SERVER_ROLE } from '../platform/database/server-role.ts';

/**
 * The password of the server's role in the embedded database. It follows from the owner's, which only
 * `<data dir>/database.json` holds, so that there is no second secret to keep or to lose.
 */
export function serverPassword(owner: OwnerConnection): string {
  return createHmac('sha256', owner.password).update(`password of ${SERVER_ROLE}`).digest('base64url');
}

/** How to reach the embedded database as the server's role. */
export function serverConnection(owner: OwnerConnection): pg.ClientConfig {
  return { ...owner, user: SERVER_ROLE, password: serverPassword(owner) };
}

/** What a connection string leads to could not be opened. */
const UNREACHABLE = /^(E[A-Z_]+|08|28|3D|53|57)/;

/** Says of an error on the way to the database of DATABASE_URL what it is about; others pass as they are. */
export function explainConnecting(error: Error & { code?: string }): Error {
  const inner = error instanceof AggregateError ? (error.errors[0] as Error & { code?: string }) : error;
  const unreachable = UNREACHABLE.test(inner.code ?? '') || /timeout|terminated/.test(inner.message);
  return unreachable ? new Error(`The database of DATABASE_URL cannot be opened: ${inner.message}.`) : error;
}
