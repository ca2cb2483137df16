import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import { createRandom } from '../../demo/random.ts';
import { sealWorkspace } from '../../ledger/seals/seal-workspace.ts';

let books: SettlementBooks;
let client: SettlementBooks['server']['strict'];
beforeAll(async () => {
  books = await openSettlementBooks();
  client = books.server.strict;
});
afterAll(() => books.server.close());

it('eight callers who apply one memo at once share what it has, and no more', async () => {
  const memo = await books.memo(50);
  const invoices = await Promise.all(Array.from({ length: 8 }, () => books.document(20)));
  const answers = await Promise.all(
    invoices.map(({ uuid }, index) =>
      index % 2 === 0
        ? client.patch(`/invoices/${uuid}/apply-multiple-credit-to-invoice`, {
            creditMemos: [{ id: memo.uuid, amount: 20 }],
          })
        : client.patch(`/invoices/${memo.uuid}/apply-credit-to-multiple-invoices`, {
            invoices: [{ id: uuid, amount: 20 }],
          }),
    ),
  );
  const refused = answers.filter(({ status }) => status !== 200);
  expect(refused).toHaveLength(6);
  for (const { body } of refused) expect(body.code).toBe('AMOUNT_EXCEEDS_BALANCE');
  expect(await books.read(memo.uuid)).toMatchObject({ paidAmount: '40.00', status: 'partial' });
  await books.verify();
});

it('two callers who pay the same invoice at once do not pay it twice', async () => {
  const invoice = await books.document(20);
  const { fixtures } = books;
  const body = {
    customerUuid: fixtures.customerUuid,
    date: '2026-07-05',
    amount: 20,
    invoices: [{ id: invoice.uuid, amount: 20 }],
  };
  const answers = await Promise.all([1, 2, 3].map(() => client.post('/payments', body)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400]);
  await books.verify();
});

const WORKERS = 16;
/** For how long; CI takes longer. */
const MILLISECONDS = Number(process.env.SETTLEMENT_SECONDS ?? 5) * 1_000;

it('the books hold while sixteen workers settle, undo, approve and void at random, and others seal', async () => {
  const seed = Number(process.env.SETTLEMENT_SEED ?? randomInt(1_000_000));
  console.info(`SETTLEMENT_SEED=${seed}`);
  const invoices: string[] = (
    await Promise.all(Array.from({ length: 6 }, (_, index) => books.document(33.33 + index)))
  ).map(({ uuid }) => uuid);
  const memos: string[] = (await Promise.all([17.5, 40].map((price) => books.memo(price)))).map(
    ({ uuid }) => uuid,
  );
  const payments: string[] = [];
  const answered = new Map<number, number>();
  const until = Date.now() + MILLISECONDS;
  async function work(worker: number): Promise<void> {
    const random = createRandom(seed + worker);
    const amount = () => random.between(1, 900) / 100;
    const some = (ids: readonly string[]) =>
      [...new Set([random.pick(ids), random.pick(ids)])].map((id) => ({ id, amount: amount() }));
    const acts: (() => ReturnType<typeof client.patch>)[] = [
      () =>
        client.post('/payments', {
          customerUuid: books.fixtures.customerUuid,
          date: '2026-07-05',
          amount: 18,
          invoices: random.chance(0.7) ? some(invoices) : [],
        }),
      () => client.patch(`/payments/${random.pick(payments)}/apply`, { invoices: some(invoices) }),
      () => client.patch(`/payments/${random.pick(payments)}/unapply`),
      () => client.delete(`/payments/${random.pick(payments)}`),
      () =>
        client.patch(`/invoices/${random.pick(invoices)}/apply-multiple-credit-to-invoice`, {
          creditMemos: some(memos),
        }),
      () =>
        client.patch(`/invoices/${random.pick(memos)}/apply-credit-to-multiple-invoices`, {
          invoices: some(invoices),
        }),
      () => client.patch(`/invoices/${random.pick(invoices)}/remove-credit`, { memoId: random.pick(memos) }),
      () =>
        client.patch(`/invoices/${random.pick(invoices)}/remove-transaction`, {
          transactionId: random.pick(payments),
        }),
      () => client.patch(`/invoices/${random.pick(invoices)}/write-off`, { amount: amount() }),
      () =>
        client.post('/refunds', {
          ...(random.chance(0.5) ? { memoUuid: random.pick(memos) } : { paymentUuid: random.pick(payments) }),
          date: '2026-07-09',
          amount: amount(),
        }),
      () => client.patch(`/invoices/${random.pick(invoices)}/void`),
      async () => {
        const draft = await books.document(25, { isDraft: true });
        const answer = await client.patch(`/invoices/${draft.uuid}/approve`);
        invoices.push(draft.uuid);
        return answer;
      },
    ];
    while (Date.now() < until) {
      const { status, body } = await (payments.length === 0 ? acts[0]! : random.pick(acts))();
      answered.set(status, (answered.get(status) ?? 0) + 1);
      if (status === 201) payments.push(body.data.uuid);
    }
  }
  async function seal(): Promise<void> {
    while (Date.now() < until) await sealWorkspace(books.server.database, books.server.workspaceId);
  }
  await Promise.all([...Array.from({ length: WORKERS }, (_, worker) => work(worker)), seal(), seal()]);
  const counted = Object.fromEntries(answered);
  expect(Object.keys(counted).every((status) => ['200', '201', '400', '404'].includes(status))).toBe(true);
  expect(counted[200], JSON.stringify(counted)).toBeGreaterThan(0);
  expect(counted[201]).toBeGreaterThan(0);
  await books.verify();
  await sealWorkspace(books.server.database, books.server.workspaceId);
  await books.verify();
}, 60_000);
