import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createSalesFixtures,
  createTax,
  invoiceBody,
  type SalesFixtures,
} from '../../../test/support/sales-fixtures.ts';
import { sealAll } from '../../../test/support/seal-all.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { verifyWorkspace } from './verify.ts';

let server: TestServer;
let fixtures: SalesFixtures;
let second: string;
let vat: string;
let levy: string;

beforeAll(async () => {
  server = await startTestServer();
  fixtures = await createSalesFixtures(server.strict);
  const { body } = await server.strict.post('/taxes', { name: 'Second', percentage: 9.975 });
  second = body.data.uuid;
  vat = await createTax(server.strict, 'VAT', 20, { inclusive: true });
  levy = await createTax(server.strict, 'Levy', 3.1, { inclusive: true, compound: true });
});
afterAll(() => server.close());

describe('the books that the API writes', () => {
  it('hold every proof: taxes added, contained and compound, discounts, memos, drafts, quotes, free lines and allotted numbers', async () => {
    const { productUuid, taxUuid, tagUuid } = fixtures;
    const line = (changes: object) => ({ productUuid, quantity: 1, price: 250, taxes: [], ...changes });
    const documents = [
      {},
      { invoiceType: 'memo' },
      { invoiceType: 'quote' },
      { isDraft: true },
      { products: [line({ price: 0 })] },
      {
        tagUuids: [tagUuid],
        discount: 10,
        discountType: 'percent',
        products: [line({ taxes: [taxUuid] }), line({ price: -3.33 })],
      },
      {
        discount: 1.01,
        products: [1, 2, 3].map((quantity) => line({ quantity, price: 33.335, taxes: [taxUuid, second] })),
      },
      {
        products: [
          line({
            quantity: '0.333333',
            price: 99.99,
            discount: 5,
            discountType: 'percent',
            taxes: [taxUuid, second],
          }),
        ],
      },
      {
        invoiceType: 'memo',
        products: [line({ price: 0.05, taxes: [taxUuid, second] }), line({ price: 0.05, taxes: [taxUuid] })],
      },
      {
        discount: 7.77,
        products: [line({ price: 9.99, taxes: [vat, levy] }), line({ price: 1.11, taxes: [vat] }), line({})],
      },
      { taxMode: 'inclusive', products: [line({ price: 33.33, taxes: [taxUuid, second] })] },
      { invoiceType: 'memo', products: [line({ price: 0.05, taxes: [levy, vat] })] },
    ];
    for (const document of documents) {
      const { invoiceNumber: _, ...unnumbered } = invoiceBody(fixtures, document);
      const { status, body } = await server.lenient.post('/invoices', unnumbered);
      expect(status, JSON.stringify(body)).toBe(200);
    }
    await sealAll(server.database, server.workspaceId);
    await server.strict.post('/invoices', invoiceBody(fixtures, { products: [line({ taxes: [taxUuid] })] }));
    const results = await verifyWorkspace(server.database, server.workspaceId);
    expect(results.filter((result) => result.failureCount > 0)).toEqual([]);
    expect(results.find((result) => result.name === 'invoices-posted-once')!.checked).toBeGreaterThan(
      documents.length,
    );
    expect(results.find((result) => result.name === 'numbers-without-holes')!.checked).toBe(documents.length);
  });
});
