import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;
let uuid: string;

beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  const { body } = await server.strict.post('/vendors', {
    name: 'Before',
    email: 'before@example.com',
    address: { street: '1 Main St', city: 'Austin' },
    is1099: true,
  });
  uuid = body.data.uuid;
});
afterAll(() => server.close());

const update = (body: unknown, options = {}) => server.strict.patch(`/vendors/${uuid}`, body, options);
const read = async () => (await server.strict.get(`/vendors/${uuid}`)).body.data;

async function trail() {
  const { rows } = await server.owner.query(
    `SELECT a.changes, e.document FROM audit_log a JOIN outbox_event e USING (entity_id)
      WHERE entity_id = $1 AND a.action = 'updated' AND e.type = 'vendor.updated'`,
    [uuid],
  );
  return rows;
}

test('an update changes what it names and leaves the rest', async () => {
  const before = await read();
  const { status, body } = await update({ vendor: 'After', phone: '7', status: 'inactive' });
  expect(status).toBe(200);
  expect(body.data).toEqual({
    ...before,
    name: 'After',
    phone: '7',
    status: 'inactive',
    updatedAt: body.data.updatedAt,
  });
  expect(body.data.updatedAt > before.updatedAt).toBe(true);
  expect(await read()).toEqual(body.data);
  expect(await trail()).toEqual([
    {
      changes: {
        name: { from: 'Before', to: 'After' },
        phone: { from: null, to: '7' },
        status: { from: 'active', to: 'inactive' },
      },
      document: JSON.stringify(body.data),
    },
  ]);
});

test('null clears, and an address replaces the whole address', async () => {
  const { body } = await update({ email: null, address: { city: 'Waco' }, is1099: false });
  expect(body.data).toMatchObject({ email: null, is1099: false, address: { street: null, city: 'Waco' } });
  expect((await update({ address: null })).body.data.address).toBeNull();
});

test('an update that changes nothing leaves no trail', async () => {
  const before = await read();
  for (const body of [{}, { name: 'Before', email: 'before@example.com' }]) {
    const answer = await update(body);
    expect([answer.status, answer.body.data]).toEqual([200, before]);
  }
  expect(await trail()).toEqual([]);
});

test('what is unsound is refused with every error, and nothing is kept', async () => {
  const before = await read();
  const { status, body } = await update({
    name: ' ',
    email: 'no',
    status: null,
    is1099: 1,
    paymentTerm: 'x',
  });
  expect([status, errorCodes(body)]).toEqual([
    400,
    {
      name: 'REQUIRED',
      email: 'INVALID_EMAIL',
      status: 'REQUIRED',
      is1099: 'INVALID_TYPE',
      paymentTerm: 'INVALID_ENUM',
    },
  ]);
  expect(errorCodes((await update({ name: 'A', vendor: 'B' })).body)).toEqual({ vendor: 'INVALID_VALUE' });
  expect(await read()).toEqual(before);
});

test('unknown fields are reported, a repeat under one Idempotency-Key is answered alike', async () => {
  const options = { headers: { 'idempotency-key': 'vendor-update' } };
  const first = await update({ notes: 'x', shoe: 43 }, options);
  expect(first.body.data._partnerWarnings).toMatchObject([{ field: 'shoe', reason: 'unknown_field' }]);
  expect((await update({ notes: 'x', shoe: 43 }, options)).body).toEqual(first.body);
  expect(await trail()).toHaveLength(1);
});

test('a vendor that is unknown, or of another workspace, is not found', async () => {
  const other = await server.addWorkspace();
  for (const [client, id] of [
    [server.strict, UNKNOWN_UUID],
    [other.strict, uuid],
  ] as const) {
    const { status, body } = await client.patch(`/vendors/${id}`, { name: 'Stolen' });
    expect([status, body.code]).toEqual([404, 'VENDOR_NOT_FOUND']);
  }
  expect((await read()).name).toBe('Before');
});
