import type { App } from '../app.ts';
import { makeDueEntries } from '../ledger/journal-entries/recurring/index.ts';
import { isPasswordOf } from '../partners/index.ts';
import type { Database } from '../platform/database/database.ts';
import {
  type DemoApp,
  findDemoApp,
  issueDemoTokens,
  makeDemoApp,
  registerDemoAddresses,
} from './demo-apps.ts';
import { createDemoClient, type DemoClient } from './demo-client.ts';
import { today } from './demo-day.ts';
import { type DemoCredentials, type DemoFile, readDemoFile } from './demo-file.ts';
import {
  beginDemoWorkspace,
  DEMO_EMAIL,
  type DemoWorkspace,
  demoPassword,
  findDemoWorkspace,
  finishDemoWorkspace,
} from './demo-workspace.ts';
import { findExampleInvoice } from './example-call.ts';
import { fillDemo } from './fill-demo.ts';
import { remindDemo } from './remind-demo.ts';

/** What the demo workspace is opened with. */
export interface DemoOptions {
  readonly app: App;
  readonly database: Database;
  readonly secretKey: Buffer;
  readonly dataDirectory: string;
  /** Where programs on this machine reach the server, without a trailing slash. */
  readonly baseUrl: string;
  readonly publicUrl: string | undefined;
  /** Stops the filling of a first start. */
  readonly signal: AbortSignal;
  readonly say: (message: string) => void;
}

/** The demo workspace, whole, with fresh tokens. */
export interface Demo {
  /** What demo.json is to hold. */
  readonly content: DemoFile;
  /** A body for POST /invoices that works now. */
  readonly example: object | undefined;
  /** The same content with a fresh pair for each app. */
  renew(): Promise<DemoFile>;
}

/**
 * Opens the demo workspace: the one there is, or a new one filled through the API. The server need not listen yet. Of
 * several servers of one database only one may do this at a time.
 */
export async function openDemo(options: DemoOptions): Promise<Demo> {
  // A hundred requests of our own would bury what a newcomer is to read.
  const { log } = options.app.server;
  const level = log.level;
  log.level = 'silent';
  try {
    return await openQuietly(options);
  } finally {
    log.level = level;
  }
}

async function openQuietly(options: DemoOptions): Promise<Demo> {
  const { database, secretKey, dataDirectory, baseUrl, publicUrl, signal, say } = options;
  const known = await readDemoFile(dataDirectory);
  const password = demoPassword(secretKey);
  const found = await findDemoWorkspace(database, known?.workspaceId);
  const workspace = found ?? (await beginDemoWorkspace(database, password));
  const remembered = known?.workspaceId === workspace.workspaceId ? known : undefined;
  const strict = await openApp(options, workspace, remembered, 'strict');
  const lenient = await openApp(options, workspace, remembered?.lenient, 'lenient');
  if (!found) {
    say('making the demo workspace');
    await fillDemo({ strict: strict.client, lenient: lenient.client, today: today(), signal });
    const reminding = { database, secretKey, publicUrl: publicUrl ?? baseUrl, signal };
    await postDueEntries(options, workspace.workspaceId);
    await remindDemo(lenient.client, workspace.workspaceId, today(), reminding);
    await finishDemoWorkspace(database, workspace);
  }
  const addresses = publicUrl ? [baseUrl, publicUrl] : [baseUrl];
  for (const { app } of [strict, lenient]) await registerDemoAddresses(database, app, addresses);

  const describe = async (app: DemoApp, held: string): Promise<DemoCredentials> => {
    const { accessToken, refreshToken, workspaceName } = await issueDemoTokens(database, app, workspace);
    const { workspaceId } = workspace;
    const { clientId, clientSecret, validation } = app;
    const tokens = { accessToken, refreshToken };
    const person = { email: remembered?.email ?? DEMO_EMAIL, password: held };
    return { baseUrl, clientId, clientSecret, ...tokens, workspaceId, workspaceName, ...person, validation };
  };
  const renew = async () => {
    const held = await findHeld(database, workspace.personId, [remembered?.password, password]);
    return { ...(await describe(strict.app, held)), lenient: await describe(lenient.app, held) };
  };
  return { content: await renew(), example: await findExampleInvoice(strict.client, today()), renew };
}

/** Posts what the templates of the demo are due for, also what the server's own maker has begun and holds meanwhile. */
async function postDueEntries({ app, database, signal }: DemoOptions, workspaceId: string): Promise<void> {
  const onError = (error: Error) => app.server.log.error({ err: error }, 'a recurring journal entry failed');
  do await makeDueEntries({ database, signal, onMade: () => {}, onError });
  while (!signal.aborted && (await hasDueEntries(database, workspaceId)));
}

function hasDueEntries(database: Database, workspaceId: string): Promise<boolean> {
  return database.unfenced(async (transaction) => {
    const due = await transaction.query(
      `SELECT FROM recurring_due
        WHERE kind = 'journal_entry' AND workspace_id = $1 AND due_at <= clock_timestamp() LIMIT 1`,
      [workspaceId],
    );
    return due.length > 0;
  });
}

/** The password that the person signs in with, of those the demo has told; empty where it was changed. */
async function findHeld(
  database: Database,
  personId: string,
  told: readonly (string | undefined)[],
): Promise<string> {
  for (const password of new Set(told)) {
    if (password && (await isPasswordOf(database, personId, password))) return password;
  }
  return '';
}

interface OpenedApp {
  readonly app: DemoApp;
  readonly client: DemoClient;
}

/** The app that demo.json remembers, if it still opens the workspace; else a new one. */
async function openApp(
  options: DemoOptions,
  workspace: DemoWorkspace,
  remembered: Pick<DemoCredentials, 'clientId' | 'clientSecret'> | undefined,
  validation: DemoApp['validation'],
): Promise<OpenedApp> {
  const found = remembered && (await findDemoApp(options.database, remembered, validation));
  const opened = found && (await connect(options, found, workspace));
  if (opened && (await opened.client.call('GET', '/tags?limit=1')).status === 200) return opened;
  return connect(options, await makeDemoApp(options.database, options.secretKey, validation), workspace);
}

async function connect({ app: { server }, database }: DemoOptions, app: DemoApp, workspace: DemoWorkspace) {
  const { clientId, clientSecret } = app;
  const { accessToken } = await issueDemoTokens(database, app, workspace);
  return { app, client: createDemoClient(server, { clientId, clientSecret, accessToken }) };
}
