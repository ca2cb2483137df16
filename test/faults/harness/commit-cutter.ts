import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Run } from '../../../bench/harness/run.ts';

/** A proxy before PostgreSQL that breaks connections in the moment of a COMMIT. */
export interface CommitCutter {
  readonly port: number;
  /** How many connections were broken after PostgreSQL had committed, and how many before it was told to. */
  readonly cuts: { after: number; before: number };
  /** From now on breaks about one of so many commits; 0: none. */
  cutOneOf(count: number): void;
}

/** As the driver sends it: in a message Parse after the empty name of the statement, or in a Query after its length. */
const COMMITS = ['\0COMMIT\0', '\x0bCOMMIT\0'];

/** Listens on the loopback interface and leads to PostgreSQL's socket. */
export async function startCommitCutter(run: Run, socketPath: string): Promise<CommitCutter> {
  const cuts = { after: 0, before: 0 };
  const open = new Set<Socket>();
  let oneOf = 0;
  let commits = 0;
  const server = createServer((client) => {
    const backend = connect(socketPath);
    const end = () => {
      client.destroy();
      backend.destroy();
    };
    let cutting = false;
    for (const socket of [client, backend]) {
      open.add(socket);
      socket.on('error', end).on('close', () => {
        open.delete(socket);
        end();
      });
    }
    client.on('data', (sent) => {
      if (oneOf > 0 && COMMITS.some((commit) => sent.includes(commit))) {
        commits += 1;
        cutting = commits % oneOf === 0;
        if (cutting && Math.random() < 0.3) {
          cuts.before += 1;
          end();
          return;
        }
      }
      backend.write(sent);
    });
    backend.on('data', (answered) => {
      if (!cutting) return void client.write(answered);
      // The answer to a COMMIT comes whole and only once PostgreSQL has done it: 'C' and the name of what was done.
      if (answered.includes('COMMIT\0')) {
        cuts.after += 1;
        end();
      }
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  run.onEnd(async () => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    cuts,
    cutOneOf(count) {
      oneOf = count;
    },
  };
}
