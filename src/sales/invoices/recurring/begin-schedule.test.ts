import { describe, expect, it } from 'vitest';
import {
  advance,
  datesOf,
  type Sandbox,
  useRecurringInvoices,
} from '../../../../test/support/recurring-invoices.ts';
import { invoiceBody } from '../../../../test/support/sales-fixtures.ts';
import type { TestWorkspace } from '../../../../test/support/test-server.ts';
import { addDays } from '../../../platform/dates.ts';

const PATH = '/recurring-invoice-templates';

const recurring = useRecurringInvoices();

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
    const sandbox = await recurring.open();
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
    await recurring.make();
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
    const sandbox = await recurring.open();
    const { strict } = sandbox.workspace;
    const { uuid, path } = await createDaily(sandbox);
    expect((await strict.get(path)).body.data).toMatchObject({ status: 'paused', runCount: 1 });
    await advance(sandbox, 3);
    await recurring.make();
    expect(await datesOf(sandbox)).toEqual([sandbox.today]);
    expect((await approve(strict, uuid)).body.data).toMatchObject({ status: 'approved' });
    await recurring.make();
    expect(await datesOf(sandbox)).toEqual([sandbox.today, addDays(sandbox.today, 3)]);
    expect((await strict.get(path)).body.data).toMatchObject({ status: 'active', runCount: 2 });
  });

  it('recurs as its draft was corrected, and leaves to the product what the draft still leaves to it', async () => {
    const sandbox = await recurring.open();
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
    await recurring.make();
    expect(await datesOf(sandbox)).toEqual([addDays(today, 2), addDays(today, 9)]);
    expect((await strict.get(path)).body.data).toMatchObject({
      status: 'active',
      runCount: 2,
      failure: null,
    });
  });

  it('is approved though its next document could not be made, which the template then tells', async () => {
    const sandbox = await recurring.open();
    const { strict } = sandbox.workspace;
    const { uuid, path } = await createDaily(sandbox);
    const other = await strict.post('/customers', { customer: 'Other' });
    await sandbox.workspace.strict.patch(path, { customerUuid: other.body.data.uuid });
    const inactive = { status: 'inactive' };
    expect((await strict.put(`/customers/${other.body.data.uuid}`, inactive)).status).toBe(200);
    expect((await strict.patch(`/invoices/${uuid}/approve`, {})).status).toBe(200);
    await advance(sandbox, 1);
    await recurring.make();
    expect((await strict.get(path)).body.data).toMatchObject({
      status: 'active',
      failure: { code: 'CUSTOMER_INACTIVE' },
    });
  });

  it('takes the template that it began along where it is deleted as a draft, unless that goes on by itself', async () => {
    const sandbox = await recurring.open();
    const { strict } = sandbox.workspace;
    const [left, resumed] = [await createDaily(sandbox), await createDaily(sandbox)];
    await strict.post(`${resumed.path}/resume`, {});
    for (const { uuid } of [left, resumed])
      expect((await strict.delete(`/invoices/${uuid}`)).status).toBe(200);
    expect((await strict.get(left.path)).status).toBe(404);
    expect((await strict.get(resumed.path)).body.data.status).toBe('active');
  });

  it('stays paused by whom it was resumed and paused again, whatever becomes of the draft', async () => {
    const sandbox = await recurring.open();
    const { strict } = sandbox.workspace;
    const { uuid, path } = await createDaily(sandbox);
    await strict.post(`${path}/resume`, {});
    await advance(sandbox, 1);
    await recurring.make();
    await strict.post(`${path}/pause`, {});
    await strict.patch(`/invoices/${uuid}/approve`, {});
    expect((await strict.get(path)).body.data).toMatchObject({ status: 'paused', runCount: 2 });
  });

  it('leaves no template on a dry run, nor for a memo, nor where the schedule is unsound', async () => {
    const sandbox = await recurring.open();
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
