import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breakConnections, breakNowAndThen } from '../../../../test/support/breaking-database.ts';
import {
  createSalesFixtures,
  invoiceBody,
  type SalesFixtures,
} from '../../../../test/support/sales-fixtures.ts';
import {
  startTestServer,
  type TestServer,
  type TestWorkspace,
} from '../../../../test/support/test-server.ts';
import { readBalances } from '../../../../test/support/trial-balance.ts';
import type { Database } from '../../../platform/database/database.ts';
import { addDays } from '../../../platform/dates.ts';
import { verifyWorkspace } from '../../../reports/verify/index.ts';
import { makeDueInvoices } from './make-due-invoices.ts';

let server: TestServer;

const PATH = '/recurring-invoice-templates';

beforeAll(async () => {
  server = await startTestServer({ sandbox: true });
});
afterAll(() => server.close());

interface Sandbox {
  readonly workspace: TestWorkspace;
  readonly fixtures: SalesFixtures;
  readonly today: string;
}

async function openSandbox(): Promise<Sandbox> {
  const workspace = await server.addWorkspace({ sandbox: true });
  const fixtures = await createSalesFixtures(workspace.strict);
  const { body } = await workspace.strict.get('/test-clock');
  return { workspace, fixtures, today: body.data.today };
}

async function createTemplate({ workspace, fixtures }: Sandbox, changes: Record<string, unknown>) {
  const { status, body } = await workspace.strict.post(PATH, {
    customerUuid: fixtures.customerUuid,
    recurrencePattern: 'monthly',
    isDraft: false,
    products: [{ productUuid: fixtures.productUuid, quantity: 1, price: 100 }],
    ...changes,
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.data;
}

/** Makes all that is due; what the server's own background work is at is waited for. */
async function make(): Promise<void> {
  const errors: Error[] = [];
  const { database } = server;
  const signal = new AbortController().signal;
  for (;;) {
    await makeDueInvoices({ database, signal, onMade: () => {}, onError: (error) => errors.push(error) });
    const { rows } = await server.owner.query('SELECT FROM recurring_due WHERE due_at <= clock_timestamp()');
    if (rows.length === 0) break;
    await sleep(20);
  }
  expect(errors).toEqual([]);
}

async function datesOf({ workspace }: Sandbox): Promise<string[]> {
  const dates: string[] = [];
  for (let page = 1; ; page += 1) {
    const query = { orderBy: 'date', orderDirection: 'asc', limit: '100', page: String(page) };
    const { body } = await workspace.strict.get('/invoices', query);
    dates.push(...body.data.invoices.map(({ date }: { date: string }) => date));
    if (page >= body.data.totalPages) return dates;
  }
}

const advance = ({ workspace }: Sandbox, days: number) =>
  workspace.strict.post('/test-clock', { advance: days });

describe('a template that is active', () => {
  it('makes an approved invoice on its day, posted, numbered, named after the template', async () => {
    const sandbox = await openSandbox();
    const { uuid } = await createTemplate(sandbox, { date: addDays(sandbox.today, 3), tagUuids: [] });
    await make();
    expect(await datesOf(sandbox)).toEqual([]);
    await advance(sandbox, 3);
    await make();
    await make();
    expect(await datesOf(sandbox)).toEqual([addDays(sandbox.today, 3)]);
    const { body } = await sandbox.workspace.strict.get('/invoices');
    const [invoice] = body.data.invoices;
    expect(invoice).toMatchObject({
      invoiceNumber: 'INV-000001',
      isDraft: false,
      total: '100.00',
      recurringInvoiceTemplateUuid: uuid,
    });
    const template = (await sandbox.workspace.strict.get(`${PATH}/${uuid}`)).body.data;
    expect(template).toMatchObject({
      runCount: 1,
      lastRun: { invoiceUuid: invoice.uuid, date: invoice.date },
    });
    expect((await readBalances(sandbox.workspace.strict))['Accounts Receivable']).toBe(10000n);
    const log = await sandbox.workspace.strict.get(`/invoices/${invoice.uuid}/audit-log`);
    expect(log.body.data.auditLog).toMatchObject([{ action: 'created', person: null, partnerApp: null }]);
  });

  it('makes it so many days in advance, dated on its day', async () => {
    const sandbox = await openSandbox();
    const date = addDays(sandbox.today, 10);
    await createTemplate(sandbox, { date, inAdvanceCreationDays: 7 });
    await advance(sandbox, 2);
    await make();
    expect(await datesOf(sandbox)).toEqual([]);
    await advance(sandbox, 1);
    await make();
    expect(await datesOf(sandbox)).toEqual([date]);
  });

  it('catches up with all dates that were missed, and with those before it was created', async () => {
    const sandbox = await openSandbox();
    const date = addDays(sandbox.today, -3);
    await createTemplate(sandbox, { date, recurrencePattern: 'daily' });
    await advance(sandbox, 2);
    await make();
    expect(await datesOf(sandbox)).toEqual([0, 1, 2, 3, 4, 5].map((day) => addDays(date, day)));
  });

  it('ends with its last date or its last document', async () => {
    const sandbox = await openSandbox();
    const { today } = sandbox;
    const daily = { date: today, recurrencePattern: 'daily' };
    const first = await createTemplate(sandbox, { ...daily, recurrenceCount: 2 });
    const second = await createTemplate(sandbox, { ...daily, recurrenceEndDate: addDays(today, 1) });
    await advance(sandbox, 5);
    await make();
    expect(await datesOf(sandbox)).toEqual([today, today, addDays(today, 1), addDays(today, 1)]);
    for (const { uuid } of [first, second]) {
      const { body } = await sandbox.workspace.strict.get(`${PATH}/${uuid}`);
      expect(body.data).toMatchObject({ status: 'ended', nextDate: null, runCount: 2 });
    }
  });

  it('leaves out what passed while it was paused, and makes nothing when it is deleted', async () => {
    const sandbox = await openSandbox();
    const { today } = sandbox;
    const paused = await createTemplate(sandbox, { date: today, recurrencePattern: 'daily' });
    const gone = await createTemplate(sandbox, { date: addDays(today, 1), recurrencePattern: 'daily' });
    await make();
    await sandbox.workspace.strict.post(`${PATH}/${paused.uuid}/pause`);
    await sandbox.workspace.strict.delete(`${PATH}/${gone.uuid}`);
    await advance(sandbox, 4);
    await make();
    await sandbox.workspace.strict.post(`${PATH}/${paused.uuid}/resume`);
    await make();
    expect(await datesOf(sandbox)).toEqual([today, addDays(today, 4)]);
  });

  it('leaves the same out where an update resumes it, also where that sends back all that was answered', async () => {
    const sandbox = await openSandbox();
    const { strict } = sandbox.workspace;
    const { today } = sandbox;
    const paused = { date: today, recurrencePattern: 'daily', isDraft: true };
    const [resumed, sentBack, weekly, ended, anew] = [
      await createTemplate(sandbox, paused),
      await createTemplate(sandbox, paused),
      await createTemplate(sandbox, paused),
      await createTemplate(sandbox, { ...paused, recurrenceEndDate: addDays(today, 2) }),
      await createTemplate(sandbox, paused),
    ];
    await advance(sandbox, 4);
    const update = async ({ uuid }: { uuid: string }, changes: object) =>
      (await strict.patch(`${PATH}/${uuid}`, { ...changes, isDraft: false })).body.data;
    expect(await update(resumed, {})).toMatchObject({ status: 'active', nextDate: addDays(today, 4) });
    expect(await update(sentBack, sentBack)).toMatchObject({ nextDate: addDays(today, 4) });
    expect(await update(weekly, { recurrencePattern: 'weekly' })).toMatchObject({
      nextDate: addDays(today, 7),
    });
    expect(await update(ended, {})).toMatchObject({ status: 'ended', nextDate: null });
    expect(await update(anew, { date: addDays(today, 3) })).toMatchObject({ nextDate: addDays(today, 3) });
    await make();
    expect(await datesOf(sandbox)).toEqual([3, 4, 4, 4].map((day) => addDays(today, day)));
  });

  it('bills whom its customer was merged into, and the customer again once they are told apart', async () => {
    const sandbox = await openSandbox();
    const { workspace, fixtures, today } = sandbox;
    const { strict, workspaceId } = workspace;
    const { body: kept } = await strict.post('/customers', { customer: 'Kept' });
    const into = kept.data.uuid;
    const { uuid } = await createTemplate(sandbox, { date: today, recurrencePattern: 'daily' });
    const customersOf = async () => {
      const { body } = await strict.get('/invoices', { orderBy: 'date', orderDirection: 'asc' });
      return body.data.invoices.map(({ customerUuid }: { customerUuid: string }) => customerUuid);
    };
    await make();
    expect((await strict.post(`/customers/${fixtures.customerUuid}/merge`, { intoUuid: into })).status).toBe(
      200,
    );
    await advance(sandbox, 1);
    await make();
    expect(await customersOf()).toEqual([fixtures.customerUuid, into]);
    const { body } = await strict.get('/reports/receivables-aging');
    expect(body.data.rows).toMatchObject([{ customerUuid: into, total: '200.00' }]);
    expect((await strict.post(`/customers/${fixtures.customerUuid}/unmerge`)).status).toBe(200);
    await advance(sandbox, 1);
    await make();
    expect(await customersOf()).toEqual([fixtures.customerUuid, into, fixtures.customerUuid]);
    const template = (await strict.get(`${PATH}/${uuid}`)).body.data;
    expect(template).toMatchObject({ runCount: 3, failure: null });
    const proofs = await verifyWorkspace(server.database, workspaceId);
    expect(proofs.filter(({ failureCount }) => failureCount > 0)).toEqual([]);
  });

  it('goes on without a tag that is deleted meanwhile, and is changed and resumed as it was answered', async () => {
    const sandbox = await openSandbox();
    const { fixtures, today } = sandbox;
    const { strict } = sandbox.workspace;
    const kept = (await strict.post('/tags', { name: 'Kept' })).body.data.uuid;
    const tagUuids = [fixtures.tagUuid, kept];
    const made = await createTemplate(sandbox, { date: today, recurrencePattern: 'daily', tagUuids });
    await make();
    expect((await strict.delete(`/tags/${fixtures.tagUuid}`)).status).toBe(200);
    await advance(sandbox, 1);
    await make();
    const { body } = await strict.get('/invoices', { orderBy: 'date', orderDirection: 'asc' });
    expect(body.data.invoices.map(({ tagUuids: had }: { tagUuids: string[] }) => had)).toEqual([
      expect.arrayContaining(tagUuids),
      [kept],
    ]);
    const path = `${PATH}/${made.uuid}`;
    expect((await strict.post(`${path}/pause`)).status).toBe(200);
    expect((await strict.post(`${path}/resume`)).status).toBe(200);
    expect((await strict.patch(path, { ...made, notes: 'Changed' })).status).toBe(200);
    const other = await createTemplate(sandbox, { date: addDays(today, 9) });
    expect((await strict.patch(`${PATH}/${other.uuid}`, { tagUuids })).body.code).toBe('TAG_NOT_FOUND');
  });

  it('makes quotes too, which post nothing', async () => {
    const sandbox = await openSandbox();
    await createTemplate(sandbox, { date: sandbox.today, invoiceType: 'quote' });
    await make();
    const { body } = await sandbox.workspace.strict.get('/invoices', { invoiceType: 'quote' });
    expect(body.data.invoices).toMatchObject([{ invoiceNumber: 'QUO-000001' }]);
    expect((await readBalances(sandbox.workspace.strict))['Accounts Receivable'] ?? 0n).toBe(0n);
  });

  it('takes the price and the taxes that the product has at each run, where its line names none', async () => {
    const sandbox = await openSandbox();
    const products = [{ productUuid: sandbox.fixtures.productUuid, quantity: 1 }];
    await createTemplate(sandbox, { date: sandbox.today, recurrencePattern: 'daily', products });
    await make();
    await sandbox.workspace.strict.patch(`/products/${sandbox.fixtures.productUuid}`, { unitPrice: 300 });
    await advance(sandbox, 1);
    await make();
    const { body } = await sandbox.workspace.strict.get('/invoices', { orderDirection: 'asc' });
    expect(body.data.invoices.map(({ total }: { total: string }) => total)).toEqual(['250.00', '300.00']);
  });
});

describe('a run that fails', () => {
  it('is told of on the template, leaves nothing behind, and is made once what stood in its way is gone', async () => {
    const sandbox = await openSandbox();
    const { workspace, fixtures, today } = sandbox;
    const { uuid } = await createTemplate(sandbox, { date: addDays(today, 1) });
    const healthy = await createTemplate(sandbox, { date: addDays(today, 2) });
    await workspace.strict.patch(`/products/${fixtures.productUuid}`, { status: 'inactive' });
    await advance(sandbox, 1);
    await make();
    await make();
    const failed = (await workspace.strict.get(`${PATH}/${uuid}`)).body.data;
    expect(failed).toMatchObject({
      status: 'active',
      nextDate: addDays(today, 1),
      failure: { code: 'PRODUCT_INACTIVE', attempts: 1 },
    });
    expect(failed.failure.message).toContain('must be an active product');
    expect(await datesOf(sandbox)).toEqual([]);
    expect((await workspace.strict.post(`${PATH}/${uuid}/resume`)).body.code).toBe('PRODUCT_INACTIVE');
    await workspace.strict.patch(`/products/${fixtures.productUuid}`, { status: 'active' });
    expect((await workspace.strict.post(`${PATH}/${uuid}/resume`)).body.data.failure).toBeNull();
    await advance(sandbox, 1);
    await make();
    expect(await datesOf(sandbox)).toEqual([addDays(today, 1), addDays(today, 2)]);
    expect((await workspace.strict.get(`${PATH}/${healthy.uuid}`)).body.data.failure).toBeNull();
  });

  it('tells of what the books refuse as they are posted to', async () => {
    const sandbox = await openSandbox();
    const { workspace, today } = sandbox;
    const { accounts } = (await workspace.strict.get('/chart-of-accounts', { page: '1', limit: '100' })).body
      .data;
    const uuidOf = (number: string) =>
      accounts.find(({ accountNumber }: { accountNumber: string }) => accountNumber === number).uuid;
    await workspace.strict.patch('/workspace', { cutoverDate: today });
    const rows = [
      { accountUuid: uuidOf('1000'), debit: 5, credit: 0 },
      { accountUuid: uuidOf('3000'), debit: 0, credit: 5 },
    ];
    expect((await workspace.strict.post('/opening-balance', { rows })).status).toBe(201);
    const { uuid } = await createTemplate(sandbox, { date: addDays(today, -3) });
    await make();
    expect((await workspace.strict.get(`${PATH}/${uuid}`)).body.data).toMatchObject({
      runCount: 0,
      failure: { code: 'OPENING_RECEIVABLES_EXCEEDED', attempts: 1 },
    });
  });
});

describe('two years of templates set by the clock', () => {
  it('make exactly the scheduled documents, none twice, with several makers at once and connections that break at random', async () => {
    const sandbox = await openSandbox();
    const date = '2026-01-31';
    const shared = { date, recurrenceEndDate: '2027-12-31' };
    await createTemplate(sandbox, shared);
    await createTemplate(sandbox, { ...shared, recurrencePattern: 'quarterly', recurrenceInterval: 2 });
    const breaking = breakConnections(server.database, breakNowAndThen());
    const maker = async (database: Database) => {
      const options = { database, signal: new AbortController().signal, onMade: () => {}, onError: () => {} };
      for (let turn = 0; turn < 3; turn += 1) {
        await makeDueInvoices(options).catch(() => {});
        await sleep(Math.random() * 20);
      }
    };
    for (let months = 0; months < 24; months += 4) {
      await advance(sandbox, 124);
      // At first alone, so that something is sure to break.
      if (months === 0) await maker(breaking);
      await Promise.all([maker(breaking), maker(server.database), maker(breaking)]);
      // What a break left behind is tried again later; here at once.
      await server.owner.query(
        'UPDATE recurring_due SET due_at = clock_timestamp() WHERE due_at > clock_timestamp()',
      );
    }
    await make();
    const monthly = Array.from({ length: 24 }, (_, month) =>
      new Date(Date.UTC(2026, month + 1, 0)).toISOString().slice(0, 10),
    );
    const halfYearly = ['2026-01-31', '2026-07-31', '2027-01-31', '2027-07-31'];
    expect(await datesOf(sandbox)).toEqual([...monthly, ...halfYearly].sort());
    const proofs = await verifyWorkspace(server.database, sandbox.workspace.workspaceId);
    expect(proofs.filter(({ failureCount }) => failureCount > 0)).toEqual([]);
  }, 120_000);
});

describe('an invoice that is created with a schedule', () => {
  /** A draft of today that is to recur each day, and where its template is. */
  async function createDaily({ workspace, fixtures, today }: Sandbox) {
    const daily = { isDraft: true, recurrencePattern: 'daily' };
    const draft = invoiceBody(fixtures, { date: today, dueDate: addDays(today, 9), ...daily });
    const { uuid, recurringInvoiceTemplateUuid } = (await workspace.strict.post('/invoices', draft)).body
      .data;
    return { uuid, path: `${PATH}/${recurringInvoiceTemplateUuid}` };
  }

  it('is the first run of a template that is active at once', async () => {
    const sandbox = await openSandbox();
    const { workspace, fixtures, today } = sandbox;
    const recurrence = { recurrencePattern: 'weekly', inAdvanceCreationDays: 0, recurrenceInterval: 2 };
    const given = { date: today, dueDate: addDays(today, 14), ...recurrence };
    const { body } = await workspace.strict.post('/invoices', invoiceBody(fixtures, given));
    const { recurringInvoiceTemplateUuid: templateUuid, uuid } = body.data;
    const template = (await workspace.strict.get(`${PATH}/${templateUuid}`)).body.data;
    expect(template).toMatchObject({
      status: 'active',
      recurrencePattern: 'weekly',
      recurrenceInterval: 2,
      nextDate: addDays(today, 14),
      runCount: 1,
      lastRun: { invoiceUuid: uuid, date: today },
      dueDate: addDays(today, 14),
    });
    expect((await workspace.strict.get(`/invoices/${uuid}`)).body.data).toEqual(body.data);
    await advance(sandbox, 14);
    await make();
    expect(await datesOf(sandbox)).toEqual([today, addDays(today, 14)]);
  });

  it.each([
    [
      'approved',
      (client: TestWorkspace['strict'], uuid: string) => client.patch(`/invoices/${uuid}/approve`, {}),
    ],
    [
      'updated',
      (client: TestWorkspace['strict'], uuid: string) =>
        client.patch(`/invoices/${uuid}`, { isDraft: false }),
    ],
  ])('makes nothing while it is a draft, and its dates from when it is %s', async (_, approve) => {
    const sandbox = await openSandbox();
    const { strict } = sandbox.workspace;
    const { uuid, path } = await createDaily(sandbox);
    expect((await strict.get(path)).body.data).toMatchObject({ status: 'paused', runCount: 1 });
    await advance(sandbox, 3);
    await make();
    expect(await datesOf(sandbox)).toEqual([sandbox.today]);
    expect((await approve(strict, uuid)).body.data).toMatchObject({ status: 'approved' });
    await make();
    expect(await datesOf(sandbox)).toEqual([sandbox.today, addDays(sandbox.today, 3)]);
    expect((await strict.get(path)).body.data).toMatchObject({ status: 'active', runCount: 2 });
  });

  it('recurs as its draft was corrected, and leaves to the product what the draft still leaves to it', async () => {
    const sandbox = await openSandbox();
    const { fixtures, today } = sandbox;
    const { strict } = sandbox.workspace;
    const made = async (path: string, body: object) => (await strict.post(path, body)).body.data.uuid;
    const [wrong, right] = [
      await made('/customers', { customer: 'Wrong' }),
      await made('/customers', { customer: 'Right' }),
    ];
    const daily = { date: today, dueDate: addDays(today, 9), isDraft: true, recurrencePattern: 'weekly' };
    const lines = [
      { productUuid: fixtures.productUuid, quantity: 1 },
      { productUuid: fixtures.productUuid, quantity: 1, price: 7 },
    ];
    const given = invoiceBody(fixtures, { ...daily, customerUuid: wrong, products: lines });
    const { body: created } = await strict.post('/invoices', given);
    const { uuid, recurringInvoiceTemplateUuid, ...answered } = created.data;
    const path = `${PATH}/${recurringInvoiceTemplateUuid}`;
    const before = (await strict.get(path)).body.data;
    expect((await strict.patch(`/invoices/${uuid}`, answered)).status).toBe(200);
    expect((await strict.get(path)).body.data).toEqual(before);
    const [first, second] = answered.products;
    const corrected = {
      customerUuid: right,
      notes: 'Corrected',
      date: addDays(today, 2),
      dueDate: addDays(today, 5),
      products: [
        { ...first, quantity: 3 },
        { ...second, price: 8, unitPrice: 8 },
      ],
    };
    expect((await strict.patch(`/invoices/${uuid}`, corrected)).status).toBe(200);
    expect((await strict.get(path)).body.data).toMatchObject({
      status: 'paused',
      customerUuid: right,
      notes: 'Corrected',
      date: addDays(today, 2),
      dueDate: addDays(today, 5),
      nextDate: addDays(today, 9),
      products: [
        { quantity: 3, price: null, taxes: null },
        { quantity: 1, price: 8, taxes: null },
      ],
      total: '758.00',
    });
    expect((await strict.delete(`/customers/${wrong}`)).status).toBe(200);
    expect((await strict.patch(`/invoices/${uuid}/approve`, {})).status).toBe(200);
    await advance(sandbox, 9);
    await make();
    expect(await datesOf(sandbox)).toEqual([addDays(today, 2), addDays(today, 9)]);
    expect((await strict.get(path)).body.data).toMatchObject({
      status: 'active',
      runCount: 2,
      failure: null,
    });
  });

  it('is approved though its next document could not be made, which the template then tells', async () => {
    const sandbox = await openSandbox();
    const { strict } = sandbox.workspace;
    const { uuid, path } = await createDaily(sandbox);
    const other = await strict.post('/customers', { customer: 'Other' });
    await sandbox.workspace.strict.patch(path, { customerUuid: other.body.data.uuid });
    const inactive = { status: 'inactive' };
    expect((await strict.put(`/customers/${other.body.data.uuid}`, inactive)).status).toBe(200);
    expect((await strict.patch(`/invoices/${uuid}/approve`, {})).status).toBe(200);
    await advance(sandbox, 1);
    await make();
    expect((await strict.get(path)).body.data).toMatchObject({
      status: 'active',
      failure: { code: 'CUSTOMER_INACTIVE' },
    });
  });

  it('takes the template that it began along where it is deleted as a draft, unless that goes on by itself', async () => {
    const sandbox = await openSandbox();
    const { strict } = sandbox.workspace;
    const [left, resumed] = [await createDaily(sandbox), await createDaily(sandbox)];
    await strict.post(`${resumed.path}/resume`, {});
    for (const { uuid } of [left, resumed])
      expect((await strict.delete(`/invoices/${uuid}`)).status).toBe(200);
    expect((await strict.get(left.path)).status).toBe(404);
    expect((await strict.get(resumed.path)).body.data.status).toBe('active');
  });

  it('stays paused by whom it was resumed and paused again, whatever becomes of the draft', async () => {
    const sandbox = await openSandbox();
    const { strict } = sandbox.workspace;
    const { uuid, path } = await createDaily(sandbox);
    await strict.post(`${path}/resume`, {});
    await advance(sandbox, 1);
    await make();
    await strict.post(`${path}/pause`, {});
    await strict.patch(`/invoices/${uuid}/approve`, {});
    expect((await strict.get(path)).body.data).toMatchObject({ status: 'paused', runCount: 2 });
  });

  it('leaves no template on a dry run, nor for a memo, nor where the schedule is unsound', async () => {
    const sandbox = await openSandbox();
    const { workspace, fixtures } = sandbox;
    const post = (changes: object, query = {}) =>
      workspace.strict.post(
        '/invoices',
        invoiceBody(fixtures, { recurrencePattern: 'monthly', ...changes }),
        { query },
      );
    expect((await post({}, { dryRun: 'true' })).status).toBe(200);
    for (const [changes, field] of [
      [{ invoiceType: 'memo' }, 'recurrencePattern'],
      [{ recurrencePattern: 'hourly' }, 'recurrencePattern'],
      [{ recurrencePattern: null, inAdvanceCreationDays: 3 }, 'recurrencePattern'],
      [{ inAdvanceCreationDays: 366 }, 'inAdvanceCreationDays'],
    ] as const) {
      const refused = await post(changes);
      expect(refused.body.errors).toMatchObject([{ field }]);
    }
    const { body } = await workspace.strict.get(PATH, { isDraft: 'all' });
    expect(body.data.totalRecords).toBe(0);
  });
});
