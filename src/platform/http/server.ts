import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { Readable, type Writable } from 'node:stream';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type preParsingAsyncHookHandler,
} from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { ApiError, toDatabaseRefusal } from '../../errors.ts';
import { isUnavailable } from '../database/unavailable.ts';
import { allowAnyOrigin, answerPreflight } from './any-origin.ts';
import { type Endpoint, type RawRequest, readsJson } from './endpoint.ts';
import { toErrorBody } from './error-body.ts';
import { saysJson } from './json-body.ts';
import { addressLimitOf, limitByAddress, limitFailedSignatures } from './limit-by-address.ts';
import { hideSecretPaths, pathOf } from './logged-path.ts';
import { createUploadScreen, screenNothing, type UploadScreen } from './screen-upload.ts';
import { type Services, serveEndpoint } from './serve-endpoint.ts';

export interface Health {
  /** Throws where the server cannot do its work. */
  checkReady(): Promise<void>;
}

export interface ServerOptions {
  readonly endpoints: readonly Endpoint[];
  readonly services: Services;
  readonly health: Health;
  readonly openApi: object;
  /** Addresses and CIDR ranges whose X-Forwarded-For is believed; nobody's when left out. */
  readonly trustedProxies?: readonly string[] | undefined;
  readonly logLevel: string;
  /** Where log lines go; standard output when left out. */
  readonly logDestination?: Writable | undefined;
  readonly version: string;
  /** Limits how many requests with a signature that fails each remote address may send. Default: true. */
  readonly failedSignaturesLimited?: boolean | undefined;
}

const LARGEST_BODY = 1024 * 1024;
const LARGEST_HEADERS = 64 * 1024;
/** How long a request may take to arrive whole; its headers half of that. */
const LONGEST_ARRIVAL = 30_000;

/** Builds the HTTP server: every endpoint a route, one parser for bodies, one place for errors. Does not listen. */
export function buildServer(options: ServerOptions): FastifyInstance {
  const server = Fastify({
    logger: {
      level: options.logLevel,
      base: null,
      ...(options.logDestination ? { stream: options.logDestination } : {}),
    },
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: () => uuidv7(),
    requestIdHeader: false,
    trustProxy: options.trustedProxies?.length ? [...options.trustedProxies] : false,
    bodyLimit: LARGEST_BODY,
    requestTimeout: LONGEST_ARRIVAL,
    keepAliveTimeout: 65_000,
    // Longer than any answer takes to be made: it is for who never reads the answer.
    connectionTimeout: 120_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // No limit of its own: the headers have one, and an endpoint refuses what is no UUID.
    routerOptions: { maxParamLength: LARGEST_HEADERS },
    // Filters are in the query: hundreds of UUIDs must fit.
    http: {
      maxHeaderSize: LARGEST_HEADERS,
      // Node exchanges the two limits where that of the headers is the longer one, as by default it would be.
      headersTimeout: LONGEST_ARRIVAL / 2,
      connectionsCheckingInterval: 2_000,
    },
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (error, request, reply) =>
      sendError(error, request as FastifyRequest, reply as FastifyReply),
  });
  // The signature covers the exact bytes, so nothing may parse them before it is checked.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
    reply.header('cache-control', 'no-store');
  });
  const logRequest = createRequestLog(server);
  server.addHook('onResponse', async (request, reply) => {
    logRequest(request, reply, 'request');
  });
  server.setErrorHandler(sendError);
  const anyOrigin = new Set(options.endpoints.flatMap((one) => (one.anyOrigin ? pathsOf(one) : [])));
  server.setNotFoundHandler(async (request, reply) => {
    const path = pathOf(request.raw.url);
    if (anyOrigin.has(path.replace(/\/$/, ''))) await allowAnyOrigin(request, reply);
    const message = `Can't find ${request.method} ${path}`;
    return sendError(new ApiError('ROUTE_NOT_FOUND', { message }), request, reply);
  });
  limitByAddress(server);
  // In a plugin of their own: plugins load one after the other, and what counts requests must be there before the routes.
  server.register(async (scope) => {
    const onFailure = options.failedSignaturesLimited === false ? undefined : limitFailedSignatures(scope);
    const context = { services: options.services, uploads: createUploadScreen(), onFailure, logRequest };
    for (const endpoint of options.endpoints) addRoute(scope, endpoint, context);
  });
  addOperatorRoutes(server, options);
  return server;
}

function pathsOf({ path, aliases = [] }: Endpoint): string[] {
  return [path, ...aliases];
}

/** What the routes of all endpoints share. */
interface RouteContext {
  readonly services: Services;
  readonly uploads: UploadScreen;
  readonly onFailure: ((error: unknown, request: FastifyRequest) => Promise<void>) | undefined;
  readonly logRequest: RequestLog;
}

function addRoute(server: FastifyInstance, endpoint: Endpoint, context: RouteContext): void {
  for (const path of pathsOf(endpoint)) {
    const url = path.replaceAll(/\{(\w+)\}/g, ':$1');
    addRouteAt(server, url, endpoint, context);
    if (endpoint.anyOrigin) answerPreflight(server, url, endpoint.method);
  }
}

/** A path that ends in a slash names no record: nothing is there. */
async function refuseEmptyParams({ params }: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (!Object.values(params as object).includes('')) return undefined;
  reply.callNotFound();
  // Fastify goes on to the handler unless it is given the reply.
  return reply;
}

/**
 * What takes no body does not mind what it is called, while Fastify refuses a Content-Type that is none. That of multipart
 * stays, since signatures look at it (reference 2.4), and that of JSON where it is read all the same.
 */
const ignoreContentType =
  (endpoint: Endpoint) =>
  async ({ raw: { headers } }: FastifyRequest): Promise<void> => {
    const type = headers['content-type'];
    if (type === undefined || /^multipart\/[\w-]+\s*(;|$)/i.test(type)) return;
    if (!readsJson(endpoint) || !saysJson(headers)) headers['content-type'] = 'application/octet-stream';
  };

function addRouteAt(server: FastifyInstance, url: string, endpoint: Endpoint, context: RouteContext): void {
  const { services, uploads } = context;
  server.route({
    method: endpoint.method,
    url,
    config: addressLimitOf(endpoint),
    ...(endpoint.upload ? { bodyLimit: endpoint.upload.largest } : {}),
    onRequest: [
      ...(endpoint.anyOrigin ? [allowAnyOrigin] : []),
      ...(endpoint.body ? [] : [ignoreContentType(endpoint)]),
      ...(endpoint.params ? [refuseEmptyParams] : []),
    ],
    ...(endpoint.upload ? { preParsing: screenUpload(endpoint, context) } : {}),
    async handler(request, reply) {
      const raw = toRaw(request);
      const inputs = { params: request.params as Record<string, string>, query: request.query };
      const announce = (headers: Readonly<Record<string, string>>) => void reply.headers(headers);
      const served = await uploads
        .whileHeld(request, () => serveEndpoint(endpoint, services, raw, inputs, announce))
        .catch((error) => fail(error, request, context));
      if (served.body instanceof Readable) logWhereBrokenOff(request, reply, context);
      reply.code(served.status).headers(served.headers);
      return served.body;
    },
  });
}

/** An answer that did not come to its end is none to Fastify, which then calls no hook. */
function logWhereBrokenOff(
  request: FastifyRequest,
  reply: FastifyReply,
  { logRequest }: Pick<RouteContext, 'logRequest'>,
): void {
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) logRequest(request, reply, 'broken off');
  });
}

type RequestLog = (request: FastifyRequest, reply: FastifyReply, message: string) => void;

function createRequestLog(server: FastifyInstance): RequestLog {
  const loggedPath = hideSecretPaths(server);
  return (request, reply, message) => {
    const ms = Math.round(reply.elapsedTime);
    const path = loggedPath(request);
    request.log.info({ method: request.method, path, status: reply.statusCode, ms }, message);
  };
}

function toRaw(request: FastifyRequest): RawRequest {
  return {
    id: request.id,
    method: request.method,
    path: pathOf(request.raw.url),
    headers: request.headers,
    body: request.body as Buffer | undefined,
    remoteAddress: request.ip,
  };
}

async function fail(error: unknown, request: FastifyRequest, { onFailure }: RouteContext): Promise<never> {
  await onFailure?.(error, request);
  throw error;
}

/** Runs when the head of a request is there, and nothing has read its body yet. */
function screenUpload({ access, upload }: Endpoint, context: RouteContext): preParsingAsyncHookHandler {
  const { largest } = upload!;
  const screen = context.services.screen ?? screenNothing;
  return async (request, reply) => {
    await context.uploads
      .admit(request, reply, toRaw(request), { access, largest, screen })
      .catch((error) => fail(error, request, context));
  };
}

function addOperatorRoutes(server: FastifyInstance, { health, openApi, version }: ServerOptions): void {
  const openApiText = JSON.stringify(openApi);
  server.get('/openapi.json', async (_request, reply) => {
    reply.type('application/json; charset=utf-8').header('access-control-allow-origin', '*');
    return openApiText;
  });
  server.get('/healthz', async () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    try {
      await health.checkReady();
      return { status: 'ready' };
    } catch {
      return reply.code(503).send({ status: 'unavailable' });
    }
  });
  const index = { name: 'Recount', version, docs: '/docs', openapi: '/openapi.json', health: '/healthz' };
  server.get('/', async (request, reply) => {
    reply.header('vary', 'accept');
    // Who opens the server's address in a browser wants to read.
    return request.headers.accept?.includes('text/html') ? reply.redirect('/docs') : index;
  });
}

/** Faults of the transport, in our words. */
const TRANSPORT_FAULTS: Record<string, (request: FastifyRequest) => ApiError> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ({ routeOptions: { bodyLimit } }) => tooLarge(bodyLimit),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new ApiError('UNSUPPORTED_MEDIA_TYPE'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    new ApiError('VALIDATION_ERROR', { message: 'Content-Length is invalid.' }),
  FST_ERR_BAD_URL: () =>
    new ApiError('VALIDATION_ERROR', { message: 'The path is invalid: it must be a percent-encoded URL.' }),
  FST_ERR_ASYNC_CONSTRAINT: () => new ApiError('ROUTE_NOT_FOUND'),
};

/** A request that is no HTTP, or too long to read, is answered by hand: there is no request to reply to. */
function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const known =
    UNREADABLE[error.code ?? '']?.() ??
    new ApiError('VALIDATION_ERROR', { message: 'The request is invalid: it must be HTTP/1.1.' });
  const requestId = uuidv7();
  const body = JSON.stringify(toErrorBody(known, requestId));
  const head = [
    `HTTP/1.1 ${known.status} ${STATUS_CODES[known.status]}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

const UNREADABLE: Record<string, () => ApiError> = {
  HPE_HEADER_OVERFLOW: () => new ApiError('HEADERS_TOO_LARGE'),
  ERR_HTTP_REQUEST_TIMEOUT: () => new ApiError('REQUEST_TIMEOUT'),
};

/** With the limit of the route, where that is another than the registry tells. */
function tooLarge(limit: number | undefined): ApiError {
  if (limit === undefined || limit <= LARGEST_BODY) return new ApiError('PAYLOAD_TOO_LARGE');
  const message = `The body is too large: at most ${Math.floor(limit / 1e6)} MB are accepted.`;
  return new ApiError('PAYLOAD_TOO_LARGE', { message });
}

function toApiError(error: Error & { code?: string }, request: FastifyRequest): ApiError {
  if (error instanceof ApiError) return error;
  const transport = TRANSPORT_FAULTS[error.code ?? ''];
  if (transport) return transport(request);
  const refusal = toDatabaseRefusal(error);
  if (refusal) return refusal;
  return isUnavailable(error)
    ? new ApiError('SERVICE_UNAVAILABLE', { cause: error, headers: { 'retry-after': '1' } })
    : new ApiError('INTERNAL_ERROR', { cause: error });
}

function sendError(error: Error | FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = toApiError(error, request);
  // A client that breaks off is no fault of the server.
  if (known.status >= 500 && !request.socket.destroyed)
    request.log.error({ err: known.cause ?? known }, 'failed');
  else request.log.info({ code: known.code, reason: causeOf(known) }, 'refused');
  return (
    reply
      .code(known.status)
      // Again, because a path that cannot be read is refused before any hook.
      .header('x-request-id', request.id)
      .headers(known.headers)
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(toErrorBody(known, request.id)))
  );
}

/** Why a signature was refused is told to the log alone (reference 2.3). */
function causeOf(error: ApiError): string | undefined {
  return error.cause instanceof Error ? error.cause.message : (error.cause as string | undefined);
}
