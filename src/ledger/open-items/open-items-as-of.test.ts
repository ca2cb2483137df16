import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sealAll } from '../../../test/support/seal-all.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import {
  dayOf,
  type SettlementAct,
  settlementAct,
  startWalk,
} from '../../../test/support/settlement-walk.ts';

import { type OpenItemScope, openItemsAsOf } from './index.ts';

let books: SettlementBooks;
beforeAll(async () => {
  books = await openSettlementBooks();
});
afterAll(() => books.server.close());

const COLUMNS = `o.id, o.party_id, o.currency, o.amount::text, o.base_amount::text, o.first_day::text, o.due_day::text`;

async function readItems(client: pg.ClientBase, scope: OpenItemScope) {
  const values: unknown[] = [books.server.workspaceId];
  const items = openItemsAsOf(scope, values);
  return (await client.query(`SELECT ${COLUMNS} FROM ${items} AS o ORDER BY o.id`, values)).rows;
}

/** The same out of every line and allocation there is, as plainly as can be said. */
async function addUp(client: pg.ClientBase, { control, asOf, partyIds = [] }: OpenItemScope) {
  const { rows } = await client.query(
    `SELECT ${COLUMNS}
       FROM (SELECT i.id, coalesce(i.customer_id, i.vendor_id) AS party_id, i.currency, sum(m.amount) AS amount,
                    sum(m.base_amount) AS base_amount, min(m.day) AS first_day, coalesce(v.due_date, min(m.day)) AS due_day
               FROM open_item i
               JOIN (SELECT l.open_item_id AS id, CASE a.role WHEN 'accounts_payable' THEN -1 ELSE 1 END * l.amount::numeric AS amount,
                            CASE a.role WHEN 'accounts_payable' THEN -1 ELSE 1 END * l.base_amount::numeric AS base_amount,
                            l.effective AS day
                       FROM journal_line l
                       JOIN account a ON a.workspace_id = l.workspace_id AND a.id = l.account_id
                            AND a.role IN ('accounts_receivable', 'accounts_payable')
                      WHERE l.workspace_id = $1 AND l.basis <> 'cash' AND l.effective <= $2
                     UNION ALL
                     SELECT from_open_item_id, amount, base_amount, NULL FROM allocation WHERE workspace_id = $1 AND effective <= $2
                     UNION ALL
                     SELECT to_open_item_id, -amount, -base_amount, NULL FROM allocation WHERE workspace_id = $1 AND effective <= $2
                    ) AS m ON m.id = i.id
               LEFT JOIN invoice v ON v.workspace_id = $1 AND v.id = i.id AND v.invoice_type = 'invoice'
              WHERE i.workspace_id = $1 AND i.control = $3
              GROUP BY i.id, i.customer_id, i.vendor_id, i.currency, v.due_date
             HAVING sum(m.amount) <> 0 OR sum(m.base_amount) <> 0) AS o
      WHERE cardinality($4::uuid[]) = 0 OR o.party_id = ANY ($4)
      ORDER BY o.id`,
    [books.server.workspaceId, asOf, control, partyIds],
  );
  return rows;
}

/** Does some work while nobody seals, in a transaction that may. */
async function unsealed<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  const client = await books.server.owner.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT FROM chain_head WHERE workspace_id = $1 FOR UPDATE', [
      books.server.workspaceId,
    ]);
    return await work(client);
  } finally {
    await client.query('COMMIT');
    client.release();
  }
}

const seal = (client: pg.ClientBase, entries: number, allocations: number) =>
  client.query('SELECT seal_entries($1, $2), total_allocations($1, $3)', [
    books.server.workspaceId,
    entries,
    allocations,
  ]);

/** How much was compared: items, of which with an amount of allocations that waited. */
const compared = { items: 0, waiting: 0 };

async function compare(client: pg.ClientBase, days: readonly number[], customerId: string): Promise<void> {
  const { rows } = await client.query('SELECT FROM untotalled_allocation WHERE workspace_id = $1', [
    books.server.workspaceId,
  ]);
  compared.waiting += rows.length;
  for (const day of days) {
    for (const control of ['receivable', 'payable'] as const) {
      for (const partyIds of [[], [customerId]]) {
        const scope = { control, asOf: dayOf(day), partyIds };
        const items = await readItems(client, scope);
        expect(items, JSON.stringify(scope)).toEqual(await addUp(client, scope));
        compared.items += items.length;
      }
    }
  }
}

const inDollars = { customer: 0, day: 5, terms: 10, amount: 20, rate: undefined } as const;
/** So that allocations wait for the sealer in every run. */
const PAID: readonly SettlementAct[] = [
  { ...inDollars, kind: 'invoice' },
  { ...inDollars, kind: 'payment' },
];

it('what is left of open items is the sum of their lines and allocations, whatever happened, as of whenever, however much is sealed', async () => {
  const acts = fc.array(settlementAct, { minLength: 8, maxLength: 14 });
  const days = fc.array(fc.nat(170), { minLength: 2, maxLength: 3 });
  const walk = await startWalk(books);
  const part = fc.nat(12);
  await fc.assert(
    fc.asyncProperty(acts, days, part, part, async (all, asOf, entries, allocations) => {
      await unsealed(async (client) => {
        for (const act of [...PAID, ...all]) await walk.perform(act);
        await compare(client, asOf, walk.customers[1]);
        await seal(client, entries, allocations);
        await compare(client, asOf, walk.customers[0]);
        await seal(client, 1_000, 1_000);
        await compare(client, [...asOf, 0, 400], walk.customers[0]);
      });
    }),
    { numRuns: Number(process.env.REPORT_RUNS ?? 5) },
  );
  expect(walk.answers.taken).toBeGreaterThan(5);
  expect(compared.items).toBeGreaterThan(100);
  expect(compared.waiting).toBeGreaterThan(0);
  await books.verify();
}, 120_000);

it('through the last seal it is the same as now, where everything is sealed', async () => {
  const walk = await startWalk(books);
  await unsealed(async (client) => {
    const perform = (kind: SettlementAct['kind'], amount: number) =>
      walk.perform({ ...inDollars, kind, amount });
    await perform('invoice', 40);
    await perform('memo', 9);
    await perform('apply', 3);
    await perform('payment', 7);
    // The memo is settled with an invoice of the other customer, into whom this one is merged.
    await perform('merge', 1);
    await perform('invoice', 5);
    await perform('apply', 2);
    await perform('invoice', 3);
    expect(walk.answers).toEqual({ taken: 4, refused: 0 });
    await seal(client, 1_000, 1_000);
    const { rows } = await client.query(
      'SELECT max(number) AS number FROM entry_seal WHERE workspace_id = $1',
      [books.server.workspaceId],
    );
    for (const partyIds of [[], [walk.customers[0]], [walk.customers[1]]]) {
      const scope = { control: 'receivable', asOf: '2026-06-30', partyIds } as const;
      const items = await readItems(client, scope);
      expect(items.length).toBeGreaterThan(0);
      expect(items).toEqual(await readItems(client, { ...scope, throughSeal: Number(rows[0].number) }));
    }
  });
});

it('what was settled whole is open on the days before, since its first day', async () => {
  await unsealed(async (client) => {
    const invoice = await books.document(20, { date: '2026-07-01', dueDate: '2026-07-31' });
    const allocated = [{ id: invoice.uuid, amount: 20 }];
    const payment = await books.pay(20, allocated, { date: '2026-07-03' });
    await seal(client, 1_000, 1_000);
    const openOn = async (asOf: string) => {
      const items = await readItems(client, { control: 'receivable', asOf });
      return items.filter(({ id }) => [invoice.uuid, payment.uuid].includes(id));
    };
    expect(await openOn('2026-07-02')).toMatchObject([
      { id: invoice.uuid, amount: '2000', first_day: '2026-07-01', due_day: '2026-07-31' },
    ]);
    expect(await openOn('2026-07-03')).toEqual([]);
    expect(await openOn('2026-06-30')).toEqual([]);
  });
});

it('an allocation that was made before a seal and committed after it is in no report of that seal', async () => {
  const { owner, workspaceId } = books.server;
  const walk = await startWalk(books);
  const client = await owner.connect();
  try {
    const lastSeal = async () =>
      (
        await owner.query('SELECT number::int AS number FROM chain_head WHERE workspace_id = $1', [
          workspaceId,
        ])
      ).rows[0].number;
    const left = async (throughSeal: number) => {
      const reader = await owner.connect();
      const items = await readItems(reader, { control: 'receivable', asOf: dayOf(400), throughSeal });
      reader.release();
      return items;
    };
    await walk.perform({ ...inDollars, kind: 'invoice', amount: 40 });
    await walk.perform({ ...inDollars, kind: 'memo', amount: 9 });
    const { rows } = await owner.query(
      `SELECT i.id FROM invoice i WHERE i.workspace_id = $1 AND i.invoice_type = ANY ($2) AND i.paid_amount = 0
        ORDER BY i.invoice_type DESC, i.created_at DESC`,
      [workspaceId, ['invoice', 'memo']],
    );
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO allocation (workspace_id, id, from_open_item_id, to_open_item_id, amount, base_amount, effective)
       VALUES ($1, gen_random_uuid(), $2, $3, 100, 100, $4)`,
      [workspaceId, rows[0].id, rows.at(-1)!.id, dayOf(10)],
    );
    await walk.perform({ ...inDollars, kind: 'invoice' });
    await sealAll(books.server.database, workspaceId);
    const number = await lastSeal();
    const before = await left(number);
    await client.query('COMMIT');
    expect(await left(number)).toEqual(before);
    await sealAll(books.server.database, workspaceId);
    await walk.perform({ ...inDollars, kind: 'invoice' });
    await sealAll(books.server.database, workspaceId);
    expect(await left(number)).toEqual(before);
    expect(await left(await lastSeal())).not.toEqual(before);
    const inBoth = (await left(await lastSeal())).filter(({ id }) => before.some((own) => own.id === id));
    expect(inBoth).not.toEqual(before);
  } finally {
    client.release();
  }
});
