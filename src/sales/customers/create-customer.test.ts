import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { createTax } from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const create = (body: unknown) => server.strict.post('/customers', body);

describe('a customer', () => {
  test('needs nothing but a name, and every other field is answered as null or its default', async () => {
    const { status, body } = await create({ customer: 'Plain Ltd' });
    expect(status).toBe(201);
    expect(body.status).toBe('success');
    expect(body.data).toEqual({
      id: body.data.uuid,
      uuid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      customer: 'Plain Ltd',
      email: null,
      mainPhone: null,
      website: null,
      notes: null,
      status: 'active',
      paymentTerm: null,
      taxNumber: null,
      mergedIntoUuid: null,
      mergedUuids: [],
      taxAutoCalculate: false,
      taxExcluded: false,
      taxes: [],
      billingAddress: null,
      shippingAddress: null,
      contacts: [],
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updatedAt: body.data.createdAt,
    });
  });

  test('has a zip under either name, and is refused where the two differ', async () => {
    const created = await create({ customer: 'Zip Ltd', billingAddress: { city: 'Austin', zip: '78701' } });
    expect(created.body.data.billingAddress).toMatchObject({ city: 'Austin', zipCode: '78701' });
    expect(created.body.data._partnerWarnings).toBeUndefined();
    const refused = await create({
      customer: 'Zip Ltd',
      shippingAddress: { zip: '78701', zipCode: '78702' },
    });
    expect(refused.body.errors).toMatchObject([{ field: 'shippingAddress.zip', code: 'INVALID_VALUE' }]);
  });

  test('is answered with all that was sent, and read back the same', async () => {
    const tax = await createTax(server.strict, 'State tax', 8.25);
    const address = { street: '1 Main St', city: 'Austin', state: 'TX', zipCode: '78701', country: 'US' };
    const sent = {
      customer: 'Whole Inc',
      email: 'Whole@Example.com',
      mainPhone: '+1 512 555 0100',
      website: 'https://whole.example',
      notes: 'Line one\nline two\ttabbed',
      status: 'inactive',
      paymentTerm: 'net45',
      taxNumber: '12-345',
      taxAutoCalculate: true,
      taxExcluded: true,
      billingAddress: address,
    };
    const contacts = [
      { firstName: 'Ann', lastName: 'One', email: 'ann@whole.example', phone: '1' },
      { firstName: 'Bob', isPrimary: true },
    ];
    const { status, body } = await create({
      ...sent,
      taxes: [tax],
      contacts,
      shippingAddress: { city: 'Waco' },
    });
    expect(status).toBe(201);
    expect(body.data).toMatchObject(sent);
    expect(body.data.taxes).toEqual([{ id: tax, uuid: tax, name: 'State tax', percentage: 8.25 }]);
    expect(body.data.shippingAddress).toEqual({
      street: null,
      city: 'Waco',
      state: null,
      zipCode: null,
      country: null,
    });
    expect(body.data.contacts).toEqual([
      { ...contacts[0], id: expect.any(String), uuid: body.data.contacts[0].id, isPrimary: false },
      {
        id: expect.any(String),
        uuid: body.data.contacts[1].id,
        firstName: 'Bob',
        lastName: null,
        email: null,
        phone: null,
        isPrimary: true,
      },
    ]);
    const read = await server.strict.get(`/customers/${body.data.uuid}`);
    expect(read.body.data).toEqual(body.data);
  });

  test('takes null for every optional field as if it were left out', async () => {
    const nulls = Object.fromEntries(
      (
        'email mainPhone website notes status paymentTerm taxNumber taxAutoCalculate taxExcluded taxes ' +
        'taxUuids billingAddress shippingAddress contacts'
      )
        .split(' ')
        .map((name) => [name, null]),
    );
    const { status, body } = await create({ customer: 'Nulls', ...nulls });
    expect(status).toBe(201);
    expect(body.data).toMatchObject({ status: 'active', taxExcluded: false, taxes: [], contacts: [] });
  });

  test.each([
    ['emoji', 'Café 🥐👩‍👩‍👧 & Söhne'],
    ['right-to-left', 'شركة النور ‏للتجارة'],
    ['combining marks', 'Cafe\u0301 Nguye\u0302\u0303n'],
    ['quotes and percent', `O'Brien "100%" \\_\\ $1 ; -- <b>`],
    ['blanks around', '  padded  '],
  ])('keeps its name to the last character: %s', async (_kind, name) => {
    const contacts = [{ firstName: name, lastName: name }];
    const { body } = await create({
      customer: name,
      notes: name,
      contacts,
      billingAddress: { street: name },
    });
    const read = (await server.strict.get(`/customers/${body.data.uuid}`)).body.data;
    expect(read.customer).toBe(name);
    expect(read.notes).toBe(name);
    expect(read.contacts[0]).toMatchObject({ firstName: name, lastName: name });
    expect(read.billingAddress.street).toBe(name);
  });

  test('may have a name of 255 characters, counted as characters and not as code units', async () => {
    expect((await create({ customer: '🥐'.repeat(255) })).status).toBe(201);
    const { status, body } = await create({ customer: '🥐'.repeat(256) });
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      { field: 'customer', code: 'TOO_LONG', message: 'customer must be at most 255 characters long.' },
    ]);
  });

  test('may have the name of another', async () => {
    expect((await create({ customer: 'Twin' })).status).toBe(201);
    expect((await create({ customer: 'Twin' })).status).toBe(201);
  });

  test('tells which fields of its body were ignored, and why', async () => {
    const { status, body } = await create({
      customer: 'Warned',
      name: 'no such field',
      uuid: UNKNOWN_UUID,
      billingAddress: { city: 'Here', planet: 'Earth' },
    });
    expect(status).toBe(201);
    expect(body.data.uuid).not.toBe(UNKNOWN_UUID);
    expect(
      body.data._partnerWarnings.map(({ field, reason }: { field: string; reason: string }) => [
        field,
        reason,
      ]),
    ).toEqual([
      ['name', 'unknown_field'],
      ['uuid', 'internal_only'],
      ['billingAddress.planet', 'unknown_field'],
    ]);
  });

  test('leaves an audit row and an event that holds what was answered', async () => {
    const { body } = await create({ customer: 'Audited' });
    const { rows: events } = await server.owner.query(
      'SELECT type, document FROM outbox_event WHERE entity_id = $1',
      [body.data.uuid],
    );
    expect(events).toEqual([{ type: 'customer.created', document: JSON.stringify(body.data) }]);
    const { rows: audit } = await server.owner.query(
      'SELECT action, entity_type FROM audit_log WHERE entity_id = $1',
      [body.data.uuid],
    );
    expect(audit).toEqual([{ action: 'created', entity_type: 'customer' }]);
  });

  test('is created once by a repeated Idempotency-Key, and a refusal leaves the key free', async () => {
    const options = { headers: { 'idempotency-key': 'customer-once' } };
    expect((await server.strict.post('/customers', { customer: '' }, options)).status).toBe(400);
    const sent = { customer: 'Once', email: 'once@example.com', extra: 1 };
    const first = await server.strict.post('/customers', sent, options);
    const again = await server.strict.post('/customers', sent, options);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    const other = await server.strict.post('/customers', { customer: 'Other' }, options);
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect((await server.strict.get('/customers', { search: 'once@' })).body.data.totalRecords).toBe(1);
  });
});

describe('an email', () => {
  test('is unique in its workspace whatever its case, and free in another', async () => {
    const first = await create({ customer: 'First', email: 'Sam.Élan@Example.com' });
    expect(first.body.data.email).toBe('Sam.Élan@Example.com');
    const second = await create({ customer: 'Second', email: 'sam.e\u0301LAN@example.COM' });
    expect([second.status, second.body.code]).toEqual([409, 'DUPLICATE_EMAIL']);
    expect(second.body.errors[0].field).toBe('email');
    const elsewhere = await server.addWorkspace();
    const there = await elsewhere.strict.post('/customers', { customer: 'T', email: 'sam.élan@example.com' });
    expect(there.status).toBe(201);
  });

  test('is free again once its customer is deleted', async () => {
    const first = await create({ customer: 'Gone', email: 'gone@example.com' });
    await server.owner.query('UPDATE customer SET deleted_at = now() WHERE id = $1', [first.body.data.uuid]);
    expect((await create({ customer: 'New', email: 'gone@example.com' })).status).toBe(201);
  });

  test('is given to exactly one of many who ask for it at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        create({ customer: `Racer ${index}`, email: index % 2 ? 'race@example.com' : 'RACE@example.com' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
    expect(new Set(answers.filter(({ status }) => status === 409).map(({ body }) => body.code))).toEqual(
      new Set(['DUPLICATE_EMAIL']),
    );
    const { rows } = await server.owner.query(
      "SELECT count(*)::int AS count FROM customer WHERE customer LIKE 'Racer%'",
    );
    expect(rows[0].count).toBe(1);
  });
});

describe('contacts', () => {
  test('have the first as primary where none is marked', async () => {
    const { body } = await create({ customer: 'C', contacts: [{ firstName: 'A' }, { isPrimary: false }] });
    expect(body.data.contacts.map((contact: { isPrimary: boolean }) => contact.isPrimary)).toEqual([
      true,
      false,
    ]);
  });

  test('are refused where two are primary, also beside other faults', async () => {
    const contacts = [{ isPrimary: true }, { isPrimary: true }];
    const { status, body } = await create({ customer: 'C', contacts });
    expect([status, errorCodes(body)]).toEqual([400, { contacts: 'INVALID_VALUE' }]);
    const both = await create({ contacts: [...contacts, { phone: 5 }] });
    expect(errorCodes(both.body)).toEqual({
      customer: 'REQUIRED',
      'contacts[2].phone': 'INVALID_TYPE',
      contacts: 'INVALID_VALUE',
    });
  });
});
