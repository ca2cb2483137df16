import fc from 'fast-check';
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
  server.strict.post('/customers/bulk', { customers }, options);

interface Result {
  readonly index: number;
  readonly success: boolean;
  readonly customer?: { readonly uuid: string; readonly email: string | null };
  readonly error?: string;
  readonly code?: string;
}

async function count(where: string): Promise<number> {
  const { rows } = await server.owner.query(`SELECT count(*)::int AS count FROM customer WHERE ${where}`);
  return rows[0].count;
}

describe('a bulk create', () => {
  test('answers what was created and why each other row was not, in the order of the rows', async () => {
    const tax = await createTax(server.strict, 'Row tax', 5);
    const { status, body } = await bulk([
      { customer: 'One', email: 'one@rows.example', taxes: [tax], contacts: [{ firstName: 'A' }] },
      { customer: ' ', email: 'nobody', contacts: [{ phone: 5 }] },
      { customer: 'Two', billingAddress: { city: 'Austin' } },
    ]);
    expect(status).toBe(201);
    const { results, ...counts } = body.data;
    expect(counts).toEqual({ successCount: 2, errorCount: 1 });
    expect(results.map(({ index, success }: Result) => [index, success])).toEqual([
      [0, true],
      [1, false],
      [2, true],
    ]);
    expect(results[1]).toEqual({
      index: 1,
      success: false,
      error:
        'customer is required and must not be blank. email must be a valid email address. contacts[0].phone must be a text.',
      code: 'VALIDATION_ERROR',
    });
    for (const { customer } of [results[0], results[2]]) {
      expect((await server.strict.get(`/customers/${customer.uuid}`)).body.data).toEqual(customer);
    }
    expect(results[0].customer).toMatchObject({
      taxes: [{ uuid: tax }],
      contacts: [{ firstName: 'A', isPrimary: true }],
    });
  });

  test('has its answer at the top level too', async () => {
    const { body } = await bulk([{ customer: 'Top' }, {}]);
    const { status, message, data, ...top } = body;
    expect([status, typeof message]).toEqual(['success', 'string']);
    expect(top).toEqual(data);
  });

  test('of 100 rows keeps the good ones, whatever is wrong with the others', async () => {
    const used = await createTax(server.strict, 'Used', 5);
    const inactive = await createTax(server.strict, 'Inactive', 5);
    await server.owner.query("UPDATE tax SET status = 'inactive' WHERE id = $1", [inactive]);
    const elsewhere = await server.addWorkspace();
    const foreignTax = await createTax(elsewhere.strict, 'Foreign', 5);
    await server.strict.post('/customers', { customer: 'Held', email: 'Held@hundred.example' });
    const wrong: readonly [unknown, string][] = [
      [{ customer: 'x', email: 'held@HUNDRED.example' }, 'DUPLICATE_EMAIL'],
      [{ customer: 'x', email: 'GOOD-0@hundred.example' }, 'DUPLICATE_EMAIL'],
      [{ customer: 'x', taxes: [UNKNOWN_UUID] }, 'TAX_NOT_FOUND'],
      [{ customer: 'x', taxUuids: foreignTax }, 'TAX_NOT_FOUND'],
      [{ customer: 'x', taxes: [inactive] }, 'TAX_INACTIVE'],
      [{ customer: 'x', taxes: [inactive, UNKNOWN_UUID] }, 'VALIDATION_ERROR'],
      [{ customer: 'x', email: 'held@hundred.example', taxes: [UNKNOWN_UUID] }, 'VALIDATION_ERROR'],
      [{ email: 'nameless@hundred.example' }, 'VALIDATION_ERROR'],
      [{ customer: 'x', contacts: [{ isPrimary: true }, { isPrimary: true }] }, 'VALIDATION_ERROR'],
      [{ customer: 'x', taxes: [used], taxUuids: [] }, 'VALIDATION_ERROR'],
      ['text', 'VALIDATION_ERROR'],
      [null, 'VALIDATION_ERROR'],
      [[], 'VALIDATION_ERROR'],
    ];
    const good = Array.from({ length: 100 - wrong.length }, (_, index) => ({
      customer: `Good ${index}`,
      email: `good-${index}@hundred.example`,
      taxes: [used],
      contacts: [{ firstName: 'First' }, { firstName: 'Second', isPrimary: true }],
    }));
    const rows = [...good.slice(0, 40), ...wrong.map(([row]) => row), ...good.slice(40)];
    const { status, body } = await bulk(rows);
    expect(status).toBe(201);
    expect(body).toMatchObject({ successCount: good.length, errorCount: wrong.length });
    const results: Result[] = body.data.results;
    expect(results.map(({ index }) => index)).toEqual([...rows.keys()]);
    expect(results.filter(({ success }) => !success).map(({ code }) => code)).toEqual(
      wrong.map(([, code]) => code),
    );
    expect(results[52]!.error).toBe('customers[52] must be a JSON object.');
    expect(await count("customer LIKE 'Good %'")).toBe(good.length);
    expect(await count("customer = 'x'")).toBe(0);
    const listed = await server.strict.get('/customers', {
      search: '@hundred.example',
      orderBy: 'createdAt',
      limit: '100',
    });
    const names = listed.body.data.customers.map(({ customer }: { customer: string }) => customer);
    expect(names, 'in the order of the rows').toEqual(['Held', ...good.map(({ customer }) => customer)]);
  });

  test('is accepted though every row fails', async () => {
    const { status, body } = await bulk([{}, { customer: 5 }]);
    expect([status, body.successCount, body.errorCount]).toEqual([201, 0, 2]);
  });

  test('gives an email that two rows want to the first that is good', async () => {
    const { body } = await bulk([
      { customer: 'Unsound', email: 'two@wanted.example', taxes: [UNKNOWN_UUID] },
      { customer: 'First', email: 'Two@Wanted.example' },
      { customer: 'Second', email: 'two@wanted.example' },
    ]);
    expect(body.results.map(({ code }: Result) => code ?? null)).toEqual([
      'TAX_NOT_FOUND',
      null,
      'DUPLICATE_EMAIL',
    ]);
    expect(await count("email_key = 'two@wanted.example'")).toBe(1);
  });

  test('tells of each row which fields were ignored, and of the envelope', async () => {
    const sent = { customers: [{ customer: 'W', name: 'x', uuid: UNKNOWN_UUID }, { customer: 'V' }], dry: 1 };
    const { body } = await server.strict.post('/customers/bulk', sent);
    expect(body.data._partnerWarnings.map(({ field }: { field: string }) => field)).toEqual(['dry']);
    const [warned, plain] = body.data.results;
    expect(warned._partnerWarnings).toMatchObject([
      { field: 'name', reason: 'unknown_field' },
      { field: 'uuid', reason: 'internal_only' },
    ]);
    expect(warned.customer.uuid).not.toBe(UNKNOWN_UUID);
    expect(plain).not.toHaveProperty('_partnerWarnings');
  });

  test('leaves an audit row and an event for each customer that it created', async () => {
    const { body } = await bulk([{ customer: 'Trail 1' }, {}, { customer: 'Trail 2' }]);
    const created: Result[] = body.results.filter(({ success }: Result) => success);
    for (const { customer } of created) {
      const { rows: events } = await server.owner.query(
        'SELECT type, document FROM outbox_event WHERE entity_id = $1',
        [customer!.uuid],
      );
      expect(events).toEqual([{ type: 'customer.created', document: JSON.stringify(customer) }]);
      const { rows: audit } = await server.owner.query(
        'SELECT action, partner_app_id FROM audit_log WHERE entity_id = $1',
        [customer!.uuid],
      );
      expect(audit).toEqual([{ action: 'created', partner_app_id: server.strictAppId }]);
    }
  });
});

describe('an envelope is refused', () => {
  const NO_ARRAY = '`customers` must be a non-empty array of customers.';
  test.each([
    ['that holds no rows', {}, NO_ARRAY],
    ['whose rows are null', { customers: null }, NO_ARRAY],
    ['whose rows are no list', { customers: { customer: 'x' } }, NO_ARRAY],
    ['that is empty', { customers: [] }, '`customers` must contain at least one customer.'],
    [
      'of more than 100 rows',
      { customers: Array(101).fill({ customer: 'Too many' }) },
      'Bulk requests are capped at 100 customers per call (received 101). Split the import into multiple calls.',
    ],
  ])('%s', async (_what, sent, message) => {
    const { status, body } = await server.strict.post('/customers/bulk', sent);
    expect([status, body.message, body.errors.length]).toEqual([400, message, 1]);
    expect(body.errors[0].field).toBe('customers');
    expect(await count("customer = 'Too many'")).toBe(0);
  });
});

describe('a repeat of a bulk create', () => {
  const options = (key: string) => ({ headers: { 'idempotency-key': key } });

  test('under its Idempotency-Key is answered as the first, with the rows that failed', async () => {
    const rows = [{ customer: 'Once', email: 'once@bulk.example', extra: 1 }, { customer: '' }];
    const first = await bulk(rows, options('bulk-once'));
    const again = await bulk(rows, options('bulk-once'));
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(await count("email_key = 'once@bulk.example'")).toBe(1);
    const other = await bulk([{ customer: 'Other' }], options('bulk-once'));
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  test('stores an answer in which every row failed, and leaves the key of a bad envelope free', async () => {
    expect((await bulk([], options('bulk-free'))).status).toBe(400);
    const first = await bulk([{}], options('bulk-free'));
    const again = await bulk([{}], options('bulk-free'));
    expect([again.headers.get('idempotent-replayed'), again.body]).toEqual(['true', first.body]);
  });

  test('takes effect once, also where both are sent at once', async () => {
    const rows = Array.from({ length: 50 }, (_, index) => ({ customer: `Both ${index}` }));
    const answers = await Promise.all([bulk(rows, options('both')), bulk(rows, options('both'))]);
    const statuses = answers.map(({ status }) => status).sort();
    expect([
      [201, 201],
      [201, 409],
    ]).toContainEqual(statuses);
    expect((await bulk(rows, options('both'))).body.successCount).toBe(50);
    expect(await count("customer LIKE 'Both %'")).toBe(50);
  });
});

describe('rows fail alone', () => {
  test('where two calls want one email at once: one gets it, and all other rows are kept', async () => {
    for (let round = 0; round < 3; round += 1) {
      const rows = (call: string) => [
        ...Array.from({ length: 30 }, (_, index) => ({
          customer: `Race ${round}`,
          email: `${call}-${index}-${round}@race.example`,
        })),
        { customer: `Race ${round}`, email: `m-same-${round}@race.example` },
        { customer: `Race ${round}`, email: `also-same-${round}@race.example` },
      ];
      const calls = ['a', 'n', 'z'];
      const answers = await Promise.all(
        calls.map((call, index) => bulk(index % 2 ? rows(call) : rows(call).reverse())),
      );
      expect(answers.map(({ status }) => status)).toEqual(calls.map(() => 201));
      const failed = answers.flatMap(({ body }) => body.results.filter(({ success }: Result) => !success));
      expect(failed.map(({ code }) => code)).toEqual(Array(4).fill('DUPLICATE_EMAIL'));
      expect(await count(`customer = 'Race ${round}'`)).toBe(3 * 30 + 2);
    }
  });

  test('also where only the database refuses one, and nothing of that row is kept', async () => {
    await server.owner.query(
      "ALTER TABLE customer_contact ADD CONSTRAINT no_poison CHECK (first_name <> 'Poison')",
    );
    try {
      const contacts = (firstName: string) => [{ firstName }];
      const { status, body } = await bulk([
        { customer: 'Near poison', email: 'b@poison.example', contacts: contacts('A') },
        { customer: 'Poisoned', email: 'a@poison.example', contacts: contacts('Poison') },
        { customer: 'Near poison', email: 'A@poison.example', contacts: contacts('C') },
      ]);
      expect(status).toBe(201);
      expect(body.results.map(({ code }: Result) => code ?? null)).toEqual([null, 'INTERNAL_ERROR', null]);
      expect(body.results[1].error).toMatch(/^We could not process your request right now\./);
      expect(await count("customer = 'Poisoned'")).toBe(0);
      expect(await count("customer = 'Near poison'")).toBe(2);
    } finally {
      await server.owner.query('ALTER TABLE customer_contact DROP CONSTRAINT no_poison');
    }
  });
});

test('a bulk create of N rows gives the same as N creates', async () => {
  const email = fc.constantFrom('a@x.example', 'A@X.example', 'b@x.example', 'c@x.example', 'no email', null);
  const text = fc.option(fc.string({ unit: 'grapheme', maxLength: 12 }), { nil: undefined });
  const address = fc.option(fc.record({ street: text, city: text, zipCode: text }), { nil: null });
  const contact = fc.record({ firstName: text, isPrimary: fc.boolean() });
  const row = fc.record(
    {
      customer: fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constant(7)),
      email,
      notes: text,
      paymentTerm: fc.constantFrom('net30', 'net7', 'never'),
      taxExcluded: fc.boolean(),
      billingAddress: address,
      taxes: fc.subarray([0, 1, 2]),
      contacts: fc.array(contact, { maxLength: 3 }),
      unknown: fc.constant(1),
    },
    { requiredKeys: ['customer'] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (rows) => {
      const [inBulk, single] = [await server.addWorkspace(), await server.addWorkspace()];
      const answers: unknown[][] = [];
      for (const { strict } of [inBulk, single]) {
        const taxes = [await createTax(strict, 'T', 5), await createTax(strict, 'U', 6), UNKNOWN_UUID];
        const sent = rows.map((one) =>
          'taxes' in one ? { ...one, taxes: one.taxes!.map((at) => taxes[at]) } : one,
        );
        answers.push(
          strict === inBulk.strict
            ? (await strict.post('/customers/bulk', { customers: sent })).body.results.map(
                ({ customer, _partnerWarnings, error, code }: Result & { _partnerWarnings?: unknown }) =>
                  customer
                    ? { ...customer, ...(_partnerWarnings ? { _partnerWarnings } : {}) }
                    : { error, code },
              )
            : await createEach(strict, sent),
        );
      }
      expect(withoutIdentity(answers[0])).toEqual(withoutIdentity(answers[1]));
    }),
    { numRuns: 8 },
  );
});

async function createEach(client: TestServer['strict'], rows: readonly unknown[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const row of rows) {
    const { status, body } = await client.post('/customers', row);
    answers.push(status === 201 ? body.data : { error: body.message, code: body.code });
  }
  return answers;
}

/** An answer without what no two records have in common: ids and instants. */
function withoutIdentity(answer: unknown): unknown {
  const text = JSON.stringify(answer, (name, value) =>
    ['id', 'uuid', 'createdAt', 'updatedAt'].includes(name) ? undefined : value,
  );
  return JSON.parse(text);
}
