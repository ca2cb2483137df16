import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from './database.ts';

/** How long the database may take to answer that it is there. */
const LONGEST_LOOK = 1_500;

/**
 * Looks whether the database can be worked with: a connection of the pool is to be had, and answers.
 *
 * @returns the look, which throws where it is not so within 1.5 seconds. Who looks while another look is under way waits
 *   for that one, so that a database that is away is not asked more and more.
 */
export function createReadinessCheck(database: Pick<Database, 'unfenced'>): () => Promise<void> {
  let looking: Promise<unknown> | undefined;
  const look = async () => {
    try {
      await database.unfenced((transaction) => transaction.query('SELECT 1'));
    } finally {
      looking = undefined;
    }
  };
  return async () => {
    looking ??= look();
    // Whoever waits is told; nobody may wait any more when it fails.
    looking.catch(() => {});
    const late = sleep(LONGEST_LOOK, undefined, { ref: false }).then(() => {
      throw new Error(`The database did not answer within ${LONGEST_LOOK} ms.`);
    });
    late.catch(() => {});
    await Promise.race([looking, late]);
  };
}
