import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../src/endpoints.ts';
import type { Endpoint } from '../src/platform/http/endpoint.ts';
import { createSalesFixtures, invoiceBody, type SalesFixtures } from './support/sales-fixtures.ts';
import { startTestServer, type TestServer, type TestWorkspace } from './support/test-server.ts';

let server: TestServer;
let other: TestWorkspace;
let foreign: SalesFixtures;
/** An id of the other workspace for each path that takes one. */
let foreignIds: Record<string, string>;
/** An invoice of the other workspace, for bodies that name one. */
let invoice: string;
/** A file of that invoice. */
let attachment: string;

beforeAll(async () => {
  server = await startTestServer();
  other = await server.addWorkspace();
  foreign = await createSalesFixtures(other.strict);
  invoice = (await other.strict.post('/invoices', invoiceBody(foreign))).body.data.uuid;
  const file = Buffer.from(
    '--x\r\ncontent-disposition: form-data; name="file"; filename="note.txt"\r\n\r\nStolen?\r\n--x--\r\n',
  );
  const uploaded = await other.strict.post(`/invoices/${invoice}/attachments/upload`, undefined, {
    rawBody: Uint8Array.from(file),
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
  });
  attachment = uploaded.body.data.attachments[0].uuid;
  const template = await other.strict.post('/recurring-invoice-templates', {
    ...invoiceBody(foreign),
    recurrencePattern: 'monthly',
    isDraft: true,
  });
  const payment = await other.strict.post('/payments', {
    customerUuid: foreign.customerUuid,
    date: '2026-07-05',
    amount: 10,
  });
  const sent = await other.strict.post(`/invoices/${invoice}/send`);
  const vendor = await other.strict.post('/vendors', { name: 'Vendor of another' });
  const group = await other.strict.post('/tags/groups', { name: 'Group', tagUuids: [foreign.tagUuid] });
  const rate = await other.strict.call('PUT', '/exchange-rates', {
    currency: 'EUR',
    date: '2026-01-01',
    rate: 1.1,
  });
  const lines = [
    { accountUuid: foreign.incomeAccountUuid, amountDebit: 1 },
    { accountUuid: foreign.incomeAccountUuid, amountCredit: 1 },
  ];
  const journal = await other.strict.post('/journal-entries', {
    descriptionEntry: 'Entry of another',
    date: '2026-01-01',
    lines,
  });
  const draft = await other.strict.post('/journal-entries', {
    descriptionEntry: 'Draft of another',
    date: '2026-01-01',
    lines,
    isDraft: true,
  });
  const recurring = await other.strict.post('/recurring-journal-entry-templates', {
    descriptionEntry: 'Entry of another',
    date: '2999-01-01',
    recurrencePattern: 'monthly',
    lines,
  });
  const rule = await other.strict.post('/reminder-rules', { daysFromDueDate: 7 });
  const taxReturn = await other.strict.post('/tax-returns', {
    startDate: '2025-01-01',
    endDate: '2025-03-31',
  });
  foreignIds = {
    '/partners/journal-entries/{id}': journal.body.data.uuid,
    '/partners/journal-entries/{id}/approve': draft.body.data.uuid,
    '/partners/journal-entries/{id}/review': journal.body.data.uuid,
    '/partners/customers/{id}': foreign.customerUuid,
    '/partners/customers/{id}/merge': foreign.customerUuid,
    '/partners/customers/{id}/unmerge': foreign.customerUuid,
    '/partners/customers/{id}/statement': foreign.customerUuid,
    '/partners/customers/{id}/statement/send': foreign.customerUuid,
    '/partners/products/{id}': foreign.productUuid,
    '/partners/tags/{id}': foreign.tagUuid,
    '/partners/chart-of-accounts/{id}': foreign.incomeAccountUuid,
    '/partners/taxes/{id}': foreign.taxUuid,
    '/partners/vendors/{id}': vendor.body.data.uuid,
    '/partners/vendors/{id}/merge': vendor.body.data.uuid,
    '/partners/vendors/{id}/unmerge': vendor.body.data.uuid,
    '/partners/chart-of-accounts/{id}/merge': foreign.incomeAccountUuid,
    '/partners/chart-of-accounts/{id}/unmerge': foreign.incomeAccountUuid,
    '/partners/invoices/{id}': invoice,
    '/partners/invoices/{id}/approve': invoice,
    '/partners/invoices/{id}/pdf': invoice,
    '/partners/invoices/{id}/e-invoice': invoice,
    '/partners/invoices/{id}/void': invoice,
    '/partners/invoices/{id}/accept': invoice,
    '/partners/invoices/{id}/decline': invoice,
    '/partners/invoices/{id}/convert': invoice,
    '/partners/invoices/{id}/audit-log': invoice,
    '/partners/invoices/{id}/send': invoice,
    '/partners/invoices/{id}/public-link': invoice,
    '/partners/invoices/{id}/reminders': invoice,
    '/partners/reminder-rules/{id}': rule.body.data.uuid,
    '/partners/invoices/{id}/attachments': invoice,
    '/partners/invoices/{id}/attachments/upload': invoice,
    '/partners/invoices/{id}/attachments/{attachmentId}': invoice,
    '/partners/mail/{id}': sent.body.data.mail.uuid,
    '/partners/payments/{id}': payment.body.data.uuid,
    '/partners/payments/{id}/apply': payment.body.data.uuid,
    '/partners/payments/{id}/unapply': payment.body.data.uuid,
    '/partners/invoices/{id}/apply-multiple-credit-to-invoice': invoice,
    '/partners/invoices/{id}/apply-credit-to-multiple-invoices': invoice,
    '/partners/invoices/{id}/remove-credit': invoice,
    '/partners/invoices/{id}/remove-transaction': invoice,
    '/partners/invoices/{id}/write-off': invoice,
    '/partners/tax-returns/{id}': taxReturn.body.data.uuid,
    '/partners/tax-returns/{id}/lines': taxReturn.body.data.uuid,
    '/partners/tax-returns/{id}/file': taxReturn.body.data.uuid,
    '/partners/tax-returns/{id}/unfile': taxReturn.body.data.uuid,
    '/partners/tags/groups/{id}': group.body.data.uuid,
    '/partners/exchange-rates/{id}': rate.body.data.uuid,
    '/partners/recurring-journal-entry-templates/{id}': recurring.body.data.uuid,
    '/partners/recurring-journal-entry-templates/{id}/runs': recurring.body.data.uuid,
    '/partners/recurring-journal-entry-templates/{id}/pause': recurring.body.data.uuid,
    '/partners/recurring-journal-entry-templates/{id}/resume': recurring.body.data.uuid,
    '/partners/recurring-invoice-templates/{id}': template.body.data.uuid,
    '/partners/recurring-invoice-templates/{id}/pause': template.body.data.uuid,
    '/partners/recurring-invoice-templates/{id}/resume': template.body.data.uuid,
  };
});
afterAll(() => server.close());

const nameOf = ({ method, path }: Endpoint) => `${method} ${path}`;
const withId = ENDPOINTS.filter(({ params }) => params !== undefined);
const lists = ENDPOINTS.filter(
  ({ method, params, access }) => method === 'GET' && !params && access === 'partner',
);

describe('another workspace', () => {
  it.each(withId.map((endpoint) => [nameOf(endpoint), endpoint] as const))(
    'is not there for %s',
    async (_name, endpoint) => {
      const id = foreignIds[endpoint.path];
      expect(id, 'this test needs a foreign id for the path').toBeDefined();
      const path = endpoint.path
        .replace('/partners', '')
        .replace('{id}', id!)
        .replace('{attachmentId}', attachment);
      const named = [{ id: invoice, amount: 1 }];
      const attachments = [{ url: 'http://192.0.2.1/file.pdf' }];
      const settling = {
        attachments,
        invoices: named,
        creditMemos: named,
        memoId: invoice,
        transactionId: invoice,
      };
      const body = {
        intoUuid: foreign.customerUuid,
        name: 'Stolen',
        customer: 'Stolen',
        refNumber: 'Stolen',
        reviewed: true,
        paused: true,
        reason: 'Stolen',
        ...settling,
      };
      expect((await server.strict.call(endpoint.method, path, body)).body).toMatchObject({
        statusCode: 404,
        code: endpoint.notFound,
      });
      const { rows } = await server.owner.query(
        `SELECT (SELECT count(*) FROM product WHERE name = 'Stolen') + (SELECT count(*) FROM customer WHERE customer = 'Stolen')
              + (SELECT count(*) FROM tag WHERE name = 'Stolen' OR deleted_at IS NOT NULL)
              + (SELECT count(*) FROM tag_group WHERE name = 'Stolen') + (SELECT count(*) FROM account WHERE name = 'Stolen')
              + (SELECT count(*) FROM vendor WHERE name = 'Stolen') + (SELECT count(*) FROM journal_line_mark)
              + (SELECT count(*) FROM manual_journal WHERE ref_number = 'Stolen' OR deleted_at IS NOT NULL)
              + (SELECT count(*) FROM tax_return WHERE filing_id IS NOT NULL OR deleted_at IS NOT NULL) AS count`,
      );
      expect(Number(rows[0].count)).toBe(0);
    },
  );

  it.each([
    ['appliedToInvoiceUuid', 'memo', () => ({ appliedToInvoiceUuid: invoice })],
    ['creditMemo.id', 'invoice', () => ({ applyCredit: true, creditMemo: { id: invoice, amount: 1 } })],
  ])('is not there for %s of a new document', async (field, invoiceType, naming) => {
    const fixtures = await createSalesFixtures(server.strict);
    const { status, body } = await server.strict.post(
      '/invoices',
      invoiceBody(fixtures, { invoiceType, ...naming() }),
    );
    expect([status, body.code]).toEqual([400, 'INVOICE_NOT_FOUND']);
    expect(body.errors).toEqual([
      {
        field,
        message: `${field} must be the UUID of a document of this workspace: ${invoice} is unknown.`,
        code: 'INVOICE_NOT_FOUND',
      },
    ]);
  });

  it.each(lists.map((endpoint) => [nameOf(endpoint), endpoint] as const))(
    'shows in nothing that %s answers',
    async (_name, endpoint) => {
      const path = endpoint.path.replace('/partners', '');
      const period = { startDate: '1900-01-01', endDate: '2999-12-31' };
      const query = { ...period, email: 'aimee@example.com', name: 'Junk', detail: 'true', limit: '100' };
      const { body } = await server.strict.call('GET', path, undefined, { query });
      const text = JSON.stringify(body);
      for (const id of [...Object.values(foreignIds), foreign.taxUuid, foreign.incomeAccountUuid])
        expect(text).not.toContain(id);
    },
  );

  it('cannot be reached with its own token under another app’s signature', async () => {
    const { accessToken } = other.strict.credentials;
    const { body } = await server.lenient.get(
      '/invoices',
      {},
      { headers: { authorization: `Bearer ${accessToken}` } },
    );
    expect(body).toMatchObject({ statusCode: 401, code: 'invalid_token' });
  });
});

describe('row-level security', () => {
  it('hides every row of another workspace from SQL that forgets to filter, and refuses to write one', async () => {
    const { rows: tables } = await server.owner.query(
      `SELECT relname AS name FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relkind = 'r' ORDER BY 1`,
    );
    expect(tables.length).toBeGreaterThan(20);
    for (const { name } of tables) {
      const seen = await server.database.read(server.workspaceId, (transaction) =>
        transaction.query(`SELECT 1 FROM ${name} WHERE workspace_id <> $1`, [server.workspaceId]),
      );
      expect(seen, name).toEqual([]);
    }
    const { rows: held } = await server.owner.query(
      'SELECT count(*)::int AS count FROM invoice WHERE workspace_id = $1',
      [other.workspaceId],
    );
    expect(held[0].count).toBe(1);
    await server.strict.post('/tags', { name: 'Own' });
    const moving = server.database.transaction({ workspaceId: server.workspaceId }, (transaction) =>
      transaction.query('UPDATE tag SET workspace_id = $1', [other.workspaceId]),
    );
    await expect(moving).rejects.toThrow('row-level security');
    const posting = server.database.transaction({ workspaceId: server.workspaceId }, (transaction) =>
      transaction.query(
        'INSERT INTO tag (workspace_id, id, name, name_key) VALUES ($1, gen_random_uuid(), $2, $2)',
        [other.workspaceId, 'x'],
      ),
    );
    await expect(posting).rejects.toThrow('row-level security');
  });

  it('lets a reference point only into its own workspace', async () => {
    const crossing = server.owner.query(
      `INSERT INTO product (workspace_id, id, name, name_key, category_account_id) VALUES ($1, gen_random_uuid(), 'x', 'x', $2)`,
      [server.workspaceId, foreign.incomeAccountUuid],
    );
    await expect(crossing).rejects.toMatchObject({ code: '23503' });
  });
});
