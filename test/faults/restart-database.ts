import { join } from 'node:path';
import type { Fault } from './harness/fault.ts';
import { makeFolder, prepareServer, untilReadiness } from './harness/fault-server.ts';
import { startGivenDatabase } from './harness/given-database.ts';
import { makeFaultBooks, provokeInLoad } from './harness/rounds.ts';

/** How long /readyz may go on saying that all is well; twice what is promised, since the machine may be busy. */
const LONGEST_BELIEF = 4_000;

export const fault: Fault = {
  summary:
    'the database of DATABASE_URL is stopped in mid-load and started again; the server stays (from its return)',
  times: 10,
  async provoke(run, times) {
    const folder = await makeFolder(run);
    const given = await startGivenDatabase(run, join(folder, 'given'));
    const server = await prepareServer(run, join(folder, 'data'), given);
    await server.start();
    const pid = server.pid();
    const books = await makeFaultBooks(server);
    const noticed: number[] = [];
    const strike = async () => {
      await given.stop();
      noticed.push(await untilReadiness(server, 503, LONGEST_BELIEF));
      await given.start();
      const struck = performance.now();
      await untilReadiness(server, 200);
      return struck;
    };
    const outcome = await provokeInLoad({ run, times, server, books, strike });
    process.kill(pid, 0);
    const longest = Math.max(...noticed).toFixed(2);
    return {
      ...outcome,
      notes: [
        `/readyz answered 503 at most ${longest} s after the database was gone, and 200 after its return`,
      ],
    };
  },
};
