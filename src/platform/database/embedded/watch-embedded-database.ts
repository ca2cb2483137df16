import pg from 'pg';
import { attachEmbeddedDatabase } from './start-embedded-database.ts';

/** What is watched, and who is told. */
export interface WatchOptions {
  readonly dataDirectory: string;
  readonly connection: pg.ClientConfig;
  /** Told once, when the embedded PostgreSQL has ended by itself. */
  readonly onLost: (error: Error) => void;
}

/**
 * Watches the embedded PostgreSQL by a connection of its own, which ends with it. One that recovers from the crash of a
 * backend drops its connections too and stays: then the watch goes on.
 */
export async function watchEmbeddedDatabase(options: WatchOptions): Promise<{ stop(): Promise<void> }> {
  const { dataDirectory, connection, onLost } = options;
  let stopped = false;
  let client = await listen();

  async function listen(): Promise<pg.Client> {
    const listener = new pg.Client({ ...connection, application_name: 'recount watch', keepAlive: true });
    listener.on('error', () => {});
    listener.once('end', () => void look());
    await listener.connect();
    return listener;
  }

  async function look(): Promise<void> {
    if (stopped) return;
    const lost = new Error(
      `The embedded PostgreSQL has ended: its log is in ${dataDirectory}. Start Recount again.`,
    );
    try {
      if ((await attachEmbeddedDatabase({ dataDirectory })) === null) throw lost;
      client = await listen();
    } catch {
      if (!stopped) onLost(lost);
    }
  }

  return {
    async stop() {
      stopped = true;
      await client.end().catch(() => {});
    },
  };
}
