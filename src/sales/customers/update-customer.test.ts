import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const ADDRESS = { street: '1 Main St', city: 'Austin', state: 'TX', zipCode: '78701', country: 'US' };

async function create(body: object = {}) {
  const { status, body: answer } = await server.strict.post('/customers', { customer: 'Before', ...body });
  expect(status).toBe(201);
  return answer.data;
}

const update = (uuid: string, body: unknown) => server.strict.put(`/customers/${uuid}`, body);

async function countTrail(uuid: string): Promise<number[]> {
  const { rows } = await server.owner.query(
    `SELECT (SELECT count(*)::int FROM audit_log WHERE entity_id = $1) AS audit,
            (SELECT count(*)::int FROM outbox_event WHERE entity_id = $1) AS events`,
    [uuid],
  );
  return [rows[0].audit, rows[0].events];
}

describe('an update', () => {
  test('changes what the body holds, leaves the rest, and is read back the same', async () => {
    const before = await create({ email: 'up@example.com', notes: 'kept', billingAddress: ADDRESS });
    const sent = {
      customer: 'After',
      mainPhone: '5',
      paymentTerm: 'net7',
      status: 'inactive',
      taxExcluded: true,
    };
    const { status, body } = await update(before.uuid, sent);
    expect(status).toBe(200);
    expect(body.data).toEqual({ ...before, ...sent, updatedAt: body.data.updatedAt });
    expect(Date.parse(body.data.updatedAt)).toBeGreaterThanOrEqual(Date.parse(before.updatedAt));
    expect((await server.strict.get(`/customers/${before.uuid}`)).body.data).toEqual(body.data);
  });

  test('takes the id in upper case', async () => {
    const { uuid } = await create();
    const { body } = await update(uuid.toUpperCase(), { notes: 'loud' });
    expect([body.data.uuid, body.data.notes]).toEqual([uuid, 'loud']);
  });

  test('clears by null whatever may be empty', async () => {
    const { uuid } = await create({
      email: 'clear@example.com',
      mainPhone: '1',
      website: 'w',
      notes: 'n',
      paymentTerm: 'net15',
      taxNumber: 't',
      billingAddress: ADDRESS,
      shippingAddress: ADDRESS,
      contacts: [{ firstName: 'A' }],
    });
    const nulls = {
      email: null,
      mainPhone: null,
      website: null,
      notes: null,
      paymentTerm: null,
      taxNumber: null,
    };
    const addresses = { billingAddress: null, shippingAddress: null };
    const { status, body } = await update(uuid, { ...nulls, ...addresses, contacts: null });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ ...nulls, ...addresses, contacts: [] });
    expect(
      (await server.strict.post('/customers', { customer: 'N', email: 'clear@example.com' })).status,
    ).toBe(201);
  });

  test('cannot clear what must have a value', async () => {
    const { uuid } = await create();
    const { status, body } = await update(uuid, {
      customer: null,
      status: null,
      taxAutoCalculate: null,
      taxExcluded: null,
    });
    expect(status).toBe(400);
    expect(errorCodes(body)).toEqual({
      customer: 'REQUIRED',
      status: 'REQUIRED',
      taxAutoCalculate: 'REQUIRED',
      taxExcluded: 'REQUIRED',
    });
  });

  test('replaces a whole address, never parts of it', async () => {
    const { uuid } = await create({ billingAddress: ADDRESS, shippingAddress: ADDRESS });
    const { body } = await update(uuid, { billingAddress: { city: 'Waco' } });
    const nothing = { street: null, state: null, zipCode: null, country: null };
    expect(body.data.billingAddress).toEqual({ ...nothing, city: 'Waco' });
    expect(body.data.shippingAddress).toEqual(ADDRESS);
  });

  test('replaces all contacts, with exactly one primary', async () => {
    const { uuid } = await create({ contacts: [{ firstName: 'A' }, { firstName: 'B' }] });
    const { body } = await update(uuid, {
      contacts: [{ firstName: 'C' }, { firstName: 'D', isPrimary: true }],
    });
    const seen = body.data.contacts.map((one: { firstName: string; isPrimary: boolean }) => [
      one.firstName,
      one.isPrimary,
    ]);
    expect(seen).toEqual([
      ['C', false],
      ['D', true],
    ]);
    const refused = await update(uuid, { contacts: [{ isPrimary: true }, { isPrimary: true }] });
    expect([refused.status, errorCodes(refused.body)]).toEqual([400, { contacts: 'INVALID_VALUE' }]);
    expect((await update(uuid, { contacts: [] })).body.data.contacts).toEqual([]);
  });

  test.each(['', '{}'])('with the body %j answers 200 and leaves no trace', async (rawBody) => {
    const before = await create({ contacts: [{ firstName: 'A' }] });
    const { status, body } = await server.strict.put(`/customers/${before.uuid}`, undefined, { rawBody });
    expect([status, body.data]).toEqual([200, before]);
    expect(await countTrail(before.uuid)).toEqual([1, 1]);
  });

  test('with the record itself changes nothing, and says which fields are the server’s', async () => {
    const before = await create({ contacts: [{ firstName: 'A' }], billingAddress: ADDRESS });
    const { status, body } = await update(before.uuid, before);
    const { _partnerWarnings, ...after } = body.data;
    expect([status, after]).toEqual([200, before]);
    expect(new Set(_partnerWarnings.map((warning: { reason: string }) => warning.reason))).toEqual(
      new Set(['internal_only']),
    );
  });

  test('writes field by field what changed', async () => {
    const { uuid } = await create({ notes: 'old' });
    const { body } = await update(uuid, { notes: 'new', customer: 'Before' });
    const { rows } = await server.owner.query(
      "SELECT changes FROM audit_log WHERE entity_id = $1 AND action = 'updated'",
      [uuid],
    );
    expect(rows).toEqual([{ changes: { notes: { from: 'old', to: 'new' } } }]);
    const { rows: events } = await server.owner.query(
      "SELECT document FROM outbox_event WHERE entity_id = $1 AND type = 'customer.updated'",
      [uuid],
    );
    expect(JSON.parse(events[0].document)).toEqual(body.data);
  });

  test('takes effect once under an Idempotency-Key', async () => {
    const { uuid } = await create();
    const options = { headers: { 'idempotency-key': `update-${uuid}` } };
    const first = await server.strict.put(`/customers/${uuid}`, { notes: 'one' }, options);
    await update(uuid, { notes: 'two' });
    const again = await server.strict.put(`/customers/${uuid}`, { notes: 'one' }, options);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await server.strict.get(`/customers/${uuid}`)).body.data.notes).toBe('two');
  });

  test('that changes nothing is repeated under its Idempotency-Key as well', async () => {
    const { uuid } = await create();
    const options = { headers: { 'idempotency-key': `nothing-${uuid}` } };
    const first = await server.strict.put(`/customers/${uuid}`, {}, options);
    await update(uuid, { notes: 'later' });
    const again = await server.strict.put(`/customers/${uuid}`, {}, options);
    expect([again.status, again.body]).toEqual([200, first.body]);
  });
});

describe('the email of an update', () => {
  test('may keep its own, change its case, but not take another’s', async () => {
    await create({ email: 'taken@example.com' });
    const { uuid } = await create({ email: 'mine@example.com' });
    const louder = await update(uuid, { email: 'Mine@Example.com' });
    expect([louder.status, louder.body.data.email]).toEqual([200, 'Mine@Example.com']);
    const refused = await update(uuid, { email: 'TAKEN@example.com', notes: 'not kept' });
    expect([refused.status, refused.body.code]).toEqual([409, 'DUPLICATE_EMAIL']);
    expect((await server.strict.get(`/customers/${uuid}`)).body.data.notes).toBeNull();
  });

  test('is given to exactly one of many who ask for it at once', async () => {
    const customers = await Promise.all(Array.from({ length: 6 }, () => create()));
    const answers = await Promise.all(
      customers.map(({ uuid }) => update(uuid, { email: 'rush@example.com' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
  });
});

describe('an update that is refused', () => {
  test('names every failing field at once', async () => {
    const { uuid } = await create();
    const { status, body } = await update(uuid, {
      customer: '\t',
      email: 'nobody',
      paymentTerm: 30,
      billingAddress: { street: 'x'.repeat(256), city: false },
      contacts: 'none',
      taxUuids: [1],
    });
    expect(status).toBe(400);
    expect(errorCodes(body)).toEqual({
      customer: 'REQUIRED',
      email: 'INVALID_EMAIL',
      paymentTerm: 'INVALID_TYPE',
      'billingAddress.street': 'TOO_LONG',
      'billingAddress.city': 'INVALID_TYPE',
      contacts: 'INVALID_TYPE',
      'taxUuids[0]': 'INVALID_TYPE',
    });
  });

  test('may name nobody, somebody of another workspace, or somebody deleted: 404', async () => {
    const elsewhere = await server.addWorkspace();
    const foreign = (await elsewhere.strict.post('/customers', { customer: 'Foreign' })).body.data;
    const deleted = await create();
    await server.owner.query('UPDATE customer SET deleted_at = now() WHERE id = $1', [deleted.uuid]);
    for (const uuid of [UNKNOWN_UUID, foreign.uuid, deleted.uuid]) {
      const { status, body } = await update(uuid, { customer: 'Mine now' });
      expect([status, body.code]).toEqual([404, 'CUSTOMER_NOT_FOUND']);
    }
    expect((await elsewhere.strict.get(`/customers/${foreign.uuid}`)).body.data.customer).toBe('Foreign');
  });

  test('may have a malformed id', async () => {
    const { status, body } = await update('17', {});
    expect([status, body.code, errorCodes(body)]).toEqual([400, 'INVALID_UUID', { id: 'INVALID_UUID' }]);
  });
});

test('many updates of one customer at once all hold, one after the other', async () => {
  const { uuid } = await create();
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      update(uuid, { contacts: [{ firstName: `A${index}` }, { firstName: `B${index}` }] }),
    ),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const { contacts } = (await server.strict.get(`/customers/${uuid}`)).body.data;
  expect(contacts).toHaveLength(2);
  expect(contacts[0].firstName.slice(1)).toBe(contacts[1].firstName.slice(1));
  expect(await countTrail(uuid)).toEqual([7, 7]);
});
