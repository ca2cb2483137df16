import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const create = (body: unknown) => server.strict.post('/customers', body);

describe('a body that is refused', () => {
  test('names every failing field at once', async () => {
    const { status, body } = await create({
      customer: ' ',
      email: 'nobody',
      mainPhone: '1'.repeat(51),
      website: 7,
      notes: 'x\0y',
      status: 'asleep',
      paymentTerm: 'net90',
      taxAutoCalculate: 'yes',
      taxes: ['x'],
      billingAddress: 'Main St',
      shippingAddress: { zipCode: 90210 },
      contacts: [{ email: 'no' }, { isPrimary: 1, phone: '1'.repeat(51) }],
    });
    expect([status, body.code]).toEqual([400, 'VALIDATION_ERROR']);
    expect(errorCodes(body)).toEqual({
      customer: 'REQUIRED',
      email: 'INVALID_EMAIL',
      mainPhone: 'TOO_LONG',
      website: 'INVALID_TYPE',
      notes: 'INVALID_TEXT',
      status: 'INVALID_ENUM',
      paymentTerm: 'INVALID_ENUM',
      taxAutoCalculate: 'INVALID_TYPE',
      'taxes[0]': 'INVALID_UUID',
      billingAddress: 'INVALID_TYPE',
      'shippingAddress.zipCode': 'INVALID_TYPE',
      'contacts[0].email': 'INVALID_EMAIL',
      'contacts[1].isPrimary': 'INVALID_TYPE',
      'contacts[1].phone': 'TOO_LONG',
    });
  });

  test.each([
    ['no name', {}, 'customer', 'REQUIRED'],
    ['a null name', { customer: null }, 'customer', 'REQUIRED'],
    ['an empty name', { customer: '' }, 'customer', 'REQUIRED'],
    ['a number as name', { customer: 5 }, 'customer', 'INVALID_TYPE'],
    ['a list as name', { customer: ['x'] }, 'customer', 'INVALID_TYPE'],
    ['a blank in the email', { customer: 'x', email: 'a b@example.com' }, 'email', 'INVALID_EMAIL'],
    [
      'an email of 256 characters',
      { customer: 'x', email: `${'a'.repeat(244)}@example.com` },
      'email',
      'TOO_LONG',
    ],
    ['a website of 256 characters', { customer: 'x', website: 'w'.repeat(256) }, 'website', 'TOO_LONG'],
    ['notes without end', { customer: 'x', notes: 'n'.repeat(10_001) }, 'notes', 'TOO_LONG'],
    [
      'contacts that are no list',
      { customer: 'x', contacts: { firstName: 'A' } },
      'contacts',
      'INVALID_TYPE',
    ],
    ['a contact that is a text', { customer: 'x', contacts: ['Ann'] }, 'contacts[0]', 'INVALID_TYPE'],
    [
      'too many contacts',
      { customer: 'x', contacts: Array(101).fill({ firstName: 'A' }) },
      'contacts',
      'TOO_LARGE',
    ],
    ['an address that is a list', { customer: 'x', billingAddress: [] }, 'billingAddress', 'INVALID_TYPE'],
    ['a status in another case', { customer: 'x', status: 'Active' }, 'status', 'INVALID_ENUM'],
  ])('may have %s', async (_kind, sent, field, code) => {
    const { status, body } = await create(sent);
    expect(status).toBe(400);
    expect(errorCodes(body)).toEqual({ [field]: code });
  });

  test('may hold a lone surrogate or a NUL anywhere', async () => {
    const rawBody =
      '{"customer":"a\\ud800b","website":"\\u0000","billingAddress":{"city":"\\udc00"},"contacts":[{"firstName":"\\ud83d"}]}';
    const { status, body } = await server.strict.post('/customers', undefined, { rawBody });
    expect(status).toBe(400);
    expect(errorCodes(body)).toEqual({
      customer: 'INVALID_TEXT',
      website: 'INVALID_TEXT',
      'billingAddress.city': 'INVALID_TEXT',
      'contacts[0].firstName': 'INVALID_TEXT',
    });
  });

  test.each(['[]', '"x"', 'null', '7'])('may be no object: %s', async (rawBody) => {
    const { status, body } = await server.strict.post('/customers', undefined, { rawBody });
    expect([status, body.errors[0].field]).toEqual([400, 'body']);
  });

  test('leaves nothing behind', async () => {
    const contacts = [{ firstName: 'Nobody', email: 'nobody@rollback.example' }];
    await create({ customer: 'Rollback', contacts, taxes: [UNKNOWN_UUID] });
    expect((await server.strict.get('/customers', { search: 'rollback' })).body.data.totalRecords).toBe(0);
  });
});
