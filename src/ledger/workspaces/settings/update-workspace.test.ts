import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSalesFixtures, invoiceBody } from '../../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../../test/support/test-server.ts';

const PATH = '/workspace';
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const open = async () => (await server.addWorkspace({ country: 'US' })).strict;

describe('the settings of a workspace', () => {
  it('are those that it was made with, and change in the fields that are given', async () => {
    const { strict: client, workspaceId } = await server.addWorkspace({ country: 'US', taxNumber: '12-3' });
    const before = (await client.get(PATH)).body.data;
    expect(before).toMatchObject({ uuid: workspaceId, currency: 'USD', timeZone: 'UTC', cutoverDate: null });
    const wanted = {
      name: 'Renamed',
      timeZone: 'Europe/Berlin',
      dateFormat: 'DD.MM.YYYY',
      fiscalYearStartMonth: 4,
      reportType: 'cash',
      taxRounding: 'line',
      address: { city: 'Springfield' },
      defaultPaymentTerm: 'net7',
      cutoverDate: '2026-01-01',
    };
    const changed = await client.patch(PATH, wanted);
    expect(changed.body.data).toMatchObject({
      ...wanted,
      accountingBasis: 'cash',
      country: 'US',
      taxNumber: '12-3',
      address: { street: null, city: 'Springfield' },
    });
    const cleared = await client.patch(PATH, { taxNumber: null, address: null });
    expect(cleared.body.data).toMatchObject({ name: 'Renamed', taxNumber: null, address: null });
    expect((await client.get(PATH)).body.data).toEqual(cleared.body.data);
    const audit = await server.owner.query(
      `SELECT changes FROM audit_log WHERE workspace_id = $1 AND entity_type = 'workspace' ORDER BY recorded_at`,
      [workspaceId],
    );
    expect(audit.rows).toHaveLength(2);
    expect(audit.rows[1].changes).toMatchObject({ taxNumber: { from: '12-3', to: null } });
  });

  it.each([
    [{ timeZone: 'Mars/Olympus' }, 'timeZone', 'INVALID_VALUE'],
    [{ timeZone: '+02:00' }, 'timeZone', 'INVALID_VALUE'],
    [{ name: ' ' }, 'name', 'REQUIRED'],
    [{ fiscalYearStartMonth: 13 }, 'fiscalYearStartMonth', 'TOO_LARGE'],
    [{ defaultPaymentTerm: 'net31' }, 'defaultPaymentTerm', 'INVALID_ENUM'],
    [{ accountingBasis: 'cash', reportType: 'accrual' }, 'reportType', 'INVALID_VALUE'],
    [{ cutoverDate: '2026-02-30' }, 'cutoverDate', 'INVALID_DATE'],
    [{ bookClosedThroughDate: '2999-01-01' }, 'bookClosedThroughDate', 'INVALID_DATE'],
    [{}, 'body', 'REQUIRED'],
  ])('refuses %j', async (body, field, code) => {
    const client = await open();
    const before = (await client.get(PATH)).body.data;
    expect((await client.patch(PATH, body)).body).toMatchObject({
      statusCode: 400,
      errors: [{ field, code }],
    });
    expect((await client.get(PATH)).body.data).toEqual(before);
  });

  it('let the cutover date go back always, and forward only while nothing is posted', async () => {
    const client = await open();
    const move = (cutoverDate: string) => client.patch(PATH, { cutoverDate });
    expect((await move('2026-01-01')).status).toBe(200);
    expect((await move('2026-02-01')).status).toBe(200);
    const fixtures = await createSalesFixtures(client);
    expect((await client.post('/invoices', invoiceBody(fixtures))).status).toBe(200);
    const refused = await move('2026-02-02');
    expect(refused.body).toMatchObject({
      statusCode: 400,
      code: 'CUTOVER_DATE_FIXED',
      details: { entryCount: 1 },
    });
    expect(refused.body.message).toContain('1 journal entry');
    expect((await move('2026-01-15')).body.data.cutoverDate).toBe('2026-01-15');
  });

  it('have what recurs made on the days of another time zone, from when that is set', async () => {
    const { strict: client, workspaceId } = await server.addWorkspace({ timeZone: 'Etc/GMT+12' });
    const fixtures = await createSalesFixtures(client);
    const template = await client.post('/recurring-invoice-templates', {
      ...{ customerUuid: fixtures.customerUuid, date: '2030-03-01', recurrencePattern: 'monthly' },
      products: [{ productUuid: fixtures.productUuid, quantity: 1, price: 10 }],
    });
    await client.post(`/recurring-invoice-templates/${template.body.data.uuid}/resume`, {});
    const dueAt = async () =>
      (
        await server.owner.query('SELECT due_at FROM recurring_due WHERE workspace_id = $1', [workspaceId])
      ).rows.map(({ due_at }) => due_at.toISOString());
    expect(await dueAt()).toEqual(['2030-03-01T12:00:00.000Z']);
    expect((await client.patch(PATH, { timeZone: 'Pacific/Kiritimati' })).status).toBe(200);
    expect(await dueAt()).toEqual(['2030-02-28T10:00:00.000Z']);
  });

  it('are answered again to a repeat with the same key, and not changed twice', async () => {
    const client = await open();
    const headers = { 'idempotency-key': 'settings-1' };
    const first = await client.call('PATCH', PATH, { name: 'Once' }, { headers });
    await client.patch(PATH, { name: 'Twice' });
    const again = await client.call('PATCH', PATH, { name: 'Once' }, { headers });
    expect(again.body.data).toEqual(first.body.data);
    expect((await client.get(PATH)).body.data.name).toBe('Twice');
  });
});
