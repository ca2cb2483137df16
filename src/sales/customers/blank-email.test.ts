import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import type { TestClient } from '../../../test/support/signed-client.ts';

let books: SettlementBooks;
let client: TestClient;
const change = (path: string, uuid: string, body: object) =>
  client.call(path === '/customers' ? 'PUT' : 'PATCH', `${path}/${uuid}`, body);

beforeAll(async () => {
  books = await openSettlementBooks();
  client = books.server.strict;
});
afterAll(() => books.server.close());

describe.each([
  ['/customers', (email: unknown) => ({ customer: 'Aimee', email })],
  ['/vendors', (email: unknown) => ({ name: 'Aimee', email })],
] as const)('an email address of %s', (path, body) => {
  const letters = path.slice(1);

  it('is taken without the blanks around it', async () => {
    const { uuid, email } = await books.done(client.post(path, body(`  Aimee@${letters}.example \n`)));
    expect(email).toBe(`Aimee@${letters}.example`);
    const changed = await books.done(change(path, uuid, { email: `\tother@${letters}.example` }));
    expect(changed.email).toBe(`other@${letters}.example`);
  });

  it.each(['', '   '])('is none where it is %j', async (blank) => {
    const { uuid, email } = await books.done(client.post(path, body(blank)));
    expect(email).toBe(null);
    await books.done(change(path, uuid, { email: `some${blank.length}@${letters}.example` }));
    expect((await books.done(change(path, uuid, { email: blank }))).email).toBe(null);
  });

  it.each([
    ' aimee ',
    'ai mee@example.com',
    'aimee@',
    `${'a'.repeat(250)}@example.com`,
    7,
    ['a@example.com'],
  ])('is refused where it is %j', async (unsound) => {
    const { status, body: answer } = await client.post(path, body(unsound));
    expect([status, answer.errors[0].field]).toEqual([400, 'email']);
  });
});

it('is unique among customers whatever blanks are around it, and found with them', async () => {
  const { uuid } = await books.done(client.post('/customers', { customer: 'One', email: 'one@example.com' }));
  const again = await client.post('/customers', { customer: 'Two', email: ' ONE@example.com ' });
  expect(again.body).toMatchObject({ statusCode: 409, code: 'DUPLICATE_EMAIL' });
  const customers = ['  bulk@example.com', 'Bulk@example.com  ', ''].map((email) => ({
    customer: 'Bulk',
    email,
  }));
  const bulk = await client.post('/customers/bulk', { customers });
  expect(bulk.body.data).toMatchObject({ successCount: 2, errorCount: 1 });
  const found = await client.get('/customers/find-by-email', { email: ' one@example.com ' });
  expect(found.body.data.uuid).toBe(uuid);
  expect((await client.get('/customers/find-by-email', { email: '  ' })).status).toBe(400);
});

it('of a contact may be blank too', async () => {
  const contacts = [
    { firstName: 'Ada', email: '' },
    { firstName: 'Bob', email: ' bob@example.com ' },
  ];
  const made = await books.done(client.post('/customers', { customer: 'With contacts', contacts }));
  expect(made.contacts.map(({ email }: { email: string | null }) => email)).toEqual([
    null,
    'bob@example.com',
  ]);
});

it('of those who get an invoice is taken without the blanks around it, and refused where it is blank', async () => {
  const { uuid } = await books.document(10, invoiceBody(books.fixtures));
  const send = (recipients: unknown[]) => client.post(`/invoices/${uuid}/send`, { recipients });
  expect((await send([''])).body.errors).toMatchObject([{ field: 'recipients[0]', code: 'INVALID_EMAIL' }]);
  expect((await send(['a@b.example\r\nBcc: c@d.example'])).status).toBe(400);
  await books.done(send(['  aimee@example.com\n']));
  const { rows } = await books.server.owner.query('SELECT * FROM mail_recipient WHERE workspace_id = $1', [
    books.server.workspaceId,
  ]);
  expect(JSON.stringify(rows)).toContain('"aimee@example.com"');
});
