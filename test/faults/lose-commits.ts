import { join } from 'node:path';
import { startCommitCutter } from './harness/commit-cutter.ts';
import type { Fault } from './harness/fault.ts';
import { makeFolder, prepareServer } from './harness/fault-server.ts';
import { databaseUrl, startGivenDatabase } from './harness/given-database.ts';
import { makeFaultBooks, provokeInLoad } from './harness/rounds.ts';

const CUTS = 10;

export const fault: Fault = {
  summary: 'connections break between a COMMIT and its answer, and between the last statement and its COMMIT',
  times: 3,
  async provoke(run, times) {
    const folder = await makeFolder(run);
    const given = await startGivenDatabase(run, join(folder, 'given'));
    const cutter = await startCommitCutter(run, join(given.address.host, `.s.PGSQL.${given.address.port}`));
    const url = databaseUrl({ ...given.address, host: '127.0.0.1', port: cutter.port });
    const place = {
      ...given,
      variables: { DATABASE_URL: url, DATABASE_DIRECT_URL: databaseUrl(given.address) },
    };
    const server = await prepareServer(run, join(folder, 'data'), place);
    await server.start();
    const books = await makeFaultBooks(server);
    const outcome = await provokeInLoad({
      run,
      times,
      server,
      books,
      async strike(round, load) {
        cutter.cutOneOf(5);
        while (cutter.cuts.after < round * CUTS) await load.untilMade(1);
        cutter.cutOneOf(0);
        return performance.now();
      },
    });
    const { after, before } = cutter.cuts;
    if (outcome.unansweredKept > 0)
      throw new Error(
        `${outcome.unansweredKept} invoices were committed, and the server did not find that out.`,
      );
    return {
      ...outcome,
      notes: [
        `${after} connections broke after the COMMIT: each invoice was found and answered; ${before} before it: none was kept`,
      ],
    };
  },
};
