import { join } from 'node:path';
import type { Fault } from './harness/fault.ts';
import { findDatabaseProcess, makeFolder, prepareServer } from './harness/fault-server.ts';
import { makeFaultBooks, provokeInLoad } from './harness/rounds.ts';

export const fault: Fault = {
  summary:
    'kill -9 of the server and of its embedded database at once, in mid-load; the server is started again',
  times: 20,
  async provoke(run, times) {
    const server = await prepareServer(run, join(await makeFolder(run), 'data'));
    await server.start();
    const books = await makeFaultBooks(server);
    const strike = async () => {
      const postmaster = await findDatabaseProcess(server.dataDirectory);
      const struck = performance.now();
      process.kill(postmaster, 'SIGKILL');
      await server.end('SIGKILL');
      await server.start();
      return struck;
    };
    return provokeInLoad({ run, times, server, books, strike });
  },
};
