import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openApiDocument } from '../../src/app.ts';
import { ENDPOINTS } from '../../src/endpoints.ts';
import { findRegisteredError } from '../../src/errors.ts';
import type { Endpoint } from '../../src/platform/http/endpoint.ts';
import type { TestAnswer } from './signed-client.ts';

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: 'openapi', ...openApiDocument() });

/** What clients censor, reference 3. */
const CENSORED = /at\s+\w+\s+\(|\.[jt]s:\d+|sequelize|node_modules|accountTypeId|WHERE parameter/i;

/**
 * What each 400 says, reference 3; the texts about the rows of a bulk call and about a redirect URI are matched word for
 * word by clients.
 */
const SAYS_WHAT =
  /invalid|required|must be|^`\w+` must contain at least one |^Bulk requests are capped at 100 |^Invalid redirect uri$/;

const routes = ENDPOINTS.map((endpoint) => ({
  endpoint,
  pattern: new RegExp(`^${endpoint.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
})).sort((a, b) => Number(a.endpoint.path.includes('{')) - Number(b.endpoint.path.includes('{')));

function findEndpoint(method: string, path: string): Endpoint | undefined {
  return routes.find(({ endpoint, pattern }) => endpoint.method === method && pattern.test(path))?.endpoint;
}

/**
 * Holds an answer against the published document: its status is declared, its body fits, nothing is undocumented.
 * @throws AssertionError that says what does not hold
 */
export function checkAnswer(method: string, path: string, answer: TestAnswer): void {
  const { status, body } = answer;
  if (status >= 400) checkErrorBody(answer);
  const endpoint = findEndpoint(method, path);
  if (!endpoint) return;
  const shown = answer.headers.get('content-type');
  // What is not sent again has no type.
  const file = endpoint.file ?? endpoint.files?.find((one) => one === shown || status === 304);
  if (file && status < 400) {
    checkFile({ ...endpoint, file }, answer);
    return;
  }
  // Put into words only where something does not hold: that costs more than the check.
  const fail = (fault: string): never =>
    assert.fail(`${fault}: ${method} ${endpoint.path} ${status}: ${JSON.stringify(body)}`);
  const validate = findSchema(method, endpoint.path, status);
  const fits: boolean = validate?.(body) ?? fail('the status is not documented');
  if (!fits) fail(JSON.stringify(validate?.errors));
  if (status < 400 && endpoint.data) {
    const { _partnerWarnings, ...documented } = body.data;
    const parsed = endpoint.data.parse(documented);
    if (!isDeepStrictEqual(parsed, documented)) {
      assert.deepEqual(parsed, documented, `an answered field is not documented: ${method} ${endpoint.path}`);
    }
  }
}

/** A file is of the type that is declared; who has it already is sent nothing. */
function checkFile({ file, status: done }: Endpoint, { status, headers, body }: TestAnswer): void {
  // What is too large to be held is streamed, and known only when it is made.
  assert.ok(headers.get('etag') ?? headers.get('transfer-encoding'), 'a file has an ETag');
  if (status === 304) {
    assert.equal(body.length, 0);
    return;
  }
  assert.equal(status, done);
  // Of files of any type each is saved, never shown.
  if (file !== '*/*') assert.equal(headers.get('content-type'), file);
  const kind = file === '*/*' ? /^attachment; filename="/ : /^inline; filename="/;
  assert.match(headers.get('content-disposition') ?? '', kind);
  assert.ok(Buffer.isBuffer(body) && body.length > 0, 'a file has bytes');
}

const schemas = new Map<string, ValidateFunction | undefined>();

function findSchema(method: string, path: string, status: number): ValidateFunction | undefined {
  const step = (text: string) => text.replaceAll('~', '~0').replaceAll('/', '~1');
  const pointer = `openapi#/paths/${step(path)}/${method.toLowerCase()}/responses/${status}`;
  if (!schemas.has(pointer)) {
    schemas.set(pointer, ajv.getSchema(`${pointer}/content/application~1json/schema`));
  }
  return schemas.get(pointer);
}

function checkErrorBody({ status, headers, body }: TestAnswer): void {
  assert.equal(body.status, 'error');
  assert.equal(body.statusCode, status);
  assert.equal(body.requestId, headers.get('x-request-id'));
  assert.doesNotMatch(body.message, CENSORED);
  if (status >= 500) assert.fail(JSON.stringify(body));
  const { details = [] } = findRegisteredError(body.code);
  for (const name of details) assert.ok(name in (body.details ?? {}), `${body.code} has no details.${name}`);
  if (status !== 400) return;
  assert.match(body.message, SAYS_WHAT, 'a 400 says what is invalid, required or must be');
  assert.ok(body.errors.length > 0, 'a 400 names what failed');
}
