import { readFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { ENDPOINTS, TAGS } from './endpoints.ts';
import { makeDueEntries } from './ledger/journal-entries/recurring/index.ts';
import { createHeadLog } from './ledger/seals/log-heads.ts';
import { startSealer } from './ledger/seals/sealer.ts';
import { createHeadSigner } from './ledger/seals/signed-head.ts';
import { AppRateLimiter, createAuthenticator, serveSignIn, sweepExpired } from './partners/index.ts';
import { sweepIdempotencyRecords } from './platform/change/sweep-idempotency-records.ts';
import type { Database } from './platform/database/database.ts';
import { createReadinessCheck } from './platform/database/readiness.ts';
import { createOutsideFetcher, type OutsideOptions } from './platform/fetch-outside/fetch-outside.ts';
import { ABSENT_FILE_STORE, type FileStore } from './platform/files/file-store.ts';
import { buildOpenApi } from './platform/http/openapi.ts';
import { buildServer } from './platform/http/server.ts';
import { runHourly } from './platform/jobs/run-hourly.ts';
import { runRepeatedly } from './platform/jobs/run-repeatedly.ts';
import { startMail } from './platform/mail/deliver-mail.ts';
import { createSmtpTransport } from './platform/mail/smtp-transport.ts';
import { type DemoConsole, serveDemoTarget } from './portal/demo-target.ts';
import { sweepFeedback } from './portal/feedback/index.ts';
import { servePortal } from './portal/serve-portal.ts';
import { INVOICE_ATTACHMENT, readMailedAttachment, sweepAttachmentFiles } from './sales/attachments/index.ts';
import { DOCUMENT_PDF, makeInvoicePdf } from './sales/documents/index.ts';
import { makeDueInvoices } from './sales/invoices/index.ts';
import { servePublicPage } from './sales/public-page/index.ts';
import { sendDueReminders } from './sales/reminders/index.ts';
import { makeAttachedStatement, STATEMENT_PDF } from './sales/statements/index.ts';

/** Between two looks for recurring invoices, or journal entries, that are due, in milliseconds. */
const RECURRING_PAUSE = 1_000;
/** Between two looks for reminders that are due. */
const REMINDER_PAUSE = 1_000;

/** The version of this Recount, as package.json has it. */
export const VERSION: string = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
).version;

/** What the app is made of. */
export interface AppOptions {
  readonly database: Database;
  readonly secretKey: Buffer;
  /** Where others reach this server, without a trailing slash; where it listens when left out. */
  readonly publicUrl?: string | undefined;
  /** Addresses and CIDR ranges whose X-Forwarded-For is believed; nobody's when left out. */
  readonly trustedProxies?: readonly string[] | undefined;
  readonly logLevel: string;
  readonly logDestination?: Writable | undefined;
  /** Requests a minute of each partner app that has no limit of its own; 0: none is limited; undefined: the standard. */
  readonly rateLimit?: number | undefined;
  /** How mail leaves the server; without one it is kept. */
  readonly mail?: { readonly smtpUrl: string; readonly from: string } | undefined;
  /** Where files are kept; without one they are refused. */
  readonly files?: FileStore | undefined;
  /** How addresses that callers name are looked up, and which of them are allowed; the safe standard when left out. */
  readonly outside?: OutsideOptions | undefined;
  /** The folder of the built pages of the developer portal; without one it is not served. */
  readonly portalPages?: string | undefined;
  /** Whom the portal's request console may be told the demo's credentials by; without one they are told to nobody. */
  readonly demoConsole?: DemoConsole | undefined;
}

/** The whole server, ready to listen, with its background work already running. */
export interface App {
  readonly server: FastifyInstance;
  /** Stops taking requests, finishes those under way and the background work. */
  close(): Promise<void>;
}

let builtDocument: Readonly<Record<string, unknown>> | undefined;

/** The OpenAPI document of this version: made once in a process, and not to be changed. */
export function openApiDocument(): Readonly<Record<string, unknown>> {
  builtDocument ??= buildOpenApi({ endpoints: ENDPOINTS, version: VERSION, tags: TAGS });
  return builtDocument;
}

/** The address of a server that listens; the name alone of one that does not. */
function listeningUrl(server: FastifyInstance): string {
  const address = server.server.address();
  if (address === null || typeof address === 'string') return 'http://localhost';
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

/** Puts the rooms together: endpoints, authentication, background work. Does not listen yet. */
export function createApp(options: AppOptions): App {
  const { database, secretKey, logLevel, logDestination, rateLimit, portalPages, demoConsole } = options;
  const files = options.files ?? ABSENT_FILE_STORE;
  const sealer = startSealer(database, (error) => server.log.error({ err: error }, 'sealing failed'));
  const hourly = runHourly(
    [
      () => sweepExpired(database),
      (signal) => sweepIdempotencyRecords(database, signal),
      (signal) => sweepFeedback(database, signal),
      createHeadLog(database, createHeadSigner(secretKey), (signedHead) =>
        server.log.info({ signedHead }, 'chain head'),
      ),
      (signal) => sweepAttachmentFiles({ database, files, signal }),
    ],
    (error) => server.log.error({ err: error }, 'an hourly job failed'),
  );
  const recurring = runRepeatedly(
    (signal) =>
      makeDueInvoices({
        database,
        signal,
        onMade: () => sealer.nudge(),
        onError: (error) => server.log.error({ err: error }, 'a recurring invoice failed'),
      }),
    { first: RECURRING_PAUSE, pause: RECURRING_PAUSE },
    (error) => server.log.error({ err: error }, 'looking for recurring invoices failed'),
  );
  const recurringEntries = runRepeatedly(
    (signal) =>
      makeDueEntries({
        database,
        signal,
        onMade: () => sealer.nudge(),
        onError: (error) => server.log.error({ err: error }, 'a recurring journal entry failed'),
      }),
    { first: RECURRING_PAUSE, pause: RECURRING_PAUSE },
    (error) => server.log.error({ err: error }, 'looking for recurring journal entries failed'),
  );
  const reminders = runRepeatedly(
    (signal) =>
      sendDueReminders({
        database,
        signal,
        place: { secretKey, publicUrl: publicUrl() },
        onError: (error) => server.log.error({ err: error }, 'a reminder failed'),
      }),
    { first: REMINDER_PAUSE, pause: REMINDER_PAUSE },
    (error) => server.log.error({ err: error }, 'looking for reminders failed'),
  );
  const mail = startMail({
    database,
    transport: options.mail && createSmtpTransport(options.mail.smtpUrl),
    from: options.mail?.from ?? '',
    renderers: {
      async [DOCUMENT_PDF](transaction, id) {
        const pdf = await makeInvoicePdf(transaction, id, { secretKey, publicUrl: publicUrl() });
        if (!pdf) throw new Error(`There is no document ${id} to draw.`);
        return pdf.bytes;
      },
      [STATEMENT_PDF]: makeAttachedStatement,
      [INVOICE_ATTACHMENT]: (transaction, id) => readMailedAttachment(transaction, id, files),
    },
    onError: (error) => server.log.error({ err: error }, 'delivering mail failed'),
    onFailure: (failure) => server.log.warn(failure, 'a mail was not delivered to everybody'),
  });
  const limiter = new AppRateLimiter({
    database,
    rateLimit,
    onError: (error) => server.log.error({ err: error }, 'giving back requests failed'),
  });
  const authenticate = createAuthenticator({
    database,
    secretKey,
    // As long as it does not listen only the server itself calls, to fill the demo.
    countRequest: async (app) => (server.server.listening ? limiter.count(app) : {}),
  });
  // By a relative address, since only who asks knows by which name this server is reached.
  const openApi = { ...openApiDocument(), servers: [{ url: '/', description: 'This server' }] };
  const publicUrl = () => options.publicUrl ?? listeningUrl(server);
  const server = buildServer({
    endpoints: ENDPOINTS,
    services: {
      database,
      secretKey,
      publicUrl,
      files,
      fetchOutside: createOutsideFetcher(options.outside),
      authenticate,
      screen: authenticate.screen,
      onChange: () => sealer.nudge(),
      onFault: (error, requestId) => server.log.error({ err: error, requestId }, 'failed'),
    },
    health: { checkReady: createReadinessCheck(database) },
    openApi,
    trustedProxies: options.trustedProxies,
    logLevel,
    logDestination,
    version: VERSION,
    failedSignaturesLimited: rateLimit !== 0,
  });
  serveSignIn(server, { database, secretKey, publicUrl });
  servePublicPage(server, { database, secretKey, publicUrl, files });
  if (demoConsole) serveDemoTarget(server, demoConsole);
  if (portalPages) servePortal(server, { pages: portalPages, openApi, publicUrl });
  return {
    server,
    async close() {
      await Promise.all([server.close(), mail.stop()]);
      await limiter.stop();
      await recurring.stop();
      await recurringEntries.stop();
      await reminders.stop();
      await sealer.stop();
      await hourly.stop();
    },
  };
}
