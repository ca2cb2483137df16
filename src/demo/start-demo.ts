import type { DemoTarget } from '../portal/demo-target.ts';
import { type DemoFile, writeDemoFile } from './demo-file.ts';
import { describeCall } from './example-call.ts';
import { type Demo, type DemoOptions, openDemo } from './open-demo.ts';
import { findSubstitutions } from './substitutions.ts';

/** What the welcome shows of the demo. */
export interface StartedDemo {
  readonly workspaceName: string;
  readonly email: string;
  readonly password: string;
  /** The command, on one line, that creates an invoice now. */
  readonly command: string | undefined;
  /** What the portal's request console calls the demo with: always a token that is good for hours. */
  findTarget(): Promise<DemoTarget>;
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
  const credentials = keepFresh(demo, dataDirectory, onError);
  const { workspaceName, email, password } = demo.content;
  const place = dataDirectory === standardDataDirectory ? undefined : dataDirectory;
  const command = demo.example && describeCall('POST', '/invoices', demo.example, place);
  return {
    workspaceName,
    email,
    password,
    command,
    async findTarget() {
      const { clientId, clientSecret, accessToken, workspaceId } = await credentials.current();
      const found = await findSubstitutions(options.database, workspaceId);
      return { clientId, clientSecret, accessToken, workspaceName, ...found };
    },
    stop: credentials.stop,
  };
}

interface FreshCredentials {
  /** What demo.json holds, written anew first where that is due. */
  current(): Promise<DemoFile>;
  stop(): Promise<void>;
}

/** Writes demo.json with fresh tokens every 12 hours, until it is stopped. */
function keepFresh(demo: Demo, dataDirectory: string, onError: (error: Error) => void): FreshCredentials {
  let content = demo.content;
  let renewedAt = Date.now();
  let running: Promise<void> | undefined;
  const renew = async () => {
    content = await demo.renew();
    writeDemoFile(dataDirectory, content);
    renewedAt = Date.now();
  };
  const renewWhereDue = async () => {
    if (Date.now() - renewedAt < RENEW_AFTER) return;
    running ??= renew().finally(() => {
      running = undefined;
    });
    await running;
  };
  const timer = setInterval(() => void renewWhereDue().catch(onError), LOOK_INTERVAL).unref();
  return {
    async current() {
      // A laptop may have slept through more than the life of a token.
      await renewWhereDue().catch(onError);
      return content;
    },
    async stop() {
      clearInterval(timer);
      await running?.catch(onError);
    },
  };
}
