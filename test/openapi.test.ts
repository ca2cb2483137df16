import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../src/app.ts';
import { ENDPOINTS, TAGS } from '../src/endpoints.ts';
import { ERRORS, type ErrorCode } from '../src/errors.ts';

// biome-ignore lint/suspicious/noExplicitAny: a JSON document is walked
const document = JSON.parse(JSON.stringify(openApiDocument())) as any;
const operations = ENDPOINTS.map((endpoint) => ({
  endpoint,
  operation: document.paths[endpoint.path][endpoint.method.toLowerCase()],
}));

describe('the OpenAPI document', () => {
  it('is the committed one: run `npm run openapi` after a change of a declaration', () => {
    const committed = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8'));
    expect(committed).toEqual(document);
  });

  it('names every endpoint once, under a known tag', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = new Set(TAGS.map(({ name }) => name));
    for (const { endpoint } of operations) expect(tags).toContain(endpoint.tag);
  });

  it('has for every endpoint an example of its answer and, where it has a body, of its request, and they fit', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addSchema({ $id: 'openapi', ...document });
    for (const { endpoint, operation } of operations) {
      const name = `${endpoint.method} ${endpoint.path}`;
      const { content } = operation.responses[endpoint.status];
      const files = [endpoint.file ?? endpoint.files ?? []].flat();
      for (const file of files) expect(content[file], name).toBeDefined();
      if (files.length > 0 && !endpoint.data) continue;
      const answer = content['application/json'];
      expect(answer.example, `${name} has no example of its answer`).toBeDefined();
      const contents = [
        answer,
        ...(operation.requestBody ? Object.values<typeof answer>(operation.requestBody.content) : []),
      ];
      for (const { schema, example } of contents) {
        const fits = ajv.compile({ $id: undefined, ...rebase(schema) });
        expect(
          example === undefined || fits(example) || fits.errors,
          `${name}: an example does not fit`,
        ).toBe(true);
      }
    }
  });

  it('describes every parameter, every property and every schema', () => {
    expect(findUndescribed(document)).toEqual([]);
  });

  it('names records by UUIDs alone: an id may be a number nowhere but of the catalogue of sub-types', () => {
    const numbered = operations.flatMap(({ operation }) =>
      findNumberedIds(operation.requestBody).map((name) => `${operation.operationId} ${name}`),
    );
    expect(numbered.filter((name) => !name.endsWith(' subTypeId'))).toEqual([]);
  });

  it('documents errors by status, each code with an example', () => {
    for (const { operation } of operations) {
      for (const [status, response] of Object.entries<{
        content: { 'application/json': { examples: object } };
      }>(operation.responses)) {
        if (Number(status) < 400) continue;
        for (const code of Object.keys(response.content['application/json'].examples)) {
          expect(ERRORS[code as ErrorCode]).toBeDefined();
        }
      }
    }
  });

  it('describes every property and parameter of the user’s page', () => {
    const { operation } = operations.find(({ endpoint }) => endpoint.operationId === 'createInvoice')!;
    const { schema } = operation.requestBody.content['application/json'];
    expect(schema.required.sort()).toEqual(
      ['customerUuid', 'invoiceNumber', 'date', 'dueDate', 'isDraft', 'invoiceType', 'products'].sort(),
    );
    expect(schema.properties.invoiceType.enum).toEqual(['invoice', 'quote', 'estimate', 'memo']);
    for (const [name, property] of Object.entries<{ description?: string }>(schema.properties)) {
      expect(property.description, name).toBeTruthy();
    }
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['200', '400', '401']));
  });
});

/** Where the document has a parameter, property or schema without a description; `data` is what its schema says. */
// biome-ignore lint/suspicious/noExplicitAny: a JSON document is walked
function findUndescribed(node: any, path = ''): string[] {
  if (node === null || typeof node !== 'object' || /\.examples?$/.test(path)) return [];
  const described: [string, { description?: string }][] = [
    ...Object.entries<object>(node.properties ?? {}),
    ...(path === '' ? Object.entries<object>(node.components.schemas) : []),
    ...(Array.isArray(node.parameters)
      ? node.parameters.map((each: { name: string }) => [each.name, each])
      : []),
  ];
  return [
    ...described
      .filter(([name, each]) => name !== 'data' && !each.description)
      .map(([name]) => `${path}: ${name}`),
    ...Object.entries(node).flatMap(([key, child]) => findUndescribed(child, `${path}.${key}`)),
  ];
}

/** References of a part of the document, made to point into the whole. */
function rebase<T>(node: T): T {
  return JSON.parse(JSON.stringify(node).replaceAll('"#/components', '"openapi#/components'));
}

/** Properties that are called an id, and may be numbers. */
function findNumberedIds(node: unknown): string[] {
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([key, value]) => {
    const isNumbered =
      /(^id|Id|uuid|Uuid)$/.test(key) && /"(number|integer)"/.test(JSON.stringify(value) ?? '');
    return isNumbered ? [key] : findNumberedIds(value);
  });
}
