import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const create = (body: unknown) => server.strict.post('/vendors', body);

describe('a vendor', () => {
  test('needs nothing but a name, and every other field is answered as null or its default', async () => {
    const { status, body } = await create({ name: 'Plain Supplies' });
    expect(status).toBe(201);
    expect(body.data).toEqual({
      id: body.data.uuid,
      uuid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      name: 'Plain Supplies',
      email: null,
      phone: null,
      website: null,
      taxNumber: null,
      notes: null,
      paymentTerm: null,
      address: null,
      status: 'active',
      is1099: false,
      mergedIntoUuid: null,
      mergedUuids: [],
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updatedAt: body.data.createdAt,
    });
  });

  test('is answered with all that was sent, and read back the same', async () => {
    const sent = {
      name: 'Whole Supplies',
      email: 'Bills@Whole.example',
      phone: '+1 512 555 0100',
      website: 'https://whole.example',
      taxNumber: '12-345',
      notes: 'Line one\nline two',
      paymentTerm: 'net45',
      status: 'inactive',
      is1099: true,
    };
    const { status, body } = await create({ ...sent, address: { city: 'Waco' } });
    expect(status).toBe(201);
    expect(body.data).toMatchObject(sent);
    expect(body.data.address).toEqual({
      street: null,
      city: 'Waco',
      state: null,
      zipCode: null,
      country: null,
    });
    expect((await server.strict.get(`/vendors/${body.data.uuid}`)).body.data).toEqual(body.data);
  });

  test('may be named by `vendor`, alone or beside an equal `name`', async () => {
    const alone = await create({ vendor: 'By Alias', name: null });
    expect([alone.status, alone.body.data.name]).toEqual([201, 'By Alias']);
    const both = await create({ name: 'Twice', vendor: 'Twice' });
    expect([both.status, both.body.data.name]).toEqual([201, 'Twice']);
    expect(both.body.data).not.toHaveProperty('_partnerWarnings');
  });

  test('takes null for every optional field as if it were left out', async () => {
    const optional = 'vendor email phone website taxNumber notes paymentTerm address status is1099'.split(
      ' ',
    );
    const { status, body } = await create({
      name: 'Nulls',
      ...Object.fromEntries(optional.map((field) => [field, null])),
    });
    expect(status).toBe(201);
    expect(body.data).toMatchObject({ status: 'active', is1099: false, address: null });
  });

  test('may share its name and email with another', async () => {
    const twin = { name: 'Twin', email: 'twin@example.com' };
    expect((await create(twin)).status).toBe(201);
    expect((await create(twin)).status).toBe(201);
  });

  test.each(["O'Brien & Söhne 🚚 100% \\_", 'شركة النور', '  padded  ', '😀'.repeat(255)])(
    'keeps the name %j exactly',
    async (name) => {
      const { body } = await create({ name });
      expect((await server.strict.get(`/vendors/${body.data.uuid}`)).body.data.name).toBe(name);
    },
  );

  test('tells which fields of its body were ignored, and why', async () => {
    const { status, body } = await create({ name: 'Warned', uuid: UNKNOWN_UUID, color: 'red' });
    expect(status).toBe(201);
    expect(body.data._partnerWarnings).toMatchObject([
      { field: 'uuid', reason: 'internal_only' },
      { field: 'color', reason: 'unknown_field' },
    ]);
  });

  test('leaves an audit row and an event that holds what was answered', async () => {
    const { body } = await create({ name: 'Audited' });
    const { rows } = await server.owner.query(
      `SELECT a.action, a.entity_type, e.type, e.document FROM audit_log a JOIN outbox_event e USING (entity_id)
        WHERE entity_id = $1`,
      [body.data.uuid],
    );
    expect(rows).toEqual([
      {
        action: 'created',
        entity_type: 'vendor',
        type: 'vendor.created',
        document: JSON.stringify(body.data),
      },
    ]);
  });

  test('is created once by a repeated Idempotency-Key', async () => {
    const options = { headers: { 'idempotency-key': 'vendor-once' } };
    const first = await server.strict.post('/vendors', { name: 'Once' }, options);
    const again = await server.strict.post('/vendors', { name: 'Once' }, options);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    expect((await server.strict.get('/vendors', { search: 'Once' })).body.data.totalRecords).toBe(1);
  });
});

test.each([
  [{}, { name: 'REQUIRED' }],
  [{ name: ' ' }, { name: 'REQUIRED' }],
  [{ vendor: '' }, { vendor: 'REQUIRED', name: 'REQUIRED' }],
  [{ name: 'A', vendor: 'B' }, { vendor: 'INVALID_VALUE' }],
  [
    { name: 7, email: 'no', phone: 'x'.repeat(51), paymentTerm: 'net31', address: 'here' },
    {
      name: 'INVALID_TYPE',
      email: 'INVALID_EMAIL',
      phone: 'TOO_LONG',
      paymentTerm: 'INVALID_ENUM',
      address: 'INVALID_TYPE',
    },
  ],
  [
    { name: 'a\0b', status: 'gone', is1099: 'yes', address: { city: 5 }, notes: 'x'.repeat(10_001) },
    {
      name: 'INVALID_TEXT',
      status: 'INVALID_ENUM',
      is1099: 'INVALID_TYPE',
      'address.city': 'INVALID_TYPE',
      notes: 'TOO_LONG',
    },
  ],
  [
    { name: 'x'.repeat(256), email: `${'x'.repeat(250)}@example.com` },
    { name: 'TOO_LONG', email: 'TOO_LONG' },
  ],
])('%j is refused with every error, and nothing is kept', async (body, expected) => {
  const count = async () => (await server.strict.get('/vendors')).body.data.totalRecords;
  const before = await count();
  const answer = await create(body);
  expect(answer.status).toBe(400);
  expect(errorCodes(answer.body)).toEqual(expected);
  expect(await count()).toBe(before);
});
