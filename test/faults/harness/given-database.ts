import type { Run } from '../../../bench/harness/run.ts';
import {
  type EmbeddedDatabase,
  startEmbeddedDatabase,
} from '../../../src/platform/database/embedded/start-embedded-database.ts';
import { removeEmbeddedDatabase } from '../../support/remove-embedded-database.ts';
import type { DatabasePlace } from './fault-server.ts';

/** A PostgreSQL that the server is given by DATABASE_URL, and does not start or stop itself. */
export interface GivenDatabase extends DatabasePlace {
  readonly address: EmbeddedDatabase['owner'];
  /** Starts it again after `stop`. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The URL of a database on a socket or a port. */
export function databaseUrl({ host, port, user, password, database }: EmbeddedDatabase['owner']): string {
  const place = new URLSearchParams({ host, port: String(port) });
  return `postgres://${user}:${encodeURIComponent(password)}@/${database}?${place}`;
}

/** Starts a PostgreSQL in a folder of its own; stopped and removed in the end. */
export async function startGivenDatabase(run: Run, dataDirectory: string): Promise<GivenDatabase> {
  let current = await startEmbeddedDatabase({ dataDirectory });
  run.onEnd(() => removeEmbeddedDatabase(dataDirectory));
  run.onEnd(() => current.stop());
  const { owner } = current;
  return {
    variables: { DATABASE_URL: databaseUrl(owner) },
    owner: async () => owner,
    address: owner,
    async start() {
      current = await startEmbeddedDatabase({ dataDirectory, port: owner.port });
    },
    stop: () => current.stop(),
  };
}
