import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createSalesFixtures,
  invoiceBody,
  type SalesFixtures,
} from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';

let server: TestServer;
let fixtures: SalesFixtures;

beforeAll(async () => {
  server = await startTestServer();
  fixtures = await createSalesFixtures(server.strict);
});
afterAll(() => server.close());

describe('GET /partners/invoices/{id}/pdf', () => {
  it('answers a PDF', async () => {
    const { body } = await server.strict.post('/invoices', invoiceBody(fixtures));
    const answer = await server.strict.get(`/invoices/${body.data.uuid}/pdf`);
    expect(answer.status).toBe(200);
    expect(answer.body.toString('latin1', 0, 5)).toBe('%PDF-');
  });
});
