import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { errorCodes } from '../../../../test/support/error-codes.ts';
import {
  createSalesFixtures,
  invoiceBody,
  type SalesFixtures,
} from '../../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../../test/support/test-server.ts';
import { addDays } from '../../../platform/dates.ts';
import { verifyWorkspace } from '../../../reports/verify/index.ts';
import { makeDueInvoices } from './make-due-invoices.ts';

let server: TestServer;
let fixtures: SalesFixtures;
let today: string;

const PATH = '/recurring-invoice-templates';

beforeAll(async () => {
  server = await startTestServer({ sandbox: true });
  fixtures = await createSalesFixtures(server.strict);
  today = (await server.strict.get('/test-clock')).body.data.today;
});
afterAll(() => server.close());

const setRate = async (date: string, rate: string, currency = 'EUR') =>
  (await server.strict.call('PUT', '/exchange-rates', { currency, date, rate })).body.data.uuid;

const bodyOf = (changes: Record<string, unknown>) => ({
  customerUuid: fixtures.customerUuid,
  recurrencePattern: 'daily',
  isDraft: false,
  currency: 'EUR',
  products: [{ productUuid: fixtures.productUuid, quantity: 1, price: 100 }],
  ...changes,
});

/** Makes all that is due, also what failed before and waits for its next try. */
async function make(): Promise<void> {
  const { database } = server;
  const signal = new AbortController().signal;
  const onError = (error: Error) => {
    throw error;
  };
  await makeDueInvoices({ database, signal, onMade: () => {}, onError });
  for (;;) {
    const { rows } = await server.owner.query('SELECT FROM recurring_due WHERE due_at <= clock_timestamp()');
    if (rows.length === 0) return;
    await sleep(20);
  }
}

const advance = () => server.strict.post('/test-clock', { advance: 1 });

it('each run takes the rate of its date; without one it fails visibly, and is made once there is one', async () => {
  const rate = await setRate(addDays(today, 1), '1.1');
  await setRate(addDays(today, 2), '1.2');
  const created = await server.strict.post(PATH, bodyOf({ date: addDays(today, 1), recurrenceCount: 3 }));
  expect(created.status, JSON.stringify(created.body)).toBe(201);
  const { uuid } = created.body.data;
  const read = async () => (await server.strict.get(`${PATH}/${uuid}`)).body.data;
  const made = async () =>
    (await server.strict.get('/invoices', { orderBy: 'date', orderDirection: 'asc' })).body.data.invoices.map(
      (invoice: Record<string, string>) => [invoice.date, invoice.exchangeRate, invoice.baseTotal],
    );
  await server.strict.delete(`/exchange-rates/${rate}`);
  await advance();
  await make();
  expect(await made()).toEqual([]);
  const failed = await read();
  expect(failed).toMatchObject({ status: 'active', nextDate: addDays(today, 1) });
  expect(failed.failure.code).toBe('EXCHANGE_RATE_REQUIRED');
  expect(failed.failure.message).toContain(`no rate of EUR holds on ${addDays(today, 1)}`);
  await setRate(today, '1.05');
  // As if the time of the next try had come.
  await server.owner.query('UPDATE recurring_due SET due_at = clock_timestamp()');
  await make();
  expect(await made()).toEqual([[addDays(today, 1), '1.05', '105.00']]);
  expect((await read()).failure).toBeNull();
  await advance();
  await make();
  await advance();
  await make();
  expect(await made()).toEqual([
    [addDays(today, 1), '1.05', '105.00'],
    [addDays(today, 2), '1.2', '120.00'],
    [addDays(today, 3), '1.2', '120.00'],
  ]);
  const proofs = await verifyWorkspace(server.database, server.workspaceId);
  expect(proofs.filter(({ failureCount }) => failureCount > 0)).toEqual([]);
});

it('a template names no rate, and is refused where its first document would have none', async () => {
  const given = await server.strict.post(PATH, bodyOf({ date: addDays(today, 9), exchangeRate: '1.1' }));
  expect([given.status, errorCodes(given.body)]).toEqual([400, { exchangeRate: 'INVALID_VALUE' }]);
  const none = await server.strict.post(PATH, bodyOf({ date: addDays(today, 9), currency: 'GBP' }));
  expect([none.status, none.body.code]).toEqual([400, 'EXCHANGE_RATE_REQUIRED']);
  const ownPrice = [{ productUuid: fixtures.productUuid, quantity: 1 }];
  const priceless = await server.strict.post(PATH, bodyOf({ date: addDays(today, 9), products: ownPrice }));
  expect([priceless.status, errorCodes(priceless.body)]).toEqual([400, { 'products[0].price': 'REQUIRED' }]);
});

it('an invoice with a schedule keeps the rate that it is given to itself', async () => {
  await setRate(addDays(today, 1), '0.095', 'SEK');
  const body = invoiceBody(fixtures, {
    date: addDays(today, 3),
    dueDate: addDays(today, 30),
    currency: 'SEK',
    exchangeRate: '0.09',
    recurrencePattern: 'daily',
    inAdvanceCreationDays: 1,
  });
  const first = (await server.strict.post('/invoices', body)).body.data;
  expect(first).toMatchObject({ exchangeRate: '0.09', exchangeRateSource: 'given' });
  await make();
  const uuid = first.recurringInvoiceTemplateUuid;
  const { lastRun, currency } = (await server.strict.get(`${PATH}/${uuid}`)).body.data;
  expect([currency, lastRun.date]).toEqual(['SEK', addDays(today, 4)]);
  const second = (await server.strict.get(`/invoices/${lastRun.invoiceUuid}`)).body.data;
  expect(second).toMatchObject({ exchangeRate: '0.095', exchangeRateSource: 'table' });
});
