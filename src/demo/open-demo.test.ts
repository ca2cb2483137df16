import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloneTestDatabase, type TestDatabase } from '../../test/support/test-database.ts';
import { type App, createApp } from '../app.ts';
import { hashPassword } from '../partners/people/password.ts';
import { addDays } from '../platform/dates.ts';
import { createDiskStore } from '../platform/files/disk-store.ts';
import { verifyDatabase } from '../reports/verify/index.ts';
import { createDemoClient } from './demo-client.ts';
import { writeDemoFile } from './demo-file.ts';
import { type DemoOptions, openDemo } from './open-demo.ts';

describe('the demo workspace', () => {
  let clone: TestDatabase;
  let app: App;
  let dataDirectory: string;
  let options: DemoOptions;

  beforeAll(async () => {
    clone = await cloneTestDatabase();
    const { database } = clone;
    const secretKey = randomBytes(32);
    dataDirectory = await mkdtemp(join(tmpdir(), 'recount-demo-'));
    const files = createDiskStore(join(dataDirectory, 'files'));
    app = createApp({ database, secretKey, logLevel: 'silent', files });
    const baseUrl = 'http://127.0.0.1:4010';
    const signal = new AbortController().signal;
    options = {
      app,
      database,
      secretKey,
      dataDirectory,
      baseUrl,
      publicUrl: undefined,
      signal,
      say: () => {},
    };
  });

  afterAll(async () => {
    await app.close();
    await clone.close();
    await rm(dataDirectory, { recursive: true, force: true });
  });

  const count = async (table: string) =>
    Number((await clone.owner.query(`SELECT count(*) FROM ${table}`)).rows[0].count);

  it('that was left half made is forgotten, and a whole one made', async () => {
    const stopped = new AbortController();
    stopped.abort();
    await expect(openDemo({ ...options, signal: stopped.signal })).rejects.toThrow();
    expect(await count('membership')).toBe(1);
    const demo = await openDemo(options);
    expect(demo.content.workspaceName).toBe('Junk Removal Pros');
    expect(await count('membership')).toBe(1);
    const { rows } = await clone.owner.query('SELECT name FROM workspace ORDER BY created_at');
    expect(rows.map(({ name }) => name)).toEqual(['Junk Removal Pros (unfinished)', 'Junk Removal Pros']);
    writeDemoFile(dataDirectory, demo.content);
  });

  it('is found again, with the same apps and password and with fresh tokens', async () => {
    const before = await count('invoice');
    const [first, second] = [await openDemo(options), await openDemo(options)];
    expect(second.content).toMatchObject({
      workspaceId: first.content.workspaceId,
      clientId: first.content.clientId,
      clientSecret: first.content.clientSecret,
      password: first.content.password,
      lenient: { clientId: first.content.lenient.clientId, validation: 'lenient' },
      validation: 'strict',
    });
    expect(second.content.accessToken).not.toBe(first.content.accessToken);
    for (const content of [first.content, second.content.lenient]) {
      const answer = await createDemoClient(app.server, content).call('GET', '/products');
      expect(answer.body.data.products.map(({ code }: { code: string }) => code)).toContain('JUNK-001');
    }
    expect(await count('invoice')).toBe(before);
  });

  it('is found again without demo.json, with new apps and the same password', async () => {
    const known = (await openDemo(options)).content;
    const lost = await openDemo({ ...options, dataDirectory: join(dataDirectory, 'empty') });
    expect(lost.content.workspaceId).toBe(known.workspaceId);
    expect(lost.content.password).toBe(known.password);
    expect(lost.content.clientId).not.toBe(known.clientId);
  });

  it('tells no password any more once it was changed', async () => {
    const known = (await openDemo(options)).content;
    const kept = await clone.owner.query('SELECT password_hash FROM person');
    await clone.owner.query('UPDATE person SET password_hash = $1', [await hashPassword('another one')]);
    const { content } = await openDemo(options);
    expect([content.email, content.password, content.lenient.password]).toEqual([known.email, '', '']);
    await clone.owner.query('UPDATE person SET password_hash = $1', [kept.rows[0].password_hash]);
    expect((await openDemo(options)).content.password).toBe(known.password);
  });

  it('gets new apps where the server key was changed and the secrets no longer open', async () => {
    const known = (await openDemo(options)).content;
    const secretKey = randomBytes(32);
    const other = createApp({ database: clone.database, secretKey, logLevel: 'silent' });
    const { content } = await openDemo({ ...options, app: other, secretKey });
    expect(content.workspaceId).toBe(known.workspaceId);
    expect(content.clientId).not.toBe(known.clientId);
    expect((await createDemoClient(other.server, content).call('GET', '/tags')).status).toBe(200);
    await other.close();
  });

  it('registers where a sign-in may lead back to, wherever the server now is', async () => {
    const { content } = await openDemo({
      ...options,
      baseUrl: 'http://127.0.0.1:5000',
      publicUrl: 'https://books.example',
    });
    const { rows } = await clone.owner.query('SELECT redirect_uris FROM partner_app WHERE client_id = $1', [
      content.clientId,
    ]);
    expect(rows[0].redirect_uris).toEqual([
      'http://127.0.0.1:17845/callback',
      'http://localhost:3000/success',
      'http://127.0.0.1:5000/docs/',
      'http://localhost:5000/docs/',
      'https://books.example/docs/',
    ]);
  });

  it('offers an invoice that works once, and then the next number', async () => {
    const demo = await openDemo(options);
    const client = createDemoClient(app.server, demo.content);
    expect(demo.example).toMatchObject({ invoiceNumber: 'A-1001', isDraft: false });
    expect((await client.call('POST', '/invoices', demo.example)).status).toBe(200);
    expect((await client.call('POST', '/invoices', demo.example)).body.code).toBe('DUPLICATE_INVOICE_NUMBER');
    expect((await openDemo(options)).example).toMatchObject({ invoiceNumber: 'A-1002' });
  });

  it('holds documents in every state that there is so far', async () => {
    const client = createDemoClient(app.server, (await openDemo(options)).content);
    const total = async (query: string) =>
      (await client.data('GET', `/invoices?limit=1&${query}`)).totalRecords;
    for (const query of [
      'status=draft',
      'status=overdue',
      'status=approved',
      'status=sent',
      'status=partial',
      'status=paid',
      'status=applied',
      'invoiceType=quote',
      'invoiceType=memo',
    ]) {
      expect(await total(query), query).toBeGreaterThan(0);
    }
    expect(await total('')).toBeGreaterThan(125);
    for (const query of ['kind=payment', 'isOnAccount=true', 'kind=write_off']) {
      const { totalRecords } = await client.data('GET', `/payments?limit=1&${query}`);
      expect(totalRecords, query).toBeGreaterThan(0);
    }
    const { invoices: memos } = await client.data('GET', '/invoices?limit=100&invoiceType=memo');
    const [returned] = memos.filter(
      ({ appliedToInvoiceUuid: named }: { appliedToInvoiceUuid: string | null }) => named !== null,
    );
    expect(returned).toMatchObject({ status: 'applied', credits: [{ uuid: returned.appliedToInvoiceUuid }] });
  });

  it('has sent what is lately written, to nobody, and sends what a visitor sends', async () => {
    const client = createDemoClient(app.server, (await openDemo(options)).content);
    const { mails, totalRecords } = await client.data('GET', '/mail?limit=100');
    expect(totalRecords).toBeGreaterThan(5);
    expect(new Set(mails.map(({ status }: { status: string }) => status))).toEqual(new Set(['kept']));
    const { mail } = await client.data('POST', `/invoices/${mails[0].entityUuid}/send`);
    expect(mail.status).toBe('pending');
  });

  it('has mailed one invoice with a picture, which its customer sees too', async () => {
    const client = createDemoClient(app.server, (await openDemo(options)).content);
    const { mails } = await client.data('GET', '/mail?limit=100');
    const [{ entityUuid }, ...others] = mails.filter(({ attachments }: { attachments: string[] }) =>
      attachments.includes('garage-plan.png'),
    );
    expect(others).toEqual([]);
    const { attachments } = await client.data('GET', `/invoices/${entityUuid}/attachments`);
    expect(attachments).toMatchObject([{ title: 'Plan of the garage', contentType: 'image/png' }]);
    expect(attachments[0].sharedAt).not.toBeNull();
    expect(attachments[0].size).toBeLessThan(5_000);
  });

  it('has rules that have reminded of invoices, and that rest', async () => {
    const client = createDemoClient(app.server, (await openDemo(options)).content);
    const { reminderRules } = await client.data('GET', '/reminder-rules');
    expect(reminderRules).toMatchObject([
      { daysFromDueDate: -3, active: false },
      { daysFromDueDate: 7, active: false },
    ]);
    const { rows } = await clone.owner.query(
      `SELECT DISTINCT r.days_from_due_date AS days, m.status FROM reminder r LEFT JOIN mail m ON m.id = r.mail_id
        ORDER BY 1`,
    );
    expect(rows).toEqual([
      { days: -3, status: 'kept' },
      { days: 7, status: 'kept' },
    ]);
    expect((await clone.owner.query('SELECT FROM reminder_due')).rows).toEqual([]);
  });

  it('depreciates its trucks at the end of every month of the year, by a template', async () => {
    const client = createDemoClient(app.server, (await openDemo(options)).content);
    const entries = '/journal-entries?source=journal&search=Depreciation%20of%20the%20trucks';
    const { journalEntries } = await client.data('GET', entries);
    // One more where today is the last day of its month.
    expect([12, 13]).toContain(journalEntries.length);
    for (const { date } of journalEntries) expect(addDays(date, 1)).toMatch(/-01$/);
    const { recurringJournalEntryTemplates } = await client.data('GET', '/recurring-journal-entry-templates');
    const [{ uuid, runCount, status }, ...others] = recurringJournalEntryTemplates;
    expect([others, status]).toEqual([[], 'active']);
    const made = journalEntries.filter(
      ({ recurringTemplateUuid }: { recurringTemplateUuid: string | null }) => recurringTemplateUuid === uuid,
    );
    expect(made).toHaveLength(runCount);
    expect(runCount).toBeGreaterThanOrEqual(11);
  });

  it('names from whom the firm buys', async () => {
    const client = createDemoClient(app.server, (await openDemo(options)).content);
    const { vendors } = await client.data('GET', '/vendors?limit=5000');
    expect(vendors.length).toBeGreaterThan(10);
    expect(new Set(vendors.map(({ status }: { status: string }) => status))).toEqual(
      new Set(['active', 'inactive']),
    );
  });

  it('has billed a customer in euros at a rate of the table, who has paid a part at another', async () => {
    const client = createDemoClient(app.server, (await openDemo(options)).content);
    const { exchangeRates } = await client.data('GET', '/exchange-rates?currency=EUR');
    expect(exchangeRates).toHaveLength(12);
    const { customers } = await client.data('GET', '/customers?search=Moreau');
    const { invoices } = await client.data('GET', `/invoices?customerUuid=${customers[0].uuid}`);
    expect(invoices).toMatchObject([
      { currency: 'EUR', total: '1527.00', exchangeRateSource: 'table', paymentStatus: 'partial' },
    ]);
    const { payments } = await client.data('GET', `/payments?customerUuid=${customers[0].uuid}`);
    expect(payments).toMatchObject([{ currency: 'EUR', amount: '750.00', exchangeRateSource: 'table' }]);
    expect(payments[0].exchangeRate).not.toBe(invoices[0].exchangeRate);
    expect(payments[0].currencyGain).not.toBe('0.00');
  });

  it('has a chart with the accounts of its trade, under those that every workspace has', async () => {
    const client = createDemoClient(app.server, (await openDemo(options)).content);
    const { accounts } = await client.data('GET', '/chart-of-accounts?search=6630');
    const parent = await client.data('GET', `/chart-of-accounts/${accounts[0].parentAccountUuid}`);
    expect([accounts[0].name, parent.name]).toEqual(['Landfill Fees', 'Cost of Goods Sold']);
    const { totalRecords } = await client.data('GET', '/chart-of-accounts?limit=1&inactive=true');
    expect(totalRecords).toBe(1);
  });

  it('has books that are proved', async () => {
    for (const { results } of await verifyDatabase(clone.database)) {
      expect(results.flatMap(({ failures }) => failures)).toEqual([]);
    }
  });
});
