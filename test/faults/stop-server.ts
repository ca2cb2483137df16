import { join } from 'node:path';
import { attachEmbeddedDatabase } from '../../src/platform/database/embedded/start-embedded-database.ts';
import type { Fault } from './harness/fault.ts';
import { makeFolder, prepareServer } from './harness/fault-server.ts';
import { makeFaultBooks, provokeInLoad } from './harness/rounds.ts';

export const fault: Fault = {
  summary:
    'SIGTERM in mid-load: the server finishes what it has begun, stops its database, and is started again',
  times: 20,
  async provoke(run, times) {
    const server = await prepareServer(run, join(await makeFolder(run), 'data'));
    await server.start();
    const books = await makeFaultBooks(server);
    const strike = async () => {
      const code = await server.end('SIGTERM');
      // Until then it goes on answering what comes over connections that are open.
      const struck = performance.now();
      if (code !== 0) throw new Error(`The server ended with ${code}: ${server.said()}`);
      const left = await attachEmbeddedDatabase({ dataDirectory: server.dataDirectory });
      if (left) throw new Error('The server has left its database running.');
      await server.start();
      return struck;
    };
    const outcome = await provokeInLoad({ run, times, server, books, strike });
    if (outcome.unansweredKept > 0)
      throw new Error(
        `${outcome.unansweredKept} invoices were made and not answered: the server did not finish them.`,
      );
    return outcome;
  },
};
