import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../src/platform/dates.ts';
import { type DemoServer, startDemoServer } from './support/demo-server.ts';
import { createSignedClient, type TestAnswer, type TestClient } from './support/signed-client.ts';

let server: DemoServer;
let client: TestClient;

beforeAll(async () => {
  server = await startDemoServer();
  client = createSignedClient({ ...server.demo, baseUrl: server.baseUrl });
});
afterAll(() => server.stop());

// biome-ignore lint/suspicious/noExplicitAny: tests read answers as the JSON they are
async function done(call: Promise<TestAnswer>): Promise<any> {
  const { status, body } = await call;
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body.data;
}

/** The last month that is over. */
function lastMonth() {
  const endDate = addDays(`${new Date().toISOString().slice(0, 7)}-01`, -1);
  return { startDate: `${endDate.slice(0, 7)}-01`, endDate };
}
const cents = (money: string) => Math.round(Number(money) * 100);

describe('month-end on the demo books, by the API alone', () => {
  const month = lastMonth();
  const account = async (search: string) =>
    (await done(client.get('/chart-of-accounts', { search }))).accounts[0].uuid;
  const pnl = () => done(client.get('/reports/pnl', { ...month, basis: 'accrual' }));
  const entry = async (descriptionEntry: string, date: string, amount: number, more: object = {}) => {
    const lines = [
      { accountUuid: await account('Utilities'), amountDebit: amount },
      { accountUuid: await account('Accounts Payable'), amountCredit: amount },
    ];
    return client.post('/journal-entries', { descriptionEntry, date, lines, ...more });
  };

  it('accruals are posted, totals reconciled, the month closed, reopened with a reason, and put right', async () => {
    const before = await pnl();
    const accrual = await done(entry('Electricity, bill to come', month.endDate, 180));
    const accrued = await pnl();
    expect(cents(accrued.netIncome)).toBe(cents(before.netIncome) - 18_000);

    const trialBalance = await done(
      client.get('/reports/trial-balance', { endDate: month.endDate, basis: 'accrual' }),
    );
    expect(trialBalance.totalDebit).toBe(trialBalance.totalCredit);
    const sheet = await done(
      client.get('/reports/balance-sheet', { endDate: month.endDate, basis: 'accrual' }),
    );
    expect(sheet).toMatchObject({ balanced: true });
    const cash = await done(client.get('/reports/cash-flow', { ...month, basis: 'accrual' }));
    const assets = sheet.sections[0].rows as { accountUuid: string; amount: string }[];
    const cashOnSheet = cash.cashAccounts.map(({ accountUuid }: { accountUuid: string }) =>
      cents(assets.find((row) => row.accountUuid === accountUuid)?.amount ?? '0'),
    );
    expect(cashOnSheet.reduce((sum: number, amount: number) => sum + amount, 0)).toBe(
      cents(cash.closingCash),
    );

    await done(
      client.patch('/workspace', { bookClosedThroughDate: month.endDate, reason: 'The month is done' }),
    );
    const late = await entry('Forgotten invoice of the plumber', month.endDate, 90);
    expect(late.body).toMatchObject({ statusCode: 400, code: 'PERIOD_CLOSED' });
    expect(await pnl()).toMatchObject({ netIncome: accrued.netIncome });

    const [closing] = (await done(client.get('/workspace/closings'))).closings;
    expect(closing).toMatchObject({ action: 'close', reason: 'The month is done', stale: false });
    expect(closing.reports).toHaveLength(6);
    for (const { report, basis, startDate, endDate, sha256 } of closing.reports) {
      const query = { startDate, endDate, basis, format: 'csv', throughSeal: String(closing.sealNumber) };
      const { body } = await client.get(`/reports/${report}`, query);
      expect(createHash('sha256').update(body).digest('hex'), report).toBe(sha256);
    }

    const reopened = { bookClosedThroughDate: null, reason: 'The plumber’s invoice came late' };
    await done(client.patch('/workspace', reopened));
    await done(entry('Forgotten invoice of the plumber', month.endDate, 90));
    const nextDay = addDays(month.endDate, 1);
    await done(
      client.call('DELETE', `/journal-entries/${accrual.uuid}`, undefined, { query: { date: nextDay } }),
    );
    expect(cents((await pnl()).netIncome)).toBe(cents(accrued.netIncome) - 9_000);
    await done(client.patch('/workspace', { bookClosedThroughDate: month.endDate, reason: 'Done again' }));
    const closings = (await done(client.get('/workspace/closings'))).closings;
    expect(closings.map(({ action, stale }: { action: string; stale: boolean }) => [action, stale])).toEqual([
      ['close', false],
      ['reopen', false],
      ['close', true],
    ]);
    const proof = await done(client.get('/ledger/proof'));
    expect(proof.proofs.filter((one: { failureCount: number }) => one.failureCount > 0)).toEqual([]);
  });
});
