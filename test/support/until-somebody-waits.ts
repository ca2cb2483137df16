import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';

/** Until somebody waits for a lock, or so many do: then everything before is done, and nothing after. */
export async function untilSomebodyWaits(owner: Pool, howMany = 1): Promise<void> {
  for (;;) {
    const { rows } = await owner.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (rows.length >= howMany) return;
    await sleep(10);
  }
}
