import { setTimeout as sleep } from 'node:timers/promises';
import { sealWorkspace } from '../../src/ledger/seals/seal-workspace.ts';
import { addDays } from '../../src/platform/dates.ts';
import { png } from './logos.ts';
import { startMailSink } from './mail-sink.ts';
import { createSalesFixtures, invoiceBody, type SalesFixtures } from './sales-fixtures.ts';
import type { TestAnswer } from './signed-client.ts';
import { startTestServer, type TestServer } from './test-server.ts';
import { multipart } from './upload.ts';

export interface WholeBooks {
  readonly server: TestServer;
  readonly fixtures: SalesFixtures;
  /** An invoice with an attached file of more than a megabyte, and the file. */
  readonly invoiceId: string;
  readonly attached: Buffer;
  close(): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: tests read answers as the JSON they are
type Data = any;

async function done(call: Promise<TestAnswer>): Promise<Data> {
  const { status, body } = await call;
  if (status >= 300) throw new Error(`refused: ${JSON.stringify(body)}`);
  return body.data;
}

/** Books, in a sandbox, with something of everything that a workspace can have: a row in each of its tables. */
export async function openWholeBooks(): Promise<WholeBooks> {
  const sink = await startMailSink();
  const mail = { smtpUrl: sink.url, from: 'books@example.com' };
  const server = await startTestServer({ sandbox: true, name: 'Whole books' }, undefined, mail);
  const { strict } = server;
  const fixtures = await createSalesFixtures(strict);
  const { today } = await done(strict.get('/test-clock'));
  await makeMasters(server, fixtures, today);
  const { invoiceId, attached } = await makeDocuments(server, fixtures, today);
  await makeJournal(server, fixtures, today);
  await done(strict.post('/test-clock', { advance: 2 }));
  await waitUntilDone(server);
  await sealWorkspace(server.database, server.workspaceId);
  async function close(): Promise<void> {
    await server.close();
    await sink.close();
  }
  return { server, fixtures, invoiceId, attached, close };
}

async function makeMasters(
  { strict }: TestServer,
  { taxUuid, tagUuid, customerUuid, productUuid }: SalesFixtures,
  today: string,
): Promise<void> {
  await done(strict.post('/vendors', { name: 'Landfill "North" \u2028 & Söhne\n2nd line' }));
  await done(strict.post('/tags/groups', { name: 'Regions', tagUuids: [tagUuid] }));
  const rate = { currency: 'EUR', date: addDays(today, -90), rate: '1.0987654321' };
  await done(strict.call('PUT', '/exchange-rates', rate));
  const subTypeId = (await done(strict.get('/account-sub-types', { type: 'Income' }))).accountSubTypes[0].id;
  const late = await done(strict.post('/chart-of-accounts', { name: 'Parent, made later', subTypeId }));
  const early = await done(
    strict.post('/chart-of-accounts', { name: 'Child', subTypeId, taxUuids: [taxUuid] }),
  );
  await done(strict.patch(`/chart-of-accounts/${early.uuid}`, { parentAccountUuid: late.uuid }));
  await done(
    strict.call('PUT', `/customers/${customerUuid}`, {
      taxes: [taxUuid],
      contacts: [{ firstName: 'Grace', email: 'grace@example.com', isPrimary: true }],
    }),
  );
  const double = await done(strict.post('/customers', { customer: 'Aimee C.' }));
  await done(
    strict.post(`/customers/${double.uuid}/merge`, { intoUuid: customerUuid, reason: 'Entered twice' }),
  );
  await done(strict.patch(`/products/${productUuid}`, { taxUuids: [taxUuid] }));
  const logo = `data:image/png;base64,${png(40, 20).toString('base64')}`;
  await done(strict.patch('/invoice-template', { accentColor: '#336699', logo, footer: 'Thank you' }));
}

async function makeDocuments(
  server: TestServer,
  fixtures: SalesFixtures,
  today: string,
): Promise<Pick<WholeBooks, 'invoiceId' | 'attached'>> {
  const { strict, lenient } = server;
  const { customerUuid, productUuid, taxUuid, tagUuid } = fixtures;
  const line = { productUuid, quantity: '1.5', price: '99.99', taxes: [taxUuid] };
  const dated = { date: addDays(today, -60), dueDate: today };
  const make = (changes: object = {}) =>
    done(strict.post('/invoices', invoiceBody(fixtures, { ...dated, products: [line], ...changes })));
  const invoice = await make({ tagUuids: [tagUuid] });
  await done(strict.post('/reminder-rules', { daysFromDueDate: 1 }));
  await done(strict.post(`/invoices/${invoice.uuid}/send`));
  const attached = Buffer.concat([
    Buffer.from('%PDF-1.7\n'),
    Buffer.alloc(1_300_000, 'recount '),
    Buffer.from('%%EOF\n'),
  ]);
  const files = await multipart([{ name: 'proof.pdf', bytes: attached }]);
  await done(strict.post(`/invoices/${invoice.uuid}/attachments/upload`, undefined, files));
  const wrong = await multipart([{ name: 'wrong.txt', bytes: 'deleted, and retained' }]);
  const { attachments } = await done(
    strict.post(`/invoices/${invoice.uuid}/attachments/upload`, undefined, wrong),
  );
  await done(strict.delete(`/invoices/${invoice.uuid}/attachments/${attachments[0].uuid}`));
  await make({ isDraft: true });
  const numbered = await done(
    lenient.post('/invoices', { customerUuid, products: [{ ...line, taxes: [] }], isDraft: false, ...dated }),
  );
  await done(strict.patch(`/invoices/${numbered.uuid}/void`));
  const euro = await make({ currency: 'EUR' });
  const memo = await make({ invoiceType: 'memo', products: [{ ...line, price: 20, taxes: [] }] });
  await done(
    strict.patch(`/invoices/${invoice.uuid}/apply-multiple-credit-to-invoice`, {
      creditMemos: [{ id: memo.uuid, amount: '10.02' }],
    }),
  );
  const pay = (id: string, amount: number, changes: object = {}) =>
    done(
      strict.post('/payments', {
        customerUuid,
        date: addDays(today, -5),
        amount,
        invoices: [{ id, amount }],
        ...changes,
      }),
    );
  await pay(invoice.uuid, 33.33);
  await pay(euro.uuid, 50, { currency: 'EUR', exchangeRate: '1.2' });
  const undone = await pay(invoice.uuid, 5);
  await done(strict.delete(`/payments/${undone.uuid}`));
  const template = { ...invoiceBody(fixtures), date: today, recurrencePattern: 'monthly', isDraft: false };
  const { invoiceNumber: _, dueDate: __, ...recurring } = template as Record<string, unknown>;
  await done(strict.post('/recurring-invoice-templates', recurring));
  return { invoiceId: invoice.uuid, attached };
}

async function makeJournal(
  { strict }: TestServer,
  { incomeAccountUuid, tagUuid }: SalesFixtures,
  today: string,
) {
  const accounts = await done(strict.get('/chart-of-accounts', { type: 'Assets', limit: '100' }));
  const bank = accounts.accounts.find(({ name }: { name: string }) => name === 'Checking').uuid;
  const entry = await done(
    strict.post('/journal-entries', {
      descriptionEntry: 'Cash sales',
      date: addDays(today, -400),
      lines: [
        { accountUuid: bank, amountDebit: '123456789.23' },
        { accountUuid: incomeAccountUuid, amountCredit: '123456789.23', tagUuids: [tagUuid] },
      ],
    }),
  );
  await done(
    strict.post('/journal-entries', {
      descriptionEntry: 'Sales that are not yet invoiced',
      date: addDays(today, -380),
      reversesOn: addDays(today, -370),
      lines: [
        { accountUuid: bank, amountDebit: '9.00' },
        { accountUuid: incomeAccountUuid, amountCredit: '9.00' },
      ],
    }),
  );
  await done(strict.patch(`/journal-entries/${entry.uuid}/review`, { reviewed: true }));
  const change = { isDraft: true, descriptionEntry: 'Cash sales of the shop' };
  await done(strict.patch(`/journal-entries/${entry.uuid}`, change));
  await done(
    strict.post('/recurring-journal-entry-templates', {
      descriptionEntry: 'Rent of the month',
      date: today,
      recurrencePattern: 'monthly',
      isDraft: false,
      lines: [
        { accountUuid: incomeAccountUuid, amountDebit: '650.00' },
        { accountUuid: bank, amountCredit: '650.00' },
      ],
    }),
  );
  const { uuid } = await done(
    strict.post('/tax-returns', { startDate: addDays(today, -90), endDate: addDays(today, -30) }),
  );
  await done(strict.post(`/tax-returns/${uuid}/file`, { reference: 'R-1' }));
  await done(strict.patch('/workspace', { bookClosedThroughDate: addDays(today, -390) }));
}

/** Reminders, recurring invoices and journal entries, and what becomes of mails are the server's background work. */
async function waitUntilDone({ owner, workspaceId }: TestServer): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const { rows } = await owner.query(
      `SELECT EXISTS (SELECT FROM reminder WHERE workspace_id = $1)
          AND EXISTS (SELECT FROM recurring_invoice_run WHERE workspace_id = $1)
          AND EXISTS (SELECT FROM recurring_journal_run WHERE workspace_id = $1)
          AND NOT EXISTS (SELECT FROM mail WHERE workspace_id = $1 AND status = 'pending') AS done`,
      [workspaceId],
    );
    if (rows[0].done) return;
    if (tries === 400) throw new Error('the background work does not come to an end');
    await sleep(50);
  }
}
