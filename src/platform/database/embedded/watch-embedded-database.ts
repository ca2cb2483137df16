import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { attachEmbeddedDatabase } from './start-embedded-database.ts';

/** What is watched, and who is told. */
export interface WatchOptions {
  readonly dataDirectory: string;
  /** Leads to it, also after it was started again. */
  readonly connection: pg.ClientConfig;
  /** Starts it again. */
  readonly restart: () => Promise<void>;
  readonly log: (message: string) => void;
  /** Told once, when it has ended and cannot be started again. */
  readonly onLost: (error: Error) => void;
}

/** How long it is tried to start it again: a disk that is full may be given room. */
const LONGEST_ABSENCE = 5 * 60_000;
const LONGEST_PAUSE = 10_000;
/** One that ends more often than this within `LONGEST_ABSENCE` is broken. */
const MOST_ENDS = 60;

/**
 * Watches the embedded PostgreSQL by a connection of its own, which ends with it, and starts it again when it has ended.
 * One that recovers from the crash of a backend drops its connections too and stays: then the watch merely goes on.
 */
export async function watchEmbeddedDatabase(options: WatchOptions): Promise<{ stop(): Promise<void> }> {
  const { dataDirectory, connection, restart, log, onLost } = options;
  const stopping = new AbortController();
  let looking: Promise<void> | undefined;
  let ends: number[] = [];
  let client = await listen();

  async function listen(): Promise<pg.Client> {
    const listener = new pg.Client({ ...connection, application_name: 'recount watch', keepAlive: true });
    listener.on('error', () => {});
    await listener.connect();
    listener.once('end', () => {
      looking = look();
    });
    return listener;
  }

  async function look(): Promise<void> {
    const lost = performance.now();
    ends = [...ends.filter((end) => lost - end < LONGEST_ABSENCE), lost];
    for (let pause = 250; !stopping.signal.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      try {
        await bringBack();
        return;
      } catch (error) {
        const reason = (error as Error).message;
        if (performance.now() - lost > LONGEST_ABSENCE || ends.length > MOST_ENDS) {
          const advice = `Its log is in ${dataDirectory}. Start Recount again.`;
          return onLost(
            new Error(`The embedded PostgreSQL has ended and cannot be started again. ${advice}\n${reason}`),
          );
        }
        log(`the embedded PostgreSQL could not be started again: ${reason}`);
        await sleep(pause, undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
  }

  async function bringBack(): Promise<void> {
    if (ends.length > MOST_ENDS) throw new Error(`It has ended ${ends.length} times.`);
    if ((await attachEmbeddedDatabase({ dataDirectory })) === null) {
      if (stopping.signal.aborted) return;
      log('the embedded PostgreSQL has ended: starting it again');
      await restart();
    }
    if (!stopping.signal.aborted) client = await listen();
  }

  return {
    /** What it is just starting is started when this returns, and can be stopped. */
    async stop() {
      stopping.abort();
      client.removeAllListeners('end');
      await looking;
      client.removeAllListeners('end');
      await client.end().catch(() => {});
    },
  };
}
