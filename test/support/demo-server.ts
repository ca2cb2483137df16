import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeEmbeddedDatabase } from './remove-embedded-database.ts';
import { readJson, runServer } from './run-server.ts';

/** A server in a process of its own, as `npm start` has it, with the demo workspace. */
export interface DemoServer {
  /** Holds the data directory, `.recount`, and nothing else. */
  readonly folder: string;
  readonly baseUrl: string;
  /** What demo.json holds. */
  readonly demo: Readonly<
    Record<'clientId' | 'clientSecret' | 'accessToken' | 'workspaceName' | 'email' | 'password', string>
  >;
  /** All that the server printed so far. */
  said(): string;
  /** Stops the server and removes its data. */
  stop(): Promise<void>;
}

/** Starts a server on a new data directory and waits until it listens. */
export async function startDemoServer(variables: Record<string, string> = {}): Promise<DemoServer> {
  const folder = await mkdtemp(join(tmpdir(), 'recount-demo-'));
  await chmod(folder, 0o755);
  const dataDirectory = join(folder, '.recount');
  const server = await runServer({
    RECOUNT_DATA_DIR: dataDirectory,
    PORT: '0',
    LOG_LEVEL: 'warn',
    ...variables,
  });
  const demo = await readJson(join(dataDirectory, 'demo.json'));
  return {
    folder,
    baseUrl: demo.baseUrl,
    demo,
    said: server.said,
    async stop() {
      server.child.kill('SIGTERM');
      await server.ended;
      await removeEmbeddedDatabase(dataDirectory);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
