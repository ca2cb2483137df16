import { type BenchBooks, makeBooks } from '../../../bench/harness/bench-books.ts';
import type { Run } from '../../../bench/harness/run.ts';
import { checkInvoices } from './check-invoices.ts';
import type { Outcome } from './fault.ts';
import { type FaultServer, secretKeyOf, withBooks } from './fault-server.ts';
import { type Load, startLoad } from './load.ts';

/** What is done to a server under load. */
export interface Rounds {
  readonly run: Run;
  readonly times: number;
  readonly server: FaultServer;
  readonly books: readonly BenchBooks[];
  /**
   * Does the fault and brings back what does not come back by itself.
   *
   * @returns when, by performance.now(), the fault struck
   */
  readonly strike: (round: number, load: Load) => Promise<number>;
}

/** Invoices made before a fault at the least, and after it. */
const BEFORE = 20;
const AFTER = 20;

/** The workspaces of a fault's load. */
export async function makeFaultBooks(server: FaultServer): Promise<BenchBooks[]> {
  const secretKey = await secretKeyOf(server);
  return withBooks(server, ({ database }) => makeBooks({ port: server.port, database, secretKey }, 2));
}

/** Does a fault again and again in mid-load, and checks after each all that the load has left behind. */
export async function provokeInLoad({ run, times, server, books, strike }: Rounds): Promise<Outcome> {
  const recoveries: number[] = [];
  const sum = { answered: 0, unanswered: 0, unansweredKept: 0 };
  for (let round = 1; round <= times; round += 1) {
    const load = startLoad(server.port, books);
    let struck = 0;
    try {
      await load.untilMade(BEFORE);
      // In another moment of what the server does each time.
      await new Promise((done) => setTimeout(done, Math.random() * 300));
      struck = await strike(round, load);
      await load.untilGoodAnswer(struck);
      await load.untilMade(AFTER);
    } finally {
      await load.stop();
    }
    recoveries.push((load.recoveredAt(struck) - struck) / 1000);
    const checked = await checkInvoices(server, load.invoices);
    for (const name of ['answered', 'unanswered', 'unansweredKept'] as const) sum[name] += checked[name];
    run.say(`  ${round}/${times}: ${recoveries.at(-1)!.toFixed(2)} s to the first good answer`);
  }
  return { rounds: times, recoveries, ...sum, notes: [] };
}
