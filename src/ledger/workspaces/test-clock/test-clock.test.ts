import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSalesFixtures, invoiceBody } from '../../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../../test/support/test-server.ts';
import { addDays } from '../../../platform/dates.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ sandbox: true, timeZone: 'Pacific/Kiritimati' });
});
afterAll(() => server.close());

const advance = (value: unknown) => server.strict.post('/test-clock', { advance: value });

describe('the test clock', () => {
  it('begins with today in the workspace’s time zone', async () => {
    const { body } = await server.strict.get('/test-clock');
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Pacific/Kiritimati' }).format(new Date());
    expect(body.data).toEqual({ sandbox: true, today, realToday: today, daysAhead: 0 });
  });

  it('moves forward by days or to a date, and takes what follows the date with it', async () => {
    const { today } = (await server.strict.get('/test-clock')).body.data;
    const fixtures = await createSalesFixtures(server.strict);
    const dates = { date: today, dueDate: addDays(today, 10) };
    const made = await server.strict.post('/invoices', invoiceBody(fixtures, dates));
    const quote = await server.strict.post(
      '/invoices',
      invoiceBody(fixtures, { ...dates, invoiceType: 'quote' }),
    );
    expect(made.body.data.status).toBe('approved');
    const statusOf = async ({ body }: typeof made) =>
      (await server.strict.get(`/invoices/${body.data.uuid}`)).body.data.status;
    expect((await advance(10)).body.data).toMatchObject({ today: addDays(today, 10), daysAhead: 10 });
    expect(await statusOf(made)).toBe('approved');
    expect((await advance(addDays(today, 11))).body.data).toMatchObject({ daysAhead: 11 });
    expect(await statusOf(made)).toBe('overdue');
    expect(await statusOf(quote)).toBe('expired');
    const overdue = await server.strict.get('/invoices', { status: 'overdue' });
    expect(overdue.body.data.totalRecords).toBe(1);
  });

  it('moves nothing but today: what is recorded keeps the real instant', async () => {
    const made = await server.strict.post('/tags', { name: 'Recorded' });
    expect(Math.abs(Date.parse(made.body.data.createdAt) - Date.now())).toBeLessThan(60_000);
  });

  it('stands still for an advance of no days', async () => {
    const before = (await server.strict.get('/test-clock')).body.data;
    expect((await advance(0)).body.data).toEqual(before);
  });

  it.each([
    [-1, 'INVALID_VALUE'],
    [1.5, 'INVALID_VALUE'],
    ['tomorrow', 'INVALID_VALUE'],
    ['2026-02-30', 'INVALID_VALUE'],
    [100_000, 'INVALID_VALUE'],
    [3_661, 'TOO_LARGE'],
    ['2000-01-01', 'INVALID_DATE'],
    [null, 'REQUIRED'],
    [[1], 'INVALID_TYPE'],
  ])('is not moved by %j', async (value, code) => {
    const before = (await server.strict.get('/test-clock')).body.data;
    const refused = await advance(value);
    expect(refused.body).toMatchObject({ statusCode: 400, errors: [{ field: 'advance', code }] });
    expect((await server.strict.get('/test-clock')).body.data).toEqual(before);
  });

  it('waits for a template that is being made, and the template for it: it is due by the clock that stands', async () => {
    const { today, daysAhead } = (await server.strict.get('/test-clock')).body.data;
    const fixtures = await createSalesFixtures(server.strict);
    const made: { uuid: string; startDate: string }[] = [];
    const begin = async (index: number) => {
      const startDate = addDays(today, 40 + index);
      const { customerUuid, products } = invoiceBody(fixtures);
      const template = {
        customerUuid,
        products,
        recurrencePattern: 'monthly',
        date: startDate,
        isDraft: false,
      };
      const { status, body } = await server.strict.post('/recurring-invoice-templates', template);
      expect([status, body.message]).toEqual([201, expect.any(String)]);
      made.push({ uuid: body.data.uuid, startDate });
    };
    for (let round = 0; round < 5; round += 1) {
      const makers = Array.from({ length: 6 }, (_, index) => begin(round * 6 + index));
      const moved = advance(1).then(({ status }) => expect(status).toBe(200));
      await Promise.all([...makers, moved]);
    }
    const { rows } = await server.owner.query<{ id: string; day: string }>(
      `SELECT template_id AS id, ((due_at AT TIME ZONE 'Pacific/Kiritimati')::date + $2::integer)::text AS day
         FROM recurring_due WHERE workspace_id = $1 AND template_id = ANY ($3)`,
      [server.workspaceId, daysAhead + 5, made.map(({ uuid }) => uuid)],
    );
    const days = new Map(rows.map(({ id, day }) => [id, day]));
    for (const { uuid, startDate } of made) expect(days.get(uuid)).toBe(startDate);
  });

  it('is there in a sandbox only, and another workspace’s stands still', async () => {
    const real = await server.addWorkspace();
    const refused = await real.strict.post('/test-clock', { advance: 1 });
    expect(refused.body).toMatchObject({ statusCode: 400, code: 'NOT_A_SANDBOX' });
    expect((await real.strict.get('/test-clock')).body.data).toMatchObject({ sandbox: false, daysAhead: 0 });
  });
});
