import { setTimeout as sleep } from 'node:timers/promises';
import { type FaultServer, withBooks } from './fault-server.ts';

const LONGEST_WAIT = 60_000;

/** Waits until the server has sealed all that is posted. */
export async function untilSealed(server: FaultServer): Promise<void> {
  await withBooks(server, async ({ owner }) => {
    for (const deadline = performance.now() + LONGEST_WAIT; performance.now() < deadline; await sleep(50)) {
      const { rows } = await owner.query('SELECT 1 FROM unsealed_entry LIMIT 1');
      if (rows.length === 0) return;
    }
    throw new Error(`Entries were still unsealed after ${LONGEST_WAIT / 1000} s.`);
  });
}
