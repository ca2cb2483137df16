import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchServer } from './bench-server.ts';

/** What is posted is sealed in the background, and that is work too: it belongs to the side that posted it. */
export async function untilSealed({ owner }: Pick<BenchServer, 'owner'>): Promise<void> {
  for (;;) {
    const { rows } = await owner.query('SELECT 1 FROM unsealed_entry LIMIT 1');
    if (rows.length === 0) return;
    await sleep(50);
  }
}
