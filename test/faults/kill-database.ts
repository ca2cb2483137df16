import { join } from 'node:path';
import type { Fault } from './harness/fault.ts';
import { findDatabaseProcess, makeFolder, prepareServer } from './harness/fault-server.ts';
import { makeFaultBooks, provokeInLoad } from './harness/rounds.ts';

export const fault: Fault = {
  summary: 'kill -9 of the embedded database in mid-load; the server brings it back',
  times: 20,
  async provoke(run, times) {
    const server = await prepareServer(run, join(await makeFolder(run), 'data'));
    await server.start();
    const books = await makeFaultBooks(server);
    const pid = server.pid();
    const strike = async () => {
      const postmaster = await findDatabaseProcess(server.dataDirectory);
      const struck = performance.now();
      process.kill(postmaster, 'SIGKILL');
      return struck;
    };
    const outcome = await provokeInLoad({ run, times, server, books, strike });
    process.kill(pid, 0);
    return { ...outcome, notes: ['the server’s process stayed the same throughout'] };
  },
};
