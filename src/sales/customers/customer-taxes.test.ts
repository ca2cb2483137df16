import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { createTax } from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;
let first: string;
let second: string;
beforeAll(async () => {
  server = await startTestServer();
  first = await createTax(server.strict, 'First', 5);
  second = await createTax(server.strict, 'Second', 7.125);
});
afterAll(() => server.close());

const create = (body: object) => server.strict.post('/customers', { customer: 'Taxed', ...body });
const uuids = (taxes: { uuid: string }[]) => taxes.map((tax) => tax.uuid);

test('taxes are a list in its own order, each once, in any case, as UUIDs or as objects', async () => {
  const { body } = await create({ taxes: [second.toUpperCase(), { uuid: first, name: 'x' }, second] });
  expect(uuids(body.data.taxes)).toEqual([second, first]);
  expect(body.data.taxes[0].percentage).toBe(7.125);
  expect(body.data._partnerWarnings).toBeUndefined();
});

test('taxes may be one UUID, and `taxUuids` says the same', async () => {
  expect(uuids((await create({ taxes: first })).body.data.taxes)).toEqual([first]);
  expect(uuids((await create({ taxUuids: [first, second] })).body.data.taxes)).toEqual([first, second]);
  expect(uuids((await create({ taxUuids: first, taxes: [first] })).body.data.taxes)).toEqual([first]);
});

test.each([[''], [null], [[]]])('taxes are none for %j', async (taxes) => {
  const { status, body } = await create({ taxes });
  expect([status, body.data.taxes]).toEqual([201, []]);
});

test.each([
  ['a number', 7, 'taxes'],
  ['a number in the list', [7], 'taxes[0]'],
])('taxes given as %s are refused with the words that clients look for', async (_kind, taxes, field) => {
  const { status, body } = await create({ taxes });
  expect([status, errorCodes(body)]).toEqual([400, { [field]: 'INVALID_TYPE' }]);
  expect(body.message).toContain('Use `taxUuids`; numeric `taxes` is invalid.');
});

test('taxes and taxUuids that differ are refused', async () => {
  const { status, body } = await create({ taxes: [first], taxUuids: [second] });
  expect([status, errorCodes(body)]).toEqual([400, { taxUuids: 'INVALID_VALUE' }]);
});

test('an unknown tax, one of another workspace and a deleted one are refused by the field that named them', async () => {
  const elsewhere = await server.addWorkspace();
  const foreign = await createTax(elsewhere.strict, 'Foreign', 1);
  const deleted = await createTax(server.strict, 'Deleted', 1);
  await server.owner.query('UPDATE tax SET deleted_at = now() WHERE id = $1', [deleted]);
  for (const tax of [UNKNOWN_UUID, foreign, deleted]) {
    const { status, body } = await create({ taxUuids: [first, tax] });
    expect([status, body.code]).toEqual([400, 'TAX_NOT_FOUND']);
    expect(body.errors).toHaveLength(1);
    expect(body.errors[0].field).toBe('taxUuids');
    expect(body.message).toContain(tax);
  }
});

test('unknown taxes and a duplicate email are told together', async () => {
  await create({ email: 'both@example.com' });
  const { status, body } = await create({ email: 'BOTH@example.com', taxes: [UNKNOWN_UUID] });
  expect([status, body.code]).toEqual([400, 'VALIDATION_ERROR']);
  expect(errorCodes(body)).toEqual({ email: 'DUPLICATE_EMAIL', taxes: 'TAX_NOT_FOUND' });
});

test('an inactive tax cannot be chosen, but one that the customer has may stay', async () => {
  const fading = await createTax(server.strict, 'Fading', 3);
  const { uuid } = (await create({ taxes: [fading] })).body.data;
  await server.owner.query("UPDATE tax SET status = 'inactive' WHERE id = $1", [fading]);
  const refused = await create({ taxes: [fading] });
  expect([refused.status, refused.body.code]).toEqual([400, 'TAX_INACTIVE']);
  const kept = await server.strict.put(`/customers/${uuid}`, { taxes: [first, fading] });
  expect([kept.status, uuids(kept.body.data.taxes)]).toEqual([200, [first, fading]]);
});

test('an update replaces the taxes, leaves them where absent, and clears them', async () => {
  const { uuid } = (await create({ taxes: [first] })).body.data;
  const update = async (body: object) => {
    const answer = await server.strict.put(`/customers/${uuid}`, body);
    expect(answer.status).toBe(200);
    return uuids(answer.body.data.taxes);
  };
  expect(await update({ taxes: [second, first] })).toEqual([second, first]);
  expect(await update({ taxUuids: [first, second] })).toEqual([first, second]);
  expect(await update({ notes: 'x' })).toEqual([first, second]);
  expect(await update({ taxes: null })).toEqual([]);
});
