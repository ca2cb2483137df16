import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSalesFixtures, invoiceBody } from '../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../test/support/test-server.ts';
import { sealWorkspace } from '../ledger/seals/seal-workspace.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const QUERIES = [
  ['general-ledger', { startDate: '2026-01-01', endDate: '2026-12-31', limit: '20' }],
  ['receivables-aging', { asOf: '2026-12-31', detail: 'true' }],
  ['unrealised-differences', { asOf: '2026-12-31' }],
] as const;
const CHANGED_FOR = 6000;

it('no seal is read in two ways while records change, credits come and go, and entries are sealed', async () => {
  const { strict, database, owner, workspaceId } = server;
  const fixtures = await createSalesFixtures(strict);
  const made = async (changes: Record<string, unknown>) =>
    (await strict.post('/invoices', invoiceBody(fixtures, changes))).body.data.uuid;
  const invoice = await made({});
  const memo = await made({ invoiceType: 'memo' });
  await made({ currency: 'EUR', exchangeRate: '1.2' });
  let isOver = false;
  const repeat = async (work: (turn: number) => Promise<unknown>) => {
    for (let turn = 0; !isOver; turn += 1) await work(turn);
  };

  const read = async (number: number) => {
    const answers = [];
    for (const [report, query] of QUERIES)
      answers.push(await strict.get(`/reports/${report}`, { ...query, throughSeal: String(number) }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    return JSON.stringify(
      answers.map(({ body }) => body.data),
      null,
      1,
    );
  };
  const texts = new Map<number, string>();
  const names = new Set<string>();
  const reading = () =>
    repeat(async () => {
      const { rows } = await owner.query(
        'SELECT number::int AS number FROM chain_head WHERE workspace_id = $1',
        [workspaceId],
      );
      const { number } = rows[0];
      const text = await read(number);
      names.add(/Name \d+/.exec(text)?.[0] ?? '');
      expect(text).toBe(texts.get(number) ?? text);
      texts.set(number, text);
    });
  const working = [
    repeat((turn) => strict.call('PUT', `/customers/${fixtures.customerUuid}`, { customer: `Name ${turn}` })),
    repeat((turn) =>
      strict.patch(`/chart-of-accounts/${fixtures.incomeAccountUuid}`, { name: `Income ${turn}` }),
    ),
    repeat((turn) =>
      strict.call('PUT', '/exchange-rates', {
        currency: 'EUR',
        date: '2026-06-01',
        rate: `1.${1 + (turn % 8)}`,
      }),
    ),
    repeat(async () => {
      const creditMemos = [{ id: memo, amount: '1.00' }];
      await strict.patch(`/invoices/${invoice}/apply-multiple-credit-to-invoice`, { creditMemos });
      await strict.patch(`/invoices/${invoice}/remove-credit`, { memoId: memo });
    }),
    repeat(async () => {
      await made({});
      await sleep(30);
    }),
    repeat(() => sealWorkspace(database, workspaceId).then(() => sleep(20))),
    ...[reading(), reading()],
  ];
  await sleep(CHANGED_FOR);
  isOver = true;
  await Promise.all(working);
  expect(texts.size).toBeGreaterThan(3);
  expect(names.size).toBeGreaterThan(2);
  for (const [number, text] of texts) expect(await read(number)).toBe(text);
}, 120_000);
