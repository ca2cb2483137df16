import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../src/endpoints.ts';
import { isMutation } from '../src/platform/http/endpoint.ts';
import { createSalesFixtures, invoiceBody } from './support/sales-fixtures.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { UNKNOWN_UUID } from './support/unknown-uuid.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  const fixtures = await createSalesFixtures(server.strict);
  await server.strict.post('/invoices', invoiceBody(fixtures));
  // The lenient app has not called yet, so that nothing of it is cached.
  await server.owner.query(`UPDATE membership SET role = 'auditor' WHERE workspace_id = $1`, [
    server.workspaceId,
  ]);
});
afterAll(() => server.close());

const pathOf = (path: string) => path.replace('/partners', '').replace(/\{\w+\}/g, UNKNOWN_UUID);

describe('an auditor', () => {
  it('reads lists, documents, reports and proofs', async () => {
    const client = server.lenient;
    for (const path of [
      '/invoices',
      '/customers',
      '/chart-of-accounts',
      '/ledger/proof',
      '/workspace/closings',
      '/tax-returns',
    ])
      expect((await client.get(path)).status, path).toBe(200);
    const report = await client.call(
      'POST',
      '/reports/trial-balance',
      {},
      { query: { endDate: '2026-12-31' } },
    );
    expect(report.status).toBe(200);
  });

  it.each(ENDPOINTS.filter(isMutation).map(({ method, path }) => [method, path]))(
    'is refused %s %s',
    async (method, path) => {
      const { status, body } = await server.lenient.call(method, pathOf(path), {});
      expect(status, JSON.stringify(body)).toBe(403);
      expect(body.code).toBe('READ_ONLY_ROLE');
    },
  );
});
