import { createRandom, type Random } from '../../../src/demo/random.ts';
import { signRequest } from '../../../src/partners/signatures/sign-request.ts';
import type { ApiDocument, Operation, Parameter, Schema } from '../api-document.ts';
import type { FuzzTenant } from '../fuzz-tenants.ts';
import type { KeptRequest } from '../known-books.ts';
import { type Aim, findDoable, takeAim } from './aim.ts';
import { breakMultipart, makeMultipart } from './multipart-body.ts';
import { breakBody } from './near-valid-body.ts';
import { breakBytes, breakContentType, breakPath, breakQuery } from './raw-request.ts';
import { randomJson, unsoundText } from './unsound-values.ts';
import { type Making, makeBody, makeValid, uuidOf } from './valid-value.ts';

/** How far a request is from one that an integrator would send. */
type Soundness = 'valid' | 'near' | 'random' | 'raw';

/** A request, and what is known of its answer before it is sent. */
export interface FuzzRequest {
  readonly number: number;
  readonly operation: Operation;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | undefined;
  /** The body before it was serialised, where it is sound. */
  readonly soundBody: unknown;
  readonly remoteAddress: string;
  readonly tenant: FuzzTenant;
  readonly app: number;
  /** Whether signature or token are bad, so that it must be 401. */
  readonly refused: boolean;
  /** Whether the path names a record of the other workspace. */
  readonly namesForeign: boolean;
  readonly key: string | undefined;
  /** Of what is not sent as JSON. */
  readonly contentType: string | undefined;
  /** The earlier request that it repeats to the byte. */
  readonly repeats: KeptRequest | undefined;
}

export interface RequestMaking {
  readonly document: ApiDocument;
  readonly seed: number;
  readonly number: number;
  /** The two workspaces of the round. */
  readonly tenants: readonly [FuzzTenant, FuzzTenant];
  /** Operations that have not been carried out yet. */
  readonly hungry: readonly Operation[];
  /** The operation that a sound request of the first workspace is wanted for. */
  readonly wanted?: Operation;
}

/** The random numbers of one request: the same for the same seed and number, whatever came before. */
function randomOf(seed: number, number: number): Random {
  return createRandom(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(number, 0xc2b2ae35));
}

/** Makes a request out of the seed, its number, and what is known of the workspaces. */
export function makeRequest({ document, seed, number, tenants, hungry, wanted }: RequestMaking): FuzzRequest {
  const random = randomOf(seed, number);
  const isHungry = random.chance(0.25);
  const place = random.next();
  const isFirst = random.chance(0.85) || wanted !== undefined;
  const from = isHungry && hungry.length > 0 ? hungry : document.weighted;
  const chosen = wanted ?? pickOperation(document, from, place, random);
  // Where it can be done at all, mostly.
  const isElsewhere = chosen.id === 'advanceTestClock' && !tenants[0].isSandbox && random.chance(0.85);
  const [tenant, other] = isFirst && !isElsewhere ? tenants : ([tenants[1], tenants[0]] as const);
  const operation = wanted ?? findDoable({ random, books: tenant.books, operation: chosen }, document.byId);
  const picked = pickSoundness(random);
  const soundness = wanted || from === hungry ? 'valid' : picked;
  const making: Making = {
    document,
    random,
    books: tenant.books,
    number,
    operation,
    bare: wanted !== undefined,
  };
  const draft = makeDraft(making, other, soundness, takeAim(making));
  const app = random.between(0, 1);
  const repeats =
    random.chance(0.03) && !wanted && tenant.books.kept.length > 0
      ? random.pick(tenant.books.kept)
      : undefined;
  if (repeats) Object.assign(draft, { ...repeats, namesForeign: false, soundBody: undefined });
  const sentAs = repeats?.app ?? app;
  const key = repeats?.key ?? pickKey(random, operation, number, tenant);
  const url = new URL(draft.url, 'http://localhost');
  // With another method it may come to an endpoint that nobody has to sign.
  const isAsked = draft.method === operation.method;
  const bad = soundness !== 'valid' && !repeats && operation.signed && random.chance(0.03) && isAsked;
  const sent = { ...draft, path: url.pathname };
  const asked = { operation: repeats?.operation ?? operation, bad };
  const headers = makeHeaders(random, sent, tenant, other, sentAs, asked);
  return {
    number,
    operation: asked.operation,
    method: draft.method,
    url: url.pathname + url.search,
    headers: { ...headers, ...(key === undefined ? {} : { 'idempotency-key': key }) },
    body: draft.body,
    soundBody: draft.soundBody,
    remoteAddress: `10.${random.between(0, 255)}.${random.between(0, 255)}.${random.between(1, 254)}`,
    tenant,
    app: sentAs,
    refused: bad,
    namesForeign: draft.namesForeign,
    key,
    contentType: draft.contentType,
    repeats,
  };
}

/** More is made than deleted, since what is not there cannot be named. */
function pickOperation(
  document: ApiDocument,
  from: readonly Operation[],
  place: number,
  random: Random,
): Operation {
  const operation = from[Math.floor(place * from.length)]!;
  const made = random.pick(document.creates);
  return random.chance(operation.method === 'DELETE' ? 0.6 : 0.15) ? made : operation;
}

function pickSoundness(random: Random): Soundness {
  const choice = random.next();
  if (choice < 0.45) return 'valid';
  if (choice < 0.83) return 'near';
  return choice < 0.92 ? 'random' : 'raw';
}

interface Draft {
  method: string;
  url: string;
  body: string | Buffer | undefined;
  soundBody: unknown;
  contentType: string | undefined;
  namesForeign: boolean;
}

/** A clock far ahead would have templates make thousands of documents. */
const LEADS_FAR = /"advance":\s*("[23]\d{3}-|\d{2,})/i;

function makeDraft(making: Making, other: FuzzTenant, soundness: Soundness, aim: Aim): Draft {
  const { random, operation } = making;
  const target =
    soundness === 'near' ? random.pick(['path', 'query', 'body', 'body', 'body'] as const) : undefined;
  const path = makePath(making, other, target === 'path', aim);
  let query = makeQuery(making);
  if (target === 'query' || soundness === 'random' || (target === 'body' && !operation.body)) {
    query = breakQuery(random, query, namesIn(operation, 'query'));
  }
  const draft: Draft = {
    method: operation.method,
    url: query === '' ? path.path : `${path.path}?${query}`,
    body: undefined,
    soundBody: undefined,
    contentType: undefined,
    namesForeign: path.namesForeign,
  };
  if (/^(POST|PUT|PATCH)$/.test(operation.method)) fillBody(making, draft, other, { soundness, target, aim });
  if (operation.id === 'advanceTestClock' && LEADS_FAR.test(String(draft.body))) draft.body = '{"advance":1}';
  if (soundness === 'raw') breakTransport(random, draft);
  return draft;
}

function namesIn(operation: Operation, place: Parameter['in']): string[] {
  return operation.parameters.filter((one) => one.in === place).map(({ name }) => name);
}

function fillBody(
  making: Making,
  draft: Draft,
  other: FuzzTenant,
  { soundness, target, aim }: { soundness: Soundness; target: string | undefined; aim: Aim },
): void {
  const { random, document, operation, number } = making;
  if (operation.isUpload) {
    const isSound = soundness === 'valid' || (soundness === 'near' && target !== 'body');
    const { bytes, contentType } = (isSound ? makeMultipart : breakMultipart)(random, number);
    Object.assign(draft, { body: bytes, contentType });
    return;
  }
  if (soundness === 'random') {
    draft.body = JSON.stringify(randomJson(random, [...document.exampleValues.keys()]));
    return;
  }
  const made = operation.body ? makeBody(making) : {};
  const sound = aim.body ? { ...(made as object), ...aim.body } : made;
  if (target === 'body') {
    draft.body = breakBody(making, sound, other.books.idFor('', random));
    return;
  }
  draft.body = JSON.stringify(sound);
  // As it is sent: without what is undefined.
  draft.soundBody = JSON.parse(draft.body);
}

function breakTransport(random: Random, draft: Draft): void {
  draft.soundBody = undefined;
  const way = random.next();
  if (way < 0.25) draft.url = breakPath(random, draft.url);
  else if (way < 0.35) draft.method = random.pick(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
  else if (way < 0.5) draft.contentType = breakContentType(random);
  else if (draft.body !== undefined) draft.body = breakBytes(random, String(draft.body));
  else draft.body = random.chance(0.5) ? '{"a":1}' : undefined;
}

function makePath(making: Making, other: FuzzTenant, broken: boolean, aim: Aim) {
  const { random, books, number, operation } = making;
  let namesForeign = false;
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string, offset: number) => {
    const collection = operation.path.slice(0, offset - 1);
    const schema: Schema =
      operation.parameters.find((one) => one.in === 'path' && one.name === name)?.schema ?? {};
    if (schema.format !== 'uuid') return encode(String(makeValid(making, schema, name)));
    const foreign = broken && random.chance(0.5) ? other.books.id(collection, random) : undefined;
    namesForeign ||= foreign !== undefined;
    if (foreign) return foreign;
    const id = aim.ids?.[name] ?? books.id(collection, random) ?? uuidOf(number);
    if (!broken) return random.chance(0.05) ? id.toUpperCase() : id;
    return random.chance(0.3) ? uuidOf(number) : encode(unsoundText(random));
  });
  return { path, namesForeign };
}

function makeQuery(making: Making): string {
  const { random, operation, books } = making;
  const query = new URLSearchParams();
  const probability = making.bare ? 0 : random.pick([0, 0.1, 0.4]);
  for (const { name, schema, required, in: place } of operation.parameters) {
    if (place !== 'query' || (!required && !random.chance(probability))) continue;
    const seen =
      schema.format || schema.type !== 'string' || schema.enum ? undefined : books.value(name, random);
    const told = operation.tokened ? undefined : books.told(name, random);
    const value = told ?? seen ?? makeValid(making, schema, name);
    const parts = [value].flat().map((part) => toWellFormed(String(part)));
    if (random.chance(0.5)) query.append(name, parts.join());
    else for (const part of parts) query.append(name, part);
  }
  return query.toString();
}

const toWellFormed = (text: string) => text.toWellFormed();
const encode = (text: string) => encodeURIComponent(toWellFormed(text));

function pickKey(
  random: Random,
  operation: Operation,
  number: number,
  tenant: FuzzTenant,
): string | undefined {
  if (!namesIn(operation, 'header').includes('Idempotency-Key')) return undefined;
  const choice = random.next();
  if (choice < 0.15) return `fuzz-${number}`;
  if (choice < 0.18 && tenant.books.kept.length > 0) return random.pick(tenant.books.kept).key;
  if (choice < 0.2) return random.pick(['', ' ', 'a b', 'x'.repeat(256), 'x'.repeat(255), 'ä', '\t', 'a,b']);
  return undefined;
}

function makeHeaders(
  random: Random,
  draft: Draft & { path: string },
  tenant: FuzzTenant,
  other: FuzzTenant,
  app: number,
  { operation, bad }: { operation: Operation; bad: boolean },
): Record<string, string> {
  const { method, path, body, contentType } = draft;
  const credentials = tenant.apps[app]!;
  // What puts a multipart body together by itself cannot sign it.
  const isUnsigned = operation.isUpload && method === operation.method && random.chance(0.2);
  const carriesBody = body !== undefined && /^(POST|PUT|PATCH)$/.test(method);
  const signed = carriesBody && !isUnsigned ? body : undefined;
  const headers = signRequest(credentials, { method, path: path.replace(/^\/partners/, ''), body: signed });
  if (contentType !== undefined) headers['content-type'] = contentType;
  if (contentType === '') delete headers['content-type'];
  if (!operation.tokened) delete headers.authorization;
  if (bad) breakCredentials(random, headers, tenant, other, app, operation);
  if (operation.signed || operation.tokened) return headers;
  const kept = Object.entries(headers).filter(([name]) => name === 'content-type');
  return Object.fromEntries(kept);
}

function breakCredentials(
  random: Random,
  headers: Record<string, string>,
  tenant: FuzzTenant,
  other: FuzzTenant,
  app: number,
  operation: Operation,
): void {
  const way = random.between(0, operation.tokened ? 7 : 3);
  const bearer = (token: string) => {
    headers.authorization = `Bearer ${token}`;
  };
  if (way === 0)
    headers['x-signature'] = random.pick(['0', 'zz', 'ä', '0'.repeat(64), `${headers['x-signature']}0`]);
  else if (way === 1)
    headers['x-timestamp'] = random.pick(['0', '-1', 'now', '1e9', '9'.repeat(30), '1700000000']);
  else if (way === 2)
    headers['x-client-id'] = random.pick(['rc_id_unknown', 'ä', "' OR 1=1", 'x'.repeat(5_000)]);
  else if (way === 3) delete headers[random.pick(['x-client-id', 'x-signature', 'x-timestamp'])];
  else if (way === 4) bearer(tenant.expiredTokens[app]!);
  // Of another app: with that of another workspace alone it would be a sound request to that.
  else if (way === 5) bearer(other.apps[1 - app]!.accessToken);
  else if (way === 6) bearer(random.pick(['', 'x', 'ä', 'rc_at_', 'null', 'a b', '0'.repeat(2_000)]));
  else headers.authorization = random.pick(['Basic Zm9v', 'Bearer', 'bearer', 'Token x', '']);
}
