import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTax } from '../../../test/support/sales-fixtures.ts';
import type { CallOptions } from '../../../test/support/signed-client.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const bulk = (customers: unknown, options?: CallOptions) =>
  server.strict.patch('/customers/bulk', { customers }, options);

interface Result {
  readonly success: boolean;
  readonly customer?: { readonly uuid: string; readonly updatedAt: string };
  readonly code?: string;
}
const codesOf = (results: readonly Result[]) => results.map(({ code }) => code ?? null);

async function create(...bodies: object[]) {
  const customers = bodies.map((body) => ({ customer: 'Before', ...body }));
  const { body } = await server.strict.post('/customers/bulk', { customers });
  expect(body.errorCount).toBe(0);
  return body.results.map(({ customer }: { customer: object }) => customer);
}

const read = async (uuid: string) => (await server.strict.get(`/customers/${uuid}`)).body.data;

async function trailOf(uuid: string) {
  const { rows } = await server.owner.query(
    `SELECT changes FROM audit_log WHERE entity_id = $1 AND action = 'updated' ORDER BY id`,
    [uuid],
  );
  return rows.map(({ changes }) => changes);
}

describe('a bulk update', () => {
  test('changes of each customer what its row gives, and leaves the rest', async () => {
    const tax = await createTax(server.strict, 'Update tax', 5);
    const contacts = [{ firstName: 'A' }, { firstName: 'B' }];
    const [first, second, third] = await create(
      { notes: 'kept', contacts, billingAddress: { city: 'Austin', street: '1 Main St' } },
      { email: 'clear@update.example', taxes: [tax], contacts },
      { notes: 'untouched' },
    );
    const { status, body } = await bulk([
      { uuid: first.uuid.toUpperCase(), customer: 'After', taxes: [tax], billingAddress: { city: 'Waco' } },
      { uuid: second.uuid, email: null, taxes: [], contacts: [{ firstName: 'C' }], status: 'inactive' },
    ]);
    expect([status, body.successCount, body.errorCount]).toEqual([201, 2, 0]);
    expect(body.data.results[0].customer).toMatchObject({
      customer: 'After',
      notes: 'kept',
      taxes: [{ uuid: tax }],
      contacts: [{ firstName: 'A', isPrimary: true }, { firstName: 'B' }],
      billingAddress: { city: 'Waco', street: null },
    });
    expect(body.data.results[1].customer).toMatchObject({
      customer: 'Before',
      email: null,
      taxes: [],
      contacts: [{ firstName: 'C', isPrimary: true }],
      status: 'inactive',
    });
    for (const { customer } of body.results) expect(await read(customer.uuid)).toEqual(customer);
    expect(await read(third.uuid)).toEqual(third);
    expect(await trailOf(first.uuid)).toEqual([
      expect.objectContaining({ customer: { from: 'Before', to: 'After' } }),
    ]);
    const { rows: events } = await server.owner.query(
      "SELECT document FROM outbox_event WHERE entity_id = $1 AND type = 'customer.updated'",
      [second.uuid],
    );
    expect(events).toEqual([{ document: JSON.stringify(body.results[1].customer) }]);
  });

  test('keeps the good rows whatever is wrong with the others', async () => {
    const elsewhere = await server.addWorkspace();
    const foreign = (await elsewhere.strict.post('/customers', { customer: 'Foreign' })).body.data;
    const inactive = await createTax(server.strict, 'Retired', 5);
    const [holder, deleted, ...others] = await create(
      { email: 'holder@mixed.example' },
      {},
      ...Array.from({ length: 98 }, () => ({})),
    );
    await server.owner.query("UPDATE tax SET status = 'inactive' WHERE id = $1", [inactive]);
    await server.strict.delete(`/customers/${deleted.uuid}`);
    const wrong: readonly [object | null, string][] = [
      [{ uuid: UNKNOWN_UUID, notes: 'x' }, 'CUSTOMER_NOT_FOUND'],
      [{ uuid: foreign.uuid, customer: 'Stolen' }, 'CUSTOMER_NOT_FOUND'],
      [{ uuid: deleted.uuid, notes: 'x' }, 'CUSTOMER_NOT_FOUND'],
      [{ uuid: others[0].uuid, taxes: [inactive] }, 'TAX_INACTIVE'],
      [{ uuid: others[1].uuid, taxes: [UNKNOWN_UUID] }, 'TAX_NOT_FOUND'],
      [{ uuid: others[2].uuid, email: 'GOOD@mixed.example' }, 'DUPLICATE_EMAIL'],
      [{ uuid: '17', notes: 'x' }, 'VALIDATION_ERROR'],
      [{ notes: 'x' }, 'VALIDATION_ERROR'],
      [{ uuid: others[3].uuid, customer: '' }, 'VALIDATION_ERROR'],
      [null, 'VALIDATION_ERROR'],
    ];
    const good = others.slice(10).map(({ uuid }: { uuid: string }) => ({ uuid, notes: 'Good' }));
    good[0].email = 'good@mixed.example';
    const { status, body } = await bulk([...good, ...wrong.map(([row]) => row), { uuid: holder.uuid }]);
    expect([status, body.successCount, body.errorCount]).toEqual([201, good.length + 1, wrong.length]);
    expect(codesOf(body.results).filter((code) => code)).toEqual(wrong.map(([, code]) => code));
    expect(body.results.at(-1).customer, 'a row that changes nothing').toEqual(holder);
    expect(await trailOf(holder.uuid)).toEqual([]);
    const { rows } = await server.owner.query("SELECT count(*)::int AS n FROM customer WHERE notes = 'Good'");
    expect(rows[0].n).toBe(good.length);
    expect((await elsewhere.strict.get(`/customers/${foreign.uuid}`)).body.data).toEqual(foreign);
  });

  test('has rows of one customer take effect one after the other', async () => {
    const [customer] = await create({ notes: 'zero' });
    const { body } = await bulk([
      { uuid: customer.uuid, notes: 'one', website: 'w' },
      { uuid: customer.uuid, notes: '', customer: '' },
      { uuid: customer.uuid, notes: 'two' },
    ]);
    expect(codesOf(body.results)).toEqual([null, 'VALIDATION_ERROR', null]);
    expect(body.results[0].customer).toMatchObject({ notes: 'one', website: 'w' });
    expect(body.results[2].customer).toMatchObject({ notes: 'two', website: 'w' });
    expect((await trailOf(customer.uuid)).map(({ notes }) => notes)).toEqual([
      { from: 'zero', to: 'one' },
      { from: 'one', to: 'two' },
    ]);
  });

  test('hands an email on where the row that gives it up comes first, and not where it comes later', async () => {
    const [one, two] = await create({ email: 'one@handed.example' }, { email: 'two@handed.example' });
    const early = await bulk([
      { uuid: two.uuid, email: 'one@handed.example' },
      { uuid: one.uuid, email: 'free@handed.example' },
    ]);
    expect(codesOf(early.body.results)).toEqual(['DUPLICATE_EMAIL', null]);
    const handed = await bulk([
      { uuid: one.uuid, email: 'new@handed.example' },
      { uuid: two.uuid, email: 'FREE@handed.example' },
    ]);
    expect(codesOf(handed.body.results)).toEqual([null, null]);
    expect((await read(two.uuid)).email).toBe('FREE@handed.example');
  });

  test('tells of each row which fields were ignored', async () => {
    const [customer] = await create({});
    const { body } = await bulk([{ uuid: customer.uuid, notes: 'w', name: 'x', id: customer.uuid }]);
    expect(body.results[0]._partnerWarnings).toMatchObject([
      { field: 'name', reason: 'unknown_field' },
      { field: 'id', reason: 'internal_only' },
    ]);
  });

  test('takes effect once under an Idempotency-Key', async () => {
    const [customer] = await create({});
    const options = { headers: { 'idempotency-key': 'update-once' } };
    const rows = [{ uuid: customer.uuid, notes: 'once' }, { uuid: UNKNOWN_UUID }];
    const first = await bulk(rows, options);
    await bulk([{ uuid: customer.uuid, notes: 'since' }]);
    const again = await bulk(rows, options);
    expect([again.headers.get('idempotent-replayed'), again.body]).toEqual(['true', first.body]);
    expect((await read(customer.uuid)).notes).toBe('since');
  });

  test('is refused as a whole only for its envelope', async () => {
    for (const [sent, message] of [
      [{}, '`customers` must be a non-empty array of customers.'],
      [{ customers: [] }, '`customers` must contain at least one customer.'],
    ] as const) {
      const { status, body } = await server.strict.patch('/customers/bulk', sent);
      expect([status, body.message]).toEqual([400, message]);
    }
    const { body } = await bulk(Array(250).fill({ uuid: UNKNOWN_UUID }));
    expect(body.message).toBe(
      'Bulk requests are capped at 100 customers per call (received 250). Split the import into multiple calls.',
    );
  });
});

test('bulk updates of the same customers at once all hold, whatever their order', async () => {
  const customers = await create(...Array.from({ length: 20 }, () => ({})));
  const uuids: string[] = customers.map(({ uuid }: { uuid: string }) => uuid);
  const fields = ['notes', 'website', 'mainPhone', 'taxNumber'];
  const answers = await Promise.all(
    fields.map((field, index) => {
      const rows = uuids.map((uuid) => ({ uuid, [field]: field }));
      return bulk(index % 2 ? rows : rows.reverse());
    }),
  );
  expect(answers.map(({ body }) => body.successCount)).toEqual(fields.map(() => uuids.length));
  for (const uuid of uuids) {
    expect(await read(uuid)).toMatchObject(Object.fromEntries(fields.map((field) => [field, field])));
  }
});

test('two bulk updates that want one email at once: one customer gets it, all other rows are kept', async () => {
  const customers = await create(...Array.from({ length: 20 }, () => ({})));
  const rows = customers.map(({ uuid }: { uuid: string }, index: number) => ({
    uuid,
    notes: 'raced',
    ...(index % 10 === 4 ? { email: 'raced@update.example' } : {}),
  }));
  const answers = await Promise.all([bulk(rows.slice(0, 10)), bulk(rows.slice(10))]);
  const results: Result[] = answers.flatMap(({ body }) => body.results);
  expect(codesOf(results).filter((code) => code)).toEqual(['DUPLICATE_EMAIL']);
  const { rows: kept } = await server.owner.query(
    `SELECT count(*)::int AS n, count(email)::int AS emails FROM customer WHERE notes = 'raced'`,
  );
  expect(kept).toEqual([{ n: 19, emails: 1 }]);
});
