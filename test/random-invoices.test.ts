import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyWorkspace } from '../src/reports/verify/index.ts';
import { arbitraryInvoice } from './support/arbitrary-invoice.ts';
import { createSalesFixtures, createTax, invoiceBody, type SalesFixtures } from './support/sales-fixtures.ts';
import { sealAll } from './support/seal-all.ts';
import { startTestServer, type TestServer, type TestWorkspace } from './support/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const units = (money: string) => BigInt(money.replace('.', ''));
const sum = (amounts: readonly bigint[]) => amounts.reduce((total, one) => total + one, 0n);

interface Line {
  readonly subtotal: string;
  readonly documentDiscount: string;
  readonly tax: string;
  readonly total: string;
  readonly taxes: readonly { readonly amount: string }[];
}

describe.each(['JPY', 'USD', 'KWD'])('random invoices in %s', (currency) => {
  let workspace: TestWorkspace;
  let fixtures: SalesFixtures;
  const taxes: string[] = [];

  beforeAll(async () => {
    workspace = await server.addWorkspace({ currency });
    fixtures = await createSalesFixtures(workspace.strict);
    for (const percentage of ['6.25', '1.5', '0', '17.333333']) {
      const { body } = await workspace.strict.post('/taxes', { name: `Tax of ${percentage}`, percentage });
      taxes.push(body.data.uuid);
    }
    taxes.push(await createTax(workspace.strict, 'Compound', 9.975, { compound: true }));
    taxes.push(await createTax(workspace.strict, 'Contained', 20, { inclusive: true }));
  });

  it('have net + tax = gross, lines that add up, balanced entries, and totals equal to their lines', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryInvoice(fixtures, taxes), async (given) => {
        const { status, body } = await workspace.strict.post('/invoices', invoiceBody(fixtures, given));
        if (status !== 200) {
          // Only what random numbers may well break: a discount above what it reduces, a total below zero.
          expect(['NEGATIVE_TOTAL', 'VALIDATION_ERROR']).toContain(body.code);
          for (const error of body.errors) expect(['NEGATIVE_TOTAL', 'TOO_LARGE']).toContain(error.code);
          return;
        }
        accepted += 1;
        const { data } = body as {
          data: { products: Line[]; subtotal: string; discount: string; tax: string; total: string };
        };
        expect(units(data.subtotal) - units(data.discount) + units(data.tax)).toBe(units(data.total));
        for (const key of ['subtotal', 'tax', 'total'] as const) {
          expect(sum(data.products.map((line) => units(line[key])))).toBe(units(data[key]));
        }
        for (const line of data.products) {
          expect(units(line.subtotal) - units(line.documentDiscount) + units(line.tax)).toBe(
            units(line.total),
          );
          expect(sum(line.taxes.map((tax) => units(tax.amount)))).toBe(units(line.tax));
        }
      }),
      { numRuns: 60 },
    );
    expect(accepted).toBeGreaterThan(15);
    const trialBalance = () => workspace.strict.get('/reports/trial-balance', { endDate: '2999-12-31' });
    const before = await trialBalance();
    await sealAll(server.database, workspace.workspaceId);
    const after = await trialBalance();
    expect(after.body.data).toEqual({ ...before.body.data, seal: expect.anything() });
    expect(after.body.data.totalDebit).toBe(after.body.data.totalCredit);
    const proofs = await verifyWorkspace(server.database, workspace.workspaceId);
    expect(proofs.filter(({ failureCount }) => failureCount > 0)).toEqual([]);
  });
});
