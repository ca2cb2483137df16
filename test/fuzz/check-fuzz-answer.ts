import assert from 'node:assert/strict';
import { isUuid } from '../../src/platform/text.ts';
import { checkAnswer } from '../support/check-answer.ts';
import type { TestAnswer } from '../support/signed-client.ts';
import type { FuzzTenant } from './fuzz-tenants.ts';
import type { FuzzRequest } from './generate/make-request.ts';
import { UUIDS } from './known-books.ts';

/** What an answer is held against, beside the document. */
export interface AnswerRules {
  /** Names of the database that no answer may hold: tables, columns, functions. */
  readonly secretNames: ReadonlySet<string>;
  /** The workspace whose records must not show. */
  readonly other: FuzzTenant;
}

/** How databases and programs talk, in what a client is told. */
const INSIDE_TALK =
  /\bSELECT\b.+\bFROM\b|\bINSERT INTO\b|relation "|column "|violates|duplicate key|syntax error|invalid input syntax|out of range for type|unsupported Unicode|\bpg_|node_modules|\/src\/|\.ts\b|file:\/\/|\bat \S+ \(|TypeError|RangeError|SyntaxError|ZodError|undefined|\[object Object\]|Cannot read|is not a function|is not iterable/;

/**
 * Holds an answer against everything that is true of every answer.
 * @throws AssertionError that says what does not hold
 */
export function checkFuzzAnswer(
  request: FuzzRequest,
  answer: TestAnswer,
  text: string,
  rules: AnswerRules,
): void {
  const { status, headers, body } = answer;
  assert.ok(status < 500, `a fault of the server: ${text}`);
  assert.ok(isUuid(headers.get('x-request-id') ?? ''), 'it has no x-request-id');
  checkAnswer(request.method, pathOf(request.url), answer);
  assert.ok(status >= 200 && (status < 300 || status >= 400), `${status} is neither done nor refused`);
  // A path that leads nowhere, and a body too large, are refused before.
  if (request.refused)
    assert.ok(status >= 400 && !isKnownCaller(status, body), `a bad signature or token: ${text}`);
  if (request.namesForeign) assert.ok(status >= 400, `it reached a record of another workspace: ${text}`);
  checkRepeat(request, answer);
  for (const told of toldText(request, answer)) checkTold(request, told, rules.secretNames);
  checkForeignIds(request, status, text, body, rules.other);
}

/** Whether an error tells that signature and token were taken: it is of what was asked for. */
function isKnownCaller(status: number, { code, message }: { code: string; message: string }): boolean {
  if (status === 401 || message.startsWith('The path is invalid')) return false;
  return !['ROUTE_NOT_FOUND', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'].includes(code);
}

const pathOf = (url: string) => url.split('?')[0]!;

function checkRepeat({ repeats }: FuzzRequest, { status, headers, body }: TestAnswer): void {
  // Two repeats may meet.
  if (!repeats || body.code === 'IDEMPOTENCY_IN_PROGRESS') return;
  assert.equal(status, repeats.status, `a repeat was answered ${JSON.stringify(body)}`);
  assert.equal(headers.get('idempotent-replayed'), 'true', 'a repeat took effect again');
  assert.deepEqual(body.data, repeats.data, 'a repeat is answered something else');
}

/** What the server says in its own words: of an error, and of the rows of a bulk call. */
function toldText(request: FuzzRequest, { status, body }: TestAnswer): string[] {
  if (status >= 400) {
    const errors = (body.errors ?? []).map((error: { message: string }) => error.message);
    return [body.message, body.error_description ?? '', ...errors];
  }
  if (!request.operation.path.endsWith('/bulk')) return [];
  const results: { error?: string }[] = Array.isArray(body.data?.results) ? body.data.results : [];
  return results.map(({ error = '' }) => error);
}

function checkTold({ url, body }: FuzzRequest, told: string, secretNames: ReadonlySet<string>): void {
  // What a client said itself may be said back to it.
  const sent = `${safeDecode(url)} ${body ?? ''}`;
  const found = INSIDE_TALK.exec(told)?.[0];
  assert.ok(found === undefined || sent.includes(found), `it talks of its inside: ${told}`);
  for (const word of told.match(/\w+_\w+/g) ?? []) {
    assert.ok(!secretNames.has(word) || sent.includes(word), `it tells the name ${word}: ${told}`);
  }
}

function safeDecode(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

function checkForeignIds(
  request: FuzzRequest,
  status: number,
  text: string,
  body: unknown,
  other: FuzzTenant,
): void {
  const ids = text.match(UUIDS);
  if (!ids) return;
  const sent = `${request.url} ${request.body ?? ''}`.toLowerCase();
  for (const id of new Set(ids)) {
    if (!other.books.allIds.has(id)) continue;
    assert.ok(sent.includes(id), `it tells the other workspace's ${id}: ${text}`);
    // Refusals say which reference was refused; what was carried out may name it only in sentences.
    if (status < 300) assert.ok(!names(body, id), `it uses the other workspace's ${id}: ${text}`);
  }
}

/** Whether an answer names a record in a field for ids; a text may hold what it likes. */
function names(node: unknown, id: string, field = ''): boolean {
  if (node === id) return /(^id|Id|uuid)s?$/i.test(field);
  if (node === null || typeof node !== 'object') return false;
  return Object.entries(node).some(([key, value]) => names(value, id, Array.isArray(node) ? field : key));
}
