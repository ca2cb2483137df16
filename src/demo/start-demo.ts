import { writeDemoFile } from './demo-file.ts';
import { describeCall } from './example-call.ts';
import { type Demo, type DemoOptions, openDemo } from './open-demo.ts';

/** What the welcome shows of the demo. */
export interface StartedDemo {
  readonly workspaceName: string;
  readonly email: string;
  readonly password: string;
  /** The command, on one line, that creates an invoice now. */
  readonly command: string | undefined;
  stop(): Promise<void>;
}

/** What the demo is opened with, and where its command is to work. */
export interface StartDemoOptions extends DemoOptions {
  /** The data directory that commands find by themselves. */
  readonly standardDataDirectory: string;
}

const RENEW_AFTER = 12 * 60 * 60_000;
/** By the clock on the wall, in short steps: a laptop's timers stand still while it sleeps. */
const LOOK_INTERVAL = 5 * 60_000;

/**
 * Opens the demo workspace, writes demo.json in the moment in which the server begins to listen, and again with fresh
 * tokens every 12 hours.
 */
export async function startDemo(options: StartDemoOptions): Promise<StartedDemo> {
  const { app, dataDirectory, standardDataDirectory } = options;
  const demo = await openDemo(options);
  app.server.server.once('listening', () => writeDemoFile(dataDirectory, demo.content));
  const onError = (error: Error) => app.server.log.error({ err: error }, 'demo.json could not be renewed');
  const { workspaceName, email, password } = demo.content;
  const place = dataDirectory === standardDataDirectory ? undefined : dataDirectory;
  const command = demo.example && describeCall('POST', '/invoices', demo.example, place);
  return { workspaceName, email, password, command, stop: renewTokens(demo, dataDirectory, onError) };
}

/** @returns how to end this */
function renewTokens(
  demo: Demo,
  dataDirectory: string,
  onError: (error: Error) => void,
): () => Promise<void> {
  let writtenAt = Date.now();
  let running: Promise<void> | undefined;
  const renew = async () => {
    writeDemoFile(dataDirectory, await demo.renew());
    writtenAt = Date.now();
  };
  const timer = setInterval(() => {
    if (running || Date.now() - writtenAt < RENEW_AFTER) return;
    running = renew()
      .catch(onError)
      .finally(() => {
        running = undefined;
      });
  }, LOOK_INTERVAL).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
