import { join } from 'node:path';
import { createApp, VERSION } from './app.ts';
import { readConfig } from './config.ts';
import type { StartedDemo } from './demo/start-demo.ts';
import { openServerKey } from './partners/index.ts';
import { chooseAddress, listen, localUrl } from './start/address.ts';
import { closeApp } from './start/close-app.ts';
import { openConfiguredDatabase } from './start/open-database.ts';
import { openFileStore } from './start/open-files.ts';
import { describeError, runUntilStopped } from './start/run-until-stopped.ts';
import { prepareWebPages } from './start/web-pages.ts';
import { describeWelcome } from './start/welcome.ts';

const APP_CLOSING_LIMIT = 5_000;
const say = (message: string) => console.log(message);

await runUntilStopped(async ({ signal, onStop, fail }) => {
  const config = readConfig();
  const { dataDirectory, publicUrl, logLevel } = config;
  const address = await chooseAddress(config);
  const baseUrl = localUrl(address);
  const webPages = prepareWebPages(signal, say);
  const files = await openFileStore(config, onStop);
  await files.checkReady?.();
  // What becomes of the database later is for who collects logs.
  let tell = say;
  const telling = { onStop, fail, say: (message: string) => tell(message) };
  const { database, exclusively } = await openConfiguredDatabase(config, telling);
  const secretKey = await openServerKey(database, config);
  let demo: StartedDemo | undefined;
  const app = createApp({
    database,
    secretKey,
    publicUrl: publicUrl ?? baseUrl,
    trustedProxies: config.trustedProxies,
    logLevel,
    rateLimit: config.rateLimit,
    files,
    mail: config.smtpUrl === undefined ? undefined : { smtpUrl: config.smtpUrl, from: config.mailFrom },
    portalPages: await webPages,
    demoConsole: {
      host: config.host,
      publicUrl,
      leave: config.demoConsole,
      findTarget: async () => demo?.findTarget(),
    },
  });
  onStop(() => closeApp(app), APP_CLOSING_LIMIT);
  tell = (message) => app.server.log.warn(message);

  const standardDataDirectory = join(import.meta.dirname, '..', '.recount');
  const places = { dataDirectory, standardDataDirectory, baseUrl, publicUrl };
  const openDemo = async () => {
    const { startDemo } = await import('./demo/start-demo.ts');
    return startDemo({ app, database, secretKey, ...places, signal, say });
  };
  // The books of others need not wait for a demo that fails.
  const warn = (error: Error): undefined => {
    if (!signal.aborted) console.error(`The demo workspace could not be opened: ${describeError(error)}`);
  };
  demo = config.demo ? await exclusively(openDemo).catch(warn) : undefined;
  onStop(async () => demo?.stop());

  await listen(app.server, address);
  say(describeWelcome({ version: VERSION, localUrl: baseUrl, publicUrl, dataDirectory, demo }));
});
