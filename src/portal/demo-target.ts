import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { isLoopback } from '../platform/http/loopback.ts';

/** By what the examples of the API's pages print: what stands for it in the demo workspace. */
export type Substitutions = Readonly<Record<string, string>>;

/** What the request console of the portal calls the demo workspace with. */
export interface DemoTarget {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly accessToken: string;
  readonly workspaceName: string;
  readonly substitutions: Substitutions;
  /** By operationId: what is to be put in place besides, in the examples of that operation alone. */
  readonly operationSubstitutions: Readonly<Record<string, Substitutions>>;
}

/** Who may be told the demo's credentials, and where they come from. */
export interface DemoConsole {
  /** Where the server listens. */
  readonly host: string;
  readonly publicUrl: string | undefined;
  /** What the operator says of it; undefined: nothing. */
  readonly leave: boolean | undefined;
  /** Undefined where there is no demo workspace. */
  findTarget(): Promise<DemoTarget | undefined>;
}

const NO_DEMO = 'This server has no demo workspace.';
const NOT_HERE =
  'Others can reach this server, so it does not tell its demo’s credentials: its operator may allow it with ' +
  'RECOUNT_DEMO_CONSOLE=1, and RECOUNT_PUBLIC_URL set to the address of these pages.';
const NOT_YOU =
  'The demo’s credentials are told only to pages of this server that are opened at its own address: its operator sets ' +
  'that with RECOUNT_PUBLIC_URL.';

/**
 * Serves `POST /docs/demo-target`: the credentials of the demo's strict app, for the portal's request console. They open
 * nothing but made-up books, and still nobody gets them but a page of this server itself: where none but this machine
 * can reach the server, or the operator allows it.
 */
export function serveDemoTarget(server: FastifyInstance, demo: DemoConsole): void {
  server.post('/docs/demo-target', async (request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'cross-origin-resource-policy': 'same-origin' });
    const refusal = findRefusal(demo, request.headers);
    const target = refusal === undefined ? await demo.findTarget() : undefined;
    return target ?? reply.code(404).send({ available: false, reason: refusal ?? NO_DEMO });
  });
}

function findRefusal(demo: DemoConsole, headers: IncomingHttpHeaders): string | undefined {
  if (!(demo.leave ?? isPrivate(demo, headers))) return NOT_HERE;
  const publicOrigin = demo.publicUrl && new URL(demo.publicUrl).origin;
  return isOwnPage(headers, publicOrigin) ? undefined : NOT_YOU;
}

/** Headers that a proxy adds: what comes through one need not come from this machine. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

function isPrivate({ host, publicUrl }: DemoConsole, headers: IncomingHttpHeaders): boolean {
  const isHere = isLoopback(host) && (!publicUrl || isLoopback(new URL(publicUrl).hostname));
  return isHere && !PROXY_HEADERS.some((name) => headers[name] !== undefined);
}

/** A name or an address with a port, and nothing that a URL could read otherwise. */
const HOST = /^(\[[\da-f:.]+\]|[a-z\d.-]+)(:\d{1,5})?$/i;

/**
 * Whether a request comes from a page of this server. The browser says which page asks (Origin) and which name it looked
 * up (Host). The two must agree, or another site asks; and the name must be the machine's own, or another site has let
 * its own name lead here (DNS rebinding).
 */
function isOwnPage(
  { host, origin, ...headers }: IncomingHttpHeaders,
  publicOrigin: string | undefined,
): boolean {
  if ((headers['sec-fetch-site'] ?? 'same-origin') !== 'same-origin') return false;
  const scheme = /^https?:/.exec(origin ?? '')?.[0];
  if (!scheme || !host || !HOST.test(host) || !URL.canParse(`${scheme}//${host}`)) return false;
  const address = new URL(`${scheme}//${host}`);
  return address.origin === origin && (isLoopback(address.hostname) || origin === publicOrigin);
}
