import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { breakConnections, breakNowAndThen } from '../../../../test/support/breaking-database.ts';
import {
  advance,
  createTemplate,
  datesOf,
  useRecurringInvoices,
} from '../../../../test/support/recurring-invoices.ts';
import { readBalances } from '../../../../test/support/trial-balance.ts';
import type { Database } from '../../../platform/database/database.ts';
import { addDays } from '../../../platform/dates.ts';
import { verifyWorkspace } from '../../../reports/verify/index.ts';
import { makeDueInvoices } from './make-due-invoices.ts';

const PATH = '/recurring-invoice-templates';

const recurring = useRecurringInvoices();

describe('a template that is active', () => {
  it('makes an approved invoice on its day, posted, numbered, named after the template', async () => {
    const sandbox = await recurring.open();
    const { uuid } = await createTemplate(sandbox, { date: addDays(sandbox.today, 3), tagUuids: [] });
    await recurring.make();
    expect(await datesOf(sandbox)).toEqual([]);
    await advance(sandbox, 3);
    await recurring.make();
    await recurring.make();
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
    const sandbox = await recurring.open();
    const date = addDays(sandbox.today, 10);
    await createTemplate(sandbox, { date, inAdvanceCreationDays: 7 });
    await advance(sandbox, 2);
    await recurring.make();
    expect(await datesOf(sandbox)).toEqual([]);
    await advance(sandbox, 1);
    await recurring.make();
    expect(await datesOf(sandbox)).toEqual([date]);
  });

  it('catches up with all dates that were missed, and with those before it was created', async () => {
    const sandbox = await recurring.open();
    const date = addDays(sandbox.today, -3);
    await createTemplate(sandbox, { date, recurrencePattern: 'daily' });
    await advance(sandbox, 2);
    await recurring.make();
    expect(await datesOf(sandbox)).toEqual([0, 1, 2, 3, 4, 5].map((day) => addDays(date, day)));
  });

  it('ends with its last date or its last document', async () => {
    const sandbox = await recurring.open();
    const { today } = sandbox;
    const daily = { date: today, recurrencePattern: 'daily' };
    const first = await createTemplate(sandbox, { ...daily, recurrenceCount: 2 });
    const second = await createTemplate(sandbox, { ...daily, recurrenceEndDate: addDays(today, 1) });
    await advance(sandbox, 5);
    await recurring.make();
    expect(await datesOf(sandbox)).toEqual([today, today, addDays(today, 1), addDays(today, 1)]);
    for (const { uuid } of [first, second]) {
      const { body } = await sandbox.workspace.strict.get(`${PATH}/${uuid}`);
      expect(body.data).toMatchObject({ status: 'ended', nextDate: null, runCount: 2 });
    }
  });

  it('leaves out what passed while it was paused, and makes nothing when it is deleted', async () => {
    const sandbox = await recurring.open();
    const { today } = sandbox;
    const paused = await createTemplate(sandbox, { date: today, recurrencePattern: 'daily' });
    const gone = await createTemplate(sandbox, { date: addDays(today, 1), recurrencePattern: 'daily' });
    await recurring.make();
    await sandbox.workspace.strict.post(`${PATH}/${paused.uuid}/pause`);
    await sandbox.workspace.strict.delete(`${PATH}/${gone.uuid}`);
    await advance(sandbox, 4);
    await recurring.make();
    await sandbox.workspace.strict.post(`${PATH}/${paused.uuid}/resume`);
    await recurring.make();
    expect(await datesOf(sandbox)).toEqual([today, addDays(today, 4)]);
  });

  it('leaves the same out where an update resumes it, also where that sends back all that was answered', async () => {
    const sandbox = await recurring.open();
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
    await recurring.make();
    expect(await datesOf(sandbox)).toEqual([3, 4, 4, 4].map((day) => addDays(today, day)));
  });

  it('bills whom its customer was merged into, and the customer again once they are told apart', async () => {
    const sandbox = await recurring.open();
    const { workspace, fixtures, today } = sandbox;
    const { strict, workspaceId } = workspace;
    const { body: kept } = await strict.post('/customers', { customer: 'Kept' });
    const into = kept.data.uuid;
    const { uuid } = await createTemplate(sandbox, { date: today, recurrencePattern: 'daily' });
    const customersOf = async () => {
      const { body } = await strict.get('/invoices', { orderBy: 'date', orderDirection: 'asc' });
      return body.data.invoices.map(({ customerUuid }: { customerUuid: string }) => customerUuid);
    };
    await recurring.make();
    expect((await strict.post(`/customers/${fixtures.customerUuid}/merge`, { intoUuid: into })).status).toBe(
      200,
    );
    await advance(sandbox, 1);
    await recurring.make();
    expect(await customersOf()).toEqual([fixtures.customerUuid, into]);
    const { body } = await strict.get('/reports/receivables-aging');
    expect(body.data.rows).toMatchObject([{ customerUuid: into, total: '200.00' }]);
    expect((await strict.post(`/customers/${fixtures.customerUuid}/unmerge`)).status).toBe(200);
    await advance(sandbox, 1);
    await recurring.make();
    expect(await customersOf()).toEqual([fixtures.customerUuid, into, fixtures.customerUuid]);
    const template = (await strict.get(`${PATH}/${uuid}`)).body.data;
    expect(template).toMatchObject({ runCount: 3, failure: null });
    const proofs = await verifyWorkspace(recurring.server.database, workspaceId);
    expect(proofs.filter(({ failureCount }) => failureCount > 0)).toEqual([]);
  });

  it('goes on without a tag that is deleted meanwhile, and is changed and resumed as it was answered', async () => {
    const sandbox = await recurring.open();
    const { fixtures, today } = sandbox;
    const { strict } = sandbox.workspace;
    const kept = (await strict.post('/tags', { name: 'Kept' })).body.data.uuid;
    const tagUuids = [fixtures.tagUuid, kept];
    const made = await createTemplate(sandbox, { date: today, recurrencePattern: 'daily', tagUuids });
    await recurring.make();
    expect((await strict.delete(`/tags/${fixtures.tagUuid}`)).status).toBe(200);
    await advance(sandbox, 1);
    await recurring.make();
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
    const sandbox = await recurring.open();
    await createTemplate(sandbox, { date: sandbox.today, invoiceType: 'quote' });
    await recurring.make();
    const { body } = await sandbox.workspace.strict.get('/invoices', { invoiceType: 'quote' });
    expect(body.data.invoices).toMatchObject([{ invoiceNumber: 'QUO-000001' }]);
    expect((await readBalances(sandbox.workspace.strict))['Accounts Receivable'] ?? 0n).toBe(0n);
  });

  it('takes the price and the taxes that the product has at each run, where its line names none', async () => {
    const sandbox = await recurring.open();
    const products = [{ productUuid: sandbox.fixtures.productUuid, quantity: 1 }];
    await createTemplate(sandbox, { date: sandbox.today, recurrencePattern: 'daily', products });
    await recurring.make();
    await sandbox.workspace.strict.patch(`/products/${sandbox.fixtures.productUuid}`, { unitPrice: 300 });
    await advance(sandbox, 1);
    await recurring.make();
    const { body } = await sandbox.workspace.strict.get('/invoices', { orderDirection: 'asc' });
    expect(body.data.invoices.map(({ total }: { total: string }) => total)).toEqual(['250.00', '300.00']);
  });
});

describe('a run that fails', () => {
  it('is told of on the template, leaves nothing behind, and is made once what stood in its way is gone', async () => {
    const sandbox = await recurring.open();
    const { workspace, fixtures, today } = sandbox;
    const { uuid } = await createTemplate(sandbox, { date: addDays(today, 1) });
    const healthy = await createTemplate(sandbox, { date: addDays(today, 2) });
    await workspace.strict.patch(`/products/${fixtures.productUuid}`, { status: 'inactive' });
    await advance(sandbox, 1);
    await recurring.make();
    await recurring.make();
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
    await recurring.make();
    expect(await datesOf(sandbox)).toEqual([addDays(today, 1), addDays(today, 2)]);
    expect((await workspace.strict.get(`${PATH}/${healthy.uuid}`)).body.data.failure).toBeNull();
  });

  it('tells of what the books refuse as they are posted to', async () => {
    const sandbox = await recurring.open();
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
    await recurring.make();
    expect((await workspace.strict.get(`${PATH}/${uuid}`)).body.data).toMatchObject({
      runCount: 0,
      failure: { code: 'OPENING_RECEIVABLES_EXCEEDED', attempts: 1 },
    });
  });
});

describe('two years of templates set by the clock', () => {
  it('make exactly the scheduled documents, none twice, with several makers at once and connections that break at random', async () => {
    const sandbox = await recurring.open();
    const date = '2026-01-31';
    const shared = { date, recurrenceEndDate: '2027-12-31' };
    await createTemplate(sandbox, shared);
    await createTemplate(sandbox, { ...shared, recurrencePattern: 'quarterly', recurrenceInterval: 2 });
    const breaking = breakConnections(recurring.server.database, breakNowAndThen());
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
      await Promise.all([maker(breaking), maker(recurring.server.database), maker(breaking)]);
      // What a break left behind is tried again later; here at once.
      await recurring.server.owner.query(
        'UPDATE recurring_due SET due_at = clock_timestamp() WHERE due_at > clock_timestamp()',
      );
    }
    await recurring.make();
    const monthly = Array.from({ length: 24 }, (_, month) =>
      new Date(Date.UTC(2026, month + 1, 0)).toISOString().slice(0, 10),
    );
    const halfYearly = ['2026-01-31', '2026-07-31', '2027-01-31', '2027-07-31'];
    expect(await datesOf(sandbox)).toEqual([...monthly, ...halfYearly].sort());
    const proofs = await verifyWorkspace(recurring.server.database, sandbox.workspace.workspaceId);
    expect(proofs.filter(({ failureCount }) => failureCount > 0)).toEqual([]);
  }, 120_000);
});
