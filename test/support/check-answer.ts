import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';
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

/** What each 400 says, reference 3; the two texts about the rows of a bulk call are matched word for word by clients. */
const SAYS_WHAT =
  /invalid|required|must be|^`\w+` must contain at least one |^Bulk requests are capped at 100 /;

const routes = ENDPOINTS.map((endpoint) => ({
  endpoint,
  pattern: new RegExp(`^${endpoint.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
})).sort((a, b) => Number(a.endpoint.path.includes('{')) - Number(b.endpoint.path.includes('{')));

function findEndpoint(method: string, path: string): Endpoint | undefined {
  return routes.find(({ endpoint, pattern }) => endpoint.method === method && pattern.test(path))?.endpoint;
}

/** Holds an answer against the published document: its status is declared, its body fits, nothing is undocumented. */
export function checkAnswer(method: string, path: string, answer: TestAnswer): void {
  const { status, body } = answer;
  if (status >= 400) checkErrorBody(answer);
  const endpoint = findEndpoint(method, path);
  if (!endpoint) return;
  const pointerStep = (text: string) => text.replaceAll('~', '~0').replaceAll('/', '~1');
  const pointer = `openapi#/paths/${pointerStep(endpoint.path)}/${method.toLowerCase()}/responses/${status}`;
  const validate = ajv.getSchema(`${pointer}/content/application~1json/schema`);
  expect(
    validate,
    `${method} ${endpoint.path} does not document status ${status}: ${JSON.stringify(body)}`,
  ).toBeDefined();
  expect(validate!(body) || validate!.errors, `${method} ${path} ${status}: ${JSON.stringify(body)}`).toBe(
    true,
  );
  if (status < 400 && endpoint.data) {
    const { _partnerWarnings, ...documented } = body.data;
    expect(endpoint.data.parse(documented), 'an answered field is not documented').toEqual(documented);
  }
}

function checkErrorBody({ status, headers, body }: TestAnswer): void {
  expect(body.status).toBe('error');
  expect(body.statusCode).toBe(status);
  expect(body.requestId).toBe(headers.get('x-request-id'));
  expect(body.message).not.toMatch(CENSORED);
  expect(status, JSON.stringify(body)).toBeLessThan(500);
  const { details = [] } = findRegisteredError(body.code);
  expect(Object.keys(body.details ?? {})).toEqual(expect.arrayContaining([...details]));
  if (status !== 400) return;
  expect(body.message, 'a 400 says what is invalid, required or must be').toMatch(SAYS_WHAT);
  expect(body.errors.length).toBeGreaterThan(0);
}
