import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PROJECT } from '../build/source-hash.ts';
import { flattenAttributes } from './attributes.ts';
import type { OpenApi } from './open-api.ts';
import type { EndpointPage, ErrorPage } from './pages.ts';
import { readPortal } from './portal.ts';

const openApi: OpenApi = JSON.parse(readFileSync(`${PROJECT}/openapi.json`, 'utf8'));
const portal = readPortal(openApi, []);
const endpoints = portal.pages.filter((page): page is EndpointPage => page.kind === 'endpoint');
const errors = portal.pages.filter((page): page is ErrorPage => page.kind === 'error');
const createInvoice = endpoints.find(({ operationId }) => operationId === 'createInvoice')!;

describe('the portal', () => {
  it('has a page for every operation and every error code, each at an address of its own', () => {
    const operations = Object.values(openApi.paths).flatMap((methods) => Object.values(methods));
    expect(endpoints.map(({ operationId }) => operationId).sort()).toEqual(
      operations.map(({ operationId }) => operationId).sort(),
    );
    expect(errors.map(({ code }) => code)).toEqual(Object.keys(openApi['x-error-codes']));
    const paths = portal.pages.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('shows of Create Invoice what the user’s page shows', () => {
    expect(createInvoice).toMatchObject({
      path: '/docs/invoices/create-invoice',
      title: 'Create Invoice',
      summary: 'Create a new invoice in COUNT with full product, customer, and tag details.',
      method: 'POST',
      endpoint: '/partners/invoices',
    });
    for (const rule of [
      'UUIDs Only',
      'Email Uniqueness',
      'Address Management',
      'Service vs Product',
      'Product Categories',
    ]) {
      expect(createInvoice.description).toContain(`**${rule}:**`);
    }
    expect(createInvoice.headers.map(({ name, addition }) => [name, addition])).toEqual([
      ['x-client-id', false],
      ['x-signature', false],
      ['Authorization', false],
      ['x-timestamp', true],
      ['Idempotency-Key', true],
    ]);
    const ofThePage = createInvoice.body.filter(({ addition }) => !addition);
    expect(ofThePage.map(({ name, type, required }) => [name, type, required])).toEqual([
      ['customerUuid', 'string', true],
      ['invoiceNumber', 'string', true],
      ['date', 'string', true],
      ['dueDate', 'string', true],
      ['isDraft', 'boolean', true],
      ['invoiceType', 'string', true],
      ['notes', 'string', false],
      ['products', 'array', true],
      ['tagUuids', 'array', false],
    ]);
    const invoiceType = createInvoice.body.find(({ name }) => name === 'invoiceType')!;
    expect(invoiceType.enumValues.filter(({ addition }) => !addition).map(({ value }) => value)).toEqual([
      'invoice',
      'quote',
      'estimate',
    ]);
    expect(invoiceType.enumValues.at(-1)).toEqual({ value: 'memo', addition: true });
  });

  it('shows the user’s fragment under 200, and it is the lines of the request', () => {
    const [ok] = createInvoice.responses;
    expect(ok!.status).toBe('200');
    const { products } = createInvoice.bodyExample as { products: unknown };
    expect(JSON.parse(ok!.excerpt!)).toEqual({ products });
    expect(ok!.excerpt).toContain('"price": 250.00');
    const data = ok!.attributes.find(({ name }) => name === 'data')!;
    expect(flattenAttributes(data.children).map(({ path }) => path)).toContain(
      'data.products[].taxes[].amount',
    );
  });

  it('names 400 and 401 as the user’s page does, with the attributes of the error', () => {
    const byStatus = (status: string) =>
      createInvoice.responses.find((response) => response.status === status)!;
    expect(byStatus('400').description).toBe('Bad Request');
    expect(byStatus('401').description).toBe('Unauthorized - Authentication failed');
    for (const status of ['400', '401']) {
      const required = byStatus(status).attributes.filter((attribute) => attribute.required);
      expect(required.map(({ name }) => name)).toEqual(expect.arrayContaining(['status', 'message', 'code']));
      for (const name of ['details', 'errors']) {
        expect(
          byStatus(status).attributes.find((each) => each.name === name)!.children.length,
        ).toBeGreaterThan(0);
      }
    }
  });

  it('lists for each error code the endpoints that answer it, with what its details hold', () => {
    const taken = errors.find(({ code }) => code === 'DUPLICATE_INVOICE_NUMBER')!;
    expect(taken.endpoints).toContain(createInvoice);
    expect(taken.details.map(({ name }) => name)).toEqual(['invoiceNumber']);
    expect(taken.example).toMatchObject({ code: 'DUPLICATE_INVOICE_NUMBER' });
  });

  it('tells of every endpoint what a caller must show', () => {
    const access = (id: string) => endpoints.find(({ operationId }) => operationId === id)!.access;
    expect(access('createInvoice')).toBe('partner');
    expect(access('grantAccessToken')).toBe('signature');
  });
});
