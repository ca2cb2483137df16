import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSalesFixtures, invoiceBody, type SalesFixtures } from '../../test/support/sales-fixtures.ts';
import { sealAll } from '../../test/support/seal-all.ts';
import { useTrialBalanceBooks } from '../../test/support/trial-balance-books.ts';
import { verifyWorkspace } from './verify/index.ts';

const books = useTrialBalanceBooks();
const PLACES = [0, 1, 2] as const;
const place = fc.constantFrom(...PLACES);

/** What happens: business, or a change of what reports print beside the lines. */
const BUSINESS = ['sell', 'sellAbroad', 'pay', 'credit', 'undo', 'void', 'journal'] as const;
const CHANGES = [
  ...['rename', 'renumber', 'retype', 'move', 'merge', 'unmerge', 'open', 'drop', 'tax'],
  ...['fiscalYear', 'basis', 'rate', 'removeRate', 'reword', 'review'],
] as const;
const KINDS = ['accounts', 'customers', 'vendors', 'products', 'tags', 'taxes'] as const;
type Kind = (typeof KINDS)[number];
const PATHS: Readonly<Record<Kind, string>> = {
  accounts: '/chart-of-accounts',
  customers: '/customers',
  vendors: '/vendors',
  products: '/products',
  tags: '/tags',
  taxes: '/taxes',
};

const act = (kinds: readonly string[]) =>
  fc.record({
    what: fc.constantFrom(...kinds),
    of: fc.constantFrom(...KINDS),
    one: place,
    other: place,
    amount: fc.integer({ min: 1, max: 9 }),
  });
type Act = typeof act extends (kinds: never) => fc.Arbitrary<infer T> ? T : never;

/** The books of one run, and the ids of what was made in them. */
interface Scene extends Readonly<Record<Kind, string[]>> {
  readonly fixtures: SalesFixtures;
  readonly bank: string;
  readonly payables: string;
  readonly invoices: string[];
  readonly memos: string[];
  readonly payments: string[];
  readonly journals: string[];
  count: number;
}

const client = () => books.workspace.strict;
async function made(path: string, body: object): Promise<string> {
  const { status, body: answer } = await client().post(path, body);
  expect(status, JSON.stringify(answer)).toBeLessThan(300);
  return answer.data.uuid;
}

/** The same where the rules may refuse it: what is merged is named by nothing new. */
async function attempt(path: string, body: object, ids: string[] = []): Promise<string | undefined> {
  const { status, body: answer } = await client().post(path, body);
  if (status >= 300) return undefined;
  ids.push(answer.data.uuid);
  return answer.data.uuid;
}

async function begin(): Promise<Scene> {
  await books.open();
  const fixtures = await createSalesFixtures(client());
  const scene: Scene = {
    fixtures,
    bank: books.ids.get('1000')!,
    payables: (
      await books.server.owner.query(
        `SELECT id FROM account WHERE workspace_id = $1 AND role = 'accounts_payable'`,
        [books.workspace.workspaceId],
      )
    ).rows[0].id,
    ...{ accounts: [], customers: [], vendors: [], products: [], tags: [], taxes: [] },
    ...{ invoices: [], memos: [], payments: [], journals: [] },
    count: 0,
  };
  await client().call('PUT', '/exchange-rates', { currency: 'EUR', date: '2026-06-01', rate: '1.1' });
  for (const index of PLACES) {
    scene.customers.push(await made('/customers', { customer: `Customer ${index}` }));
    scene.vendors.push(await made('/vendors', { name: `Vendor ${index}` }));
    scene.accounts.push(await made('/chart-of-accounts', { name: `Income ${index}`, subTypeId: 4020 }));
    const categoryAccountUuid = scene.accounts[index];
    scene.products.push(
      await made('/products', { name: `Product ${index}`, code: `P${index}`, categoryAccountUuid }),
    );
    scene.tags.push(await made('/tags', { name: `Tag ${index}` }));
    scene.taxes.push(await made('/taxes', { name: `Tax ${index}`, percentage: 5 + index }));
  }
  return scene;
}

/** One act. What the rules refuse does nothing. */
async function perform(scene: Scene, { what, of, one, other, amount }: Act): Promise<void> {
  scene.count += 1;
  const { count } = scene;
  const id = scene[of][one]!;
  const path = `${PATHS[of]}/${id}`;
  const change = (at: string, body: object) =>
    of === 'customers' && at === path ? client().call('PUT', at, body) : client().patch(at, body);
  const sell = (more: object, ids: string[] = []) =>
    attempt(
      '/invoices',
      invoiceBody(scene.fixtures, {
        customerUuid: scene.customers[one],
        tagUuids: [scene.tags[other]],
        products: [
          { productUuid: scene.products[other], quantity: amount, price: 10, taxes: [scene.taxes[one]] },
        ],
        ...more,
      }),
      ids,
    );
  const acts: Record<string, () => Promise<unknown>> = {
    sell: () => sell({}, scene.invoices),
    sellAbroad: () => sell({ currency: 'EUR' }),
    async pay() {
      const invoice = scene.invoices.at(-1 - one);
      if (!invoice) return;
      const { body } = await client().get(`/invoices/${invoice}`);
      const paid = await client().post('/payments', {
        customerUuid: body.data.customer.uuid,
        date: '2026-07-10',
        amount,
        reference: `Cheque ${count}`,
        invoices: [{ id: invoice, amount }],
      });
      if (paid.status < 300) scene.payments.push(paid.body.data.uuid);
    },
    // Moves no money: no entry comes with it.
    async credit() {
      const invoice = scene.invoices.at(-1);
      if (!invoice) return;
      const { body } = await client().get(`/invoices/${invoice}`);
      const memo = await sell({ invoiceType: 'memo', customerUuid: body.data.customer.uuid });
      if (!memo) return;
      await client().patch(`/invoices/${invoice}/apply-multiple-credit-to-invoice`, {
        creditMemos: [{ id: memo, amount: '1.00' }],
      });
    },
    undo: async () => client().delete(`/payments/${scene.payments.pop() ?? id}`),
    void: async () => client().patch(`/invoices/${scene.invoices.at(-1) ?? id}/void`),
    journal: () =>
      attempt(
        '/journal-entries',
        {
          descriptionEntry: `Entry ${count}`,
          date: '2026-03-05',
          refNumber: `R-${count}`,
          lines: [
            { accountUuid: scene.accounts[one], amountDebit: amount, tagUuids: [scene.tags[other]] },
            { accountUuid: scene.payables, amountCredit: amount, vendorUuid: scene.vendors[other] },
          ],
        },
        scene.journals,
      ),
    rename: () => change(path, { [of === 'customers' ? 'customer' : 'name']: `Renamed ${count}` }),
    renumber: () =>
      client().patch(`${PATHS.accounts}/${scene.accounts[one]}`, { accountNumber: `${5000 - count}` }),
    retype: () =>
      client().patch(`${PATHS.accounts}/${scene.accounts[one]}`, { subTypeId: amount % 2 ? 4010 : 4020 }),
    move: () =>
      client().patch(`${PATHS.accounts}/${scene.accounts[one]}`, {
        parentAccountUuid: scene.accounts[other],
      }),
    merge: () => client().post(`${path}/merge`, { intoUuid: scene[of][other], reason: 'The same' }),
    unmerge: () => client().post(`${path}/unmerge`, { reason: 'Not the same' }),
    // An account without lines, under which another is told until it is deleted.
    async open() {
      const fresh = await made('/chart-of-accounts', { name: `Fresh ${count}`, subTypeId: 4020 });
      await client().post(`${PATHS.accounts}/${scene.accounts[one]}/merge`, {
        intoUuid: fresh,
        reason: 'Into it',
      });
    },
    async drop() {
      const { body } = await client().get(`${PATHS.accounts}/${scene.accounts[one]}`);
      if (!body.data.mergedIntoUuid) return;
      await client().post(`${PATHS.accounts}/${scene.accounts[one]}/unmerge`, { reason: 'Out of it' });
      await client().delete(`${PATHS.accounts}/${body.data.mergedIntoUuid}`);
    },
    // Names an account that has lines, which the report of taxes lists from then on.
    tax: () =>
      client().post('/taxes', {
        name: `New ${count}`,
        percentage: 3,
        salesAccountUuid: scene.accounts[one],
        purchaseAccountUuid: scene.accounts[one],
      }),
    fiscalYear: () => client().patch('/workspace', { fiscalYearStartMonth: amount }),
    basis: () => client().patch('/workspace', { accountingBasis: amount % 2 ? 'cash' : 'accrual' }),
    rate: () =>
      client().call('PUT', '/exchange-rates', {
        currency: 'EUR',
        date: `2026-0${5 + one}-01`,
        rate: `1.${amount}`,
      }),
    async removeRate() {
      const { body } = await client().get('/exchange-rates');
      await client().delete(`/exchange-rates/${body.data.exchangeRates[0]?.uuid ?? id}`);
    },
    reword: async () =>
      client().patch(`/journal-entries/${scene.journals.at(-1) ?? id}`, {
        descriptionEntry: `Words ${count}`,
        refNumber: `N-${count}`,
      }),
    review: async () =>
      client().patch(`/journal-entries/${scene.journals.at(-1) ?? id}/review`, { reviewed: amount > 3 }),
  };
  await acts[what]!();
}

/** Something of everything gets another name. */
async function renameAll(scene: Scene): Promise<void> {
  for (const of of KINDS)
    for (const one of PLACES) await perform(scene, { what: 'rename', of, one, other: one, amount: 1 });
}

const PERIOD = { startDate: '2026-01-01', endDate: '2026-12-31' };
const DAY = { asOf: '2026-12-31' };

/** Every report that a seal can be asked of, narrowed in every way that reads records of its own. */
function queriesOf({ tags, accounts, customers }: Scene): [string, Record<string, string>][] {
  const plain: [string, Record<string, string>][] = [
    ['trial-balance', { endDate: PERIOD.endDate }],
    ['pnl', { ...PERIOD, isPnLByTag: 'true', reportYear: 'financial' }],
    ['balance-sheet', { endDate: PERIOD.endDate }],
    ['cash-flow', PERIOD],
    ['general-ledger', PERIOD],
    ['journal', PERIOD],
    ['sales-tax', PERIOD],
    ['sales-by-customer', PERIOD],
    ['sales-by-product', PERIOD],
  ];
  const open: [string, Record<string, string>][] = [
    ['receivables-aging', { ...DAY, detail: 'true' }],
    ['payables-aging', { ...DAY, detail: 'true' }],
    ['unrealised-differences', DAY],
  ];
  const narrowed: [string, Record<string, string>][] = [
    ['trial-balance', { endDate: PERIOD.endDate, transactionStatus: 'reviewed' }],
    ['general-ledger', { ...PERIOD, transactionStatus: 'unreviewed' }],
    ['general-ledger', { ...PERIOD, accounts: accounts[0]! }],
    ['journal', { ...PERIOD, customers: customers[0]! }],
    ['pnl', { ...PERIOD, tags: tags[0]! }],
    ['receivables-aging', { ...DAY, tags: tags[1]!, detail: 'true' }],
  ];
  const both = plain.flatMap(([report, query]): [string, Record<string, string>][] => [
    [report, query],
    ...['accrual', 'cash'].map((basis): [string, Record<string, string>] => [report, { ...query, basis }]),
    [report, { ...query, merged: 'false' }],
  ]);
  return [
    ...both,
    ...open,
    ...open.map(([report, query]): [string, Record<string, string>] => [
      report,
      { ...query, merged: 'false' },
    ]),
    ...narrowed,
  ];
}

/** The bytes of all reports as of a seal, as JSON and as CSV. */
async function readBytes(scene: Scene, throughSeal: number): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const [report, query] of queriesOf(scene)) {
    for (const format of 'basis' in query || 'merged' in query ? ['json'] : ['json', 'csv']) {
      const asked = { ...query, format, throughSeal: String(throughSeal) };
      const { status, body } = await client().get(`/reports/${report}`, asked);
      expect(status, `${report} ${JSON.stringify(asked)} ${JSON.stringify(body)}`).toBe(200);
      texts.set(
        `${report} ${new URLSearchParams(asked)}`,
        format === 'csv' ? body.toString() : JSON.stringify(body.data, null, 1),
      );
    }
  }
  return texts;
}

async function lastSeal(): Promise<number> {
  await sealAll(books.server.database, books.workspace.workspaceId);
  const { rows } = await books.server.owner.query(
    'SELECT number::int AS number FROM chain_head WHERE workspace_id = $1',
    [books.workspace.workspaceId],
  );
  return rows[0].number;
}

const round = fc.tuple(
  fc.array(act(BUSINESS), { minLength: 2, maxLength: 6 }),
  fc.array(act(CHANGES), { minLength: 6, maxLength: 20 }),
);

it('the reports of a seal are the same to the byte, whatever is renamed, merged, revalued, marked and posted later', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(round, { minLength: 2, maxLength: 2 }), async (rounds) => {
      const scene = await begin();
      const remembered: [number, Map<string, string>][] = [];
      for (const [business, changes] of rounds) {
        for (const one of [
          { ...business[0]!, what: 'sell' },
          { ...business[0]!, what: 'journal' },
          ...business,
        ])
          await perform(scene, one);
        const seal = await lastSeal();
        remembered.push([seal, await readBytes(scene, seal)]);
        for (const one of changes) await perform(scene, one);
        await renameAll(scene);
      }
      for (const [seal, texts] of remembered) expect(await readBytes(scene, seal)).toEqual(texts);
      const proofs = await verifyWorkspace(books.server.database, books.workspace.workspaceId);
      expect(proofs.flatMap(({ failures }) => failures)).toEqual([]);
    }),
    { numRuns: Number(process.env.REPORT_RUNS ?? 2) },
  );
}, 600_000);
