import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from '../build/source-hash.ts';
import { flattenAttributes } from '../model/attributes.ts';
import type { EndpointPage } from '../model/pages.ts';
import { readPortal } from '../model/portal.ts';
import { type Field, toConsoleProps } from './console-props.ts';
import { toRequest } from './request-values.ts';
import { substituteValues } from './substitute.ts';

const openApi = JSON.parse(readFileSync(join(PROJECT, 'openapi.json'), 'utf8'));
const pages = readPortal(openApi, []).pages.filter((page): page is EndpointPage => page.kind === 'endpoint');
const propsOf = (operationId: string) =>
  toConsoleProps(pages.find((page) => page.operationId === operationId)!);
const flatten = (fields: readonly Field[]): Field[] =>
  fields.flatMap((field) => [field, ...flatten(field.fields)]);

describe('the console of every endpoint', () => {
  it.each(pages.map((page) => [page.title, page] as const))('%s has an input for every field', (_, page) => {
    const props = toConsoleProps(page);
    expect(flatten(props.bodyFields).map(({ name }) => name)).toEqual(
      flattenAttributes(page.body).map(({ name }) => name),
    );
    expect(props.queryFields).toHaveLength(page.queryParameters.length);
    expect(props.headerFields.map(({ name }) => name)).not.toContain('Authorization');
    const { path, query } = props.example;
    const needed = [...page.pathParameters, ...page.queryParameters].filter(({ required }) => required);
    for (const { name } of needed) expect({ ...path, ...query }[name], name).toMatch(/./);
    expect(toRequest(props, props.example).path).not.toMatch(/[{}]|\/\/|\/$/);
  });

  it('fills in parameters from the answer of the same page', () => {
    expect(propsOf('findCustomerByEmail').example.query).toEqual({ email: 'aimee@example.com' });
    const answer = pages.find(({ operationId }) => operationId === 'getInvoice')!.responses;
    expect(JSON.stringify(answer)).toContain(propsOf('getInvoice').example.path.id);
  });

  it('sends a body with every method that may have one, and with no other', () => {
    expect(propsOf('generateTrialBalance').example.body).toBe('{}');
    expect(propsOf('listInvoices').example.body).toBeUndefined();
  });

  it('gets a field that was just added to a schema, with nothing else to edit', () => {
    const changed = structuredClone(openApi);
    const { schema } = changed.paths['/partners/tags'].post.requestBody.content['application/json'];
    const tag = schema.$ref ? changed.components.schemas[schema.$ref.split('/').at(-1)] : schema;
    tag.properties.nickname = { type: 'string' };
    const page = readPortal(changed, []).pages.find(
      (each) => 'operationId' in each && each.operationId === 'createTag',
    );
    expect(toConsoleProps(page as EndpointPage).bodyFields.map(({ name }) => name)).toContain('nickname');
  });
});

describe('a request', () => {
  const props = { method: 'GET', endpoint: '/partners/customers/{id}', access: 'partner' } as const;

  it('has path and query encoded, and nothing of what is empty', () => {
    const values = {
      path: { id: 'a/b ü' },
      query: { email: 'a+b@example.com', ids: '1,2', none: '' },
      headers: { 'Idempotency-Key': '' },
    };
    expect(toRequest(props, values)).toEqual({
      method: 'GET',
      access: 'partner',
      path: '/partners/customers/a%2Fb%20%C3%BC',
      query: 'email=a%2Bb%40example.com&ids=1,2',
      headers: {},
    });
  });
});

describe('the demo’s own ids', () => {
  const substitutions = { old: 'new', name: 'wrong', '"': '\\' };

  it('stand in path, query and the texts of the body, of which nothing else changes', () => {
    const values = {
      path: { id: 'old' },
      query: { q: 'old', other: 'older' },
      headers: {},
      body: '{ "name": "old", "price": 250.00, "list": ["old", "older", "\\u006fld", "\\""] , "old":1 }',
    };
    expect(substituteValues(values, substitutions)).toEqual({
      path: { id: 'new' },
      query: { q: 'new', other: 'older' },
      headers: {},
      body: '{ "name": "new", "price": 250.00, "list": ["new", "older", "new", "\\\\"] , "old":1 }',
    });
  });

  it('leave a body that is no JSON as it is', () => {
    const values = { path: {}, query: {}, headers: {}, body: '{ "a: "\n' };
    expect(substituteValues(values, substitutions)).toEqual(values);
  });
});
