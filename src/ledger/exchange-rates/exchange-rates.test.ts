import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;
let other: TestWorkspace;

beforeAll(async () => {
  server = await startTestServer();
  other = await server.addWorkspace();
});
afterAll(() => server.close());

const set = (body: Record<string, unknown>, options = {}) =>
  server.strict.call('PUT', '/exchange-rates', body, options);

async function list(query: Record<string, string> = {}) {
  const { status, body } = await server.strict.get('/exchange-rates', query);
  expect(status).toBe(200);
  return body.data.exchangeRates as { id: string; currency: string; date: string; rate: string }[];
}

const told = async (query: Record<string, string>) =>
  (await list(query)).map(({ currency, date, rate }) => [currency, date, rate]);

describe('setting an exchange rate', () => {
  it('answers the rate as an exact text and keeps it', async () => {
    const { status, body } = await set({
      currency: 'eur',
      date: '2026-01-02',
      rate: '1.0837000000',
      source: 'European Central Bank',
    });
    expect(status).toBe(200);
    const rate = { currency: 'EUR', date: '2026-01-02', rate: '1.0837', source: 'European Central Bank' };
    expect(body.data).toMatchObject(rate);
    expect(await list({ currency: 'EUR', endDate: '2026-01-02' })).toMatchObject([rate]);
  });

  it('takes the place of the rate that the day has, under the same id, and leaves in the log what it was', async () => {
    const day = { currency: 'SEK', date: '2026-02-01' };
    const first = await set({ ...day, rate: 0.095, source: 'Riksbank' });
    const second = await set({ ...day, rate: 0.096 });
    expect(second.body.data).toMatchObject({ id: first.body.data.id, rate: '0.096', source: null });
    expect(await list({ currency: 'SEK' })).toHaveLength(1);
    const { rows } = await server.owner.query(
      'SELECT action, changes FROM audit_log WHERE entity_id = $1 ORDER BY id',
      [first.body.data.id],
    );
    expect(rows).toMatchObject([
      { action: 'created' },
      { action: 'updated', changes: { rate: { from: '0.095', to: '0.096' } } },
    ]);
  });

  it('changes nothing when it says what is there already', async () => {
    const body = { currency: 'NOK', date: '2026-02-01', rate: 0.09 };
    const first = await set(body);
    expect((await set({ ...body, rate: '0.0900' })).body.data).toEqual(first.body.data);
    const { rows } = await server.owner.query(
      'SELECT count(*)::int AS count FROM audit_log WHERE entity_id = $1',
      [first.body.data.id],
    );
    expect(rows[0].count).toBe(1);
  });

  it('is done once under an Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'rate-1' };
    const body = { currency: 'DKK', date: '2026-02-01', rate: 0.145 };
    const first = await set(body, { headers });
    await set({ ...body, rate: 0.146 });
    const repeated = await set(body, { headers });
    expect(repeated.body.data).toEqual(first.body.data);
    expect(await told({ currency: 'DKK' })).toEqual([['DKK', '2026-02-01', '0.146']]);
  });

  it('of many at once leaves one, which each of them answers', async () => {
    const rates = [1.11, 1.12, 1.13, 1.14, 1.15, 1.16];
    const answers = await Promise.all(
      rates.map((rate) => set({ currency: 'CHF', date: '2026-02-01', rate })),
    );
    expect(answers.map(({ status }) => status)).toEqual(rates.map(() => 200));
    expect(new Set(answers.map(({ body }) => body.data.id)).size).toBe(1);
    expect(await list({ currency: 'CHF' })).toHaveLength(1);
  });

  it('names every bad field', async () => {
    const { status, body } = await set({
      currency: 'EURO',
      date: '2026-02-30',
      rate: 0,
      source: 'x'.repeat(101),
    });
    expect(status).toBe(400);
    expect(errorCodes(body)).toEqual({
      currency: 'INVALID_VALUE',
      date: 'INVALID_DATE',
      rate: 'TOO_SMALL',
      source: 'TOO_LONG',
    });
    expect(errorCodes((await set({})).body)).toEqual({
      currency: 'REQUIRED',
      date: 'REQUIRED',
      rate: 'REQUIRED',
    });
  });

  it.each([
    ['1.12345678901', 'INVALID_NUMBER'],
    ['much', 'INVALID_NUMBER'],
    [-1, 'TOO_SMALL'],
    ['10000000000', 'TOO_LARGE'],
    [true, 'INVALID_TYPE'],
  ])('is refused at %j', async (rate, code) => {
    const { status, body } = await set({ currency: 'EUR', date: '2026-03-01', rate });
    expect([status, errorCodes(body)]).toEqual([400, { rate: code }]);
  });

  it('is refused for the workspace’s own currency', async () => {
    const { status, body } = await set({ currency: 'USD', date: '2026-03-01', rate: 1 });
    expect([status, body.message]).toEqual([
      400,
      'currency must be a foreign currency: USD is that of the workspace.',
    ]);
  });
});

describe('the table of exchange rates', () => {
  beforeAll(async () => {
    for (const [currency, date, rate] of [
      ['JPY', '2025-12-01', '0.0064'],
      ['JPY', '2025-12-31', '0.0065'],
      ['GBP', '2025-12-15', '1.27'],
    ])
      await set({ currency, date, rate });
    await other.strict.call('PUT', '/exchange-rates', { currency: 'JPY', date: '2025-12-20', rate: 9 });
  });

  it('is listed by currency, the youngest first, only the own one', async () => {
    expect(await told({ endDate: '2025-12-31' })).toEqual([
      ['GBP', '2025-12-15', '1.27'],
      ['JPY', '2025-12-31', '0.0065'],
      ['JPY', '2025-12-01', '0.0064'],
    ]);
  });

  it('is filtered by currency and days, and answered by pages', async () => {
    const jpy = { currency: 'jpy' };
    expect(await told({ ...jpy, startDate: '2025-12-02' })).toEqual([['JPY', '2025-12-31', '0.0065']]);
    expect(await told({ ...jpy, endDate: '2025-12-30' })).toEqual([['JPY', '2025-12-01', '0.0064']]);
    const { body } = await server.strict.get('/exchange-rates', { ...jpy, page: '2', limit: '1' });
    expect(body.data).toMatchObject({ totalRecords: 2, totalPages: 2, page: 2, limit: 1 });
    expect(body.data.exchangeRates).toMatchObject([{ rate: '0.0064' }]);
  });

  it('refuses bad filters together', async () => {
    const { status, body } = await server.strict.get('/exchange-rates', {
      currency: 'XXX',
      startDate: 'today',
      limit: '101',
    });
    expect(status).toBe(400);
    expect(errorCodes(body)).toEqual({
      currency: 'INVALID_VALUE',
      startDate: 'INVALID_DATE',
      limit: 'TOO_LARGE',
    });
  });

  it('loses a rate that is deleted, once', async () => {
    const { id } = (await set({ currency: 'AUD', date: '2026-01-01', rate: 0.66 })).body.data;
    const deleted = await server.strict.delete(`/exchange-rates/${id}`);
    expect([deleted.status, deleted.body.data]).toEqual([200, { id, uuid: id, deleted: true }]);
    expect(await list({ currency: 'AUD' })).toEqual([]);
    const again = await server.strict.delete(`/exchange-rates/${id}`);
    expect([again.status, again.body.code]).toEqual([404, 'EXCHANGE_RATE_NOT_FOUND']);
    const unknown = await server.strict.delete(`/exchange-rates/${UNKNOWN_UUID}`);
    expect([unknown.status, unknown.body.code]).toEqual([404, 'EXCHANGE_RATE_NOT_FOUND']);
    const malformed = await server.strict.delete('/exchange-rates/1');
    expect([malformed.status, errorCodes(malformed.body)]).toEqual([400, { id: 'INVALID_UUID' }]);
  });
});
