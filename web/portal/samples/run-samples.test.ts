import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ACCOUNT_EXAMPLE_IDS,
  MERGED_ACCOUNT_EXAMPLE,
} from '../../../src/ledger/accounts/account.examples.ts';
import { DRAFT_JOURNAL_ENTRY_EXAMPLE_ID } from '../../../src/ledger/journal-entries/journal-entry.examples.ts';
import { issueTokenFamily, registerRedirectUris } from '../../../src/partners/index.ts';
import { AUTHORIZE_EXAMPLE } from '../../../src/partners/sign-in/authorize-initiate.ts';
import { issueAuthorizationCode } from '../../../src/partners/tokens/issue-authorization-code.ts';
import { MAIL_EXAMPLE } from '../../../src/platform/mail/mail.examples.ts';
import { MERGED_VENDOR_EXAMPLE } from '../../../src/purchases/vendors/vendor.examples.ts';
import { ATTACHMENT_EXAMPLE } from '../../../src/sales/attachments/attachment.examples.ts';
import { APPLY_MULTIPLE_EXAMPLE } from '../../../src/sales/credits/credit.examples.ts';
import { CUSTOMER_EXAMPLE, MERGED_CUSTOMER_EXAMPLE } from '../../../src/sales/customers/customer.examples.ts';
import { INVOICE_EXAMPLE_IDS } from '../../../src/sales/invoices/invoice.examples.ts';
import { PAYMENT_EXAMPLE } from '../../../src/sales/payments/payment.examples.ts';
import { PRODUCT_EXAMPLE } from '../../../src/sales/products/product.examples.ts';
import { TAX_EXAMPLE } from '../../../src/sales/taxes/tax.examples.ts';
import { type ModuleRunner, startModuleRunner } from '../../../test/support/module-runner.ts';
import type { CommandResult } from '../../../test/support/run-server.ts';
import {
  createSalesFixtures,
  invoiceBody,
  type SalesFixtures,
} from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { PROJECT } from '../build/source-hash.ts';
import { toConsoleProps } from '../console/console-props.ts';
import { toRequest } from '../console/request-values.ts';
import { substituteValues } from '../console/substitute.ts';
import type { EndpointPage } from '../model/pages.ts';
import { readPortal } from '../model/portal.ts';
import { type SampleRequest, sortParts } from './sample-request.ts';
import { SAMPLE_LANGUAGES, type SampleLanguage } from './samples.ts';

const RUN: Record<string, readonly [string, ...string[]]> = {
  curl: ['bash'],
  typescript: [process.execPath],
  python: ['python3'],
  php: ['php'],
  go: ['go', 'run'],
};
/** What others name is made first. */
const FIRST = ['Taxes', 'Tags', 'Chart of Accounts', 'Products', 'Customers', 'Invoices'];

const portal = readPortal(JSON.parse(readFileSync(join(PROJECT, 'openapi.json'), 'utf8')), []);
const rank = ({ group }: EndpointPage) => (FIRST.indexOf(group) + FIRST.length + 1) % (FIRST.length + 1);
const pages = portal.pages
  .filter((page): page is EndpointPage => page.kind === 'endpoint')
  .sort((a, b) => rank(a) - rank(b));
const pageOf = (operationId: string) => pages.find((page) => page.operationId === operationId)!;
const successOf = ({ responses }: EndpointPage) => responses.find(({ status }) => status.startsWith('2'))!;
const language = (id: string) => SAMPLE_LANGUAGES.find((each) => each.id === id)!;
const present = SAMPLE_LANGUAGES.filter(({ id }) => isPresent(RUN[id]![0]));

function isPresent(command: string): boolean {
  try {
    execFileSync('bash', ['-c', `command -v ${command}`]);
    return true;
  } catch {
    return false;
  }
}

interface Outcome {
  readonly code: number;
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers as the JSON they are
  readonly answer: any;
}

/** A document in the state that each example needs, and a mail, by the example's id. */
async function makeDocuments(
  { lenient }: TestServer,
  fixtures: SalesFixtures,
): Promise<Record<string, string>> {
  const { draft, scrapped, mistaken, quote, declinedQuote } = INVOICE_EXAMPLE_IDS;
  const offer = { invoiceType: 'quote', dueDate: '2999-01-01' };
  const wanted: [string, object][] = [
    [draft, { isDraft: true }],
    [scrapped, { isDraft: true }],
    [mistaken, {}],
    [quote, offer],
    [declinedQuote, offer],
  ];
  const made = wanted.map(async ([id, changes]) => {
    const { body } = await lenient.post('/invoices', invoiceBody(fixtures, { ...changes }));
    return [id, body.data.uuid];
  });
  const { body: sent } = await lenient.post('/invoices', invoiceBody(fixtures));
  const recipients = ['aimee@example.com'];
  const { body: answer } = await lenient.post(`/invoices/${sent.data.uuid}/send`, { recipients });
  return { ...Object.fromEntries(await Promise.all(made)), [MAIL_EXAMPLE.uuid]: answer.data.mail.uuid };
}

/** What the examples merge, by the example's id, and the account that they merge one into. */
async function makeDoubles({ lenient }: TestServer): Promise<Record<string, string>> {
  const make = async (path: string, body: object) => (await lenient.post(path, body)).body.data.uuid;
  const account = (name: string) => make('/chart-of-accounts', { name, subTypeId: 5210 });
  return {
    [MERGED_CUSTOMER_EXAMPLE.uuid]: await make('/customers', { customer: 'Entered twice' }),
    [MERGED_VENDOR_EXAMPLE.uuid]: await make('/vendors', { name: 'Entered twice' }),
    [MERGED_ACCOUNT_EXAMPLE.uuid]: await account('Entered twice'),
    [ACCOUNT_EXAMPLE_IDS.recyclingFees]: await account('Kept'),
  };
}

/** The address of its example leads nowhere. */
const UNREACHABLE = 'addInvoiceAttachments';
const UPLOAD = 'uploadInvoiceAttachments';
const DOWNLOAD = 'downloadInvoiceAttachment';

const SETTLED = new Set(['removeCredit']);
const PAID = new Set(['removeTransaction', 'unapplyPayment', 'getPayment', 'deletePayment']);
const ON_ACCOUNT = new Set(['applyPayment', 'createRefund']);
const FROM_SCRATCH = new Set([
  'createPayment',
  'writeOffInvoice',
  'applyMultipleCreditToInvoice',
  'applyCreditToMultipleInvoices',
]);

/** What the example of a settlement needs, made anew for each: once it has run, nothing of it can be settled again. */
async function makeSettlement(
  { lenient }: TestServer,
  fixtures: SalesFixtures,
  operationId: string,
): Promise<Record<string, string>> {
  if (![SETTLED, PAID, ON_ACCOUNT, FROM_SCRATCH].some((operations) => operations.has(operationId))) return {};
  const post = async (path: string, given: object) => (await lenient.post(path, given)).body.data.uuid;
  const invoice = await post('/invoices', invoiceBody(fixtures));
  const memo = await post('/invoices', invoiceBody(fixtures, { invoiceType: 'memo' }));
  if (SETTLED.has(operationId)) {
    const invoices = [{ id: invoice, amount: 5 }];
    await lenient.patch(`/invoices/${memo}/apply-credit-to-multiple-invoices`, { invoices });
  }
  const { customerUuid } = fixtures;
  const invoices = PAID.has(operationId) ? [{ id: invoice, amount: 100 }] : [];
  const payment = await post('/payments', { customerUuid, date: '2026-07-10', amount: 100, invoices });
  return {
    [CUSTOMER_EXAMPLE.uuid]: customerUuid,
    [INVOICE_EXAMPLE_IDS.invoice]: invoice,
    [APPLY_MULTIPLE_EXAMPLE.creditMemos[0]!.id]: memo,
    [PAYMENT_EXAMPLE.uuid]: payment,
  };
}

describe('a sample is a program that runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'recount-samples-'));
  const known: Record<string, string> = {};
  let server: TestServer;
  let fixtures: SalesFixtures;
  let lastFile = 0;
  let runner: ModuleRunner;

  beforeAll(async () => {
    server = await startTestServer({ sandbox: true, country: 'US', taxNumber: '12-3456789' });
    const { workspaceId, personId, strictAppId: partnerAppId, database, strict } = server;
    const redirectUri = 'http://localhost:3000/success';
    await registerRedirectUris(database, partnerAppId, [redirectUri]);
    const tokens = await issueTokenFamily(database, { partnerAppId, workspaceId, personId });
    await strict.patch('/workspace', { cutoverDate: '2026-01-01' });
    const { body: chart } = await strict.get('/chart-of-accounts', { page: '1', limit: '5000' });
    for (const [example, number] of [
      [ACCOUNT_EXAMPLE_IDS.checking, '1000'],
      [ACCOUNT_EXAMPLE_IDS.receivable, '1200'],
      [ACCOUNT_EXAMPLE_IDS.ownersEquity, '3000'],
      [ACCOUNT_EXAMPLE_IDS.inputTax, '1320'],
      [ACCOUNT_EXAMPLE_IDS.salesTax, '2200'],
      [ACCOUNT_EXAMPLE_IDS.serviceIncome, '4100'],
      [ACCOUNT_EXAMPLE_IDS.costOfGoodsSold, '6600'],
    ] as const) {
      const numbered = ({ accountNumber }: { accountNumber: string }) => accountNumber === number;
      known[example] = chart.data.accounts.find(numbered).uuid;
    }
    const bodyOf = (operationId: string) => pageOf(operationId).bodyExample as Record<string, string>;
    known[bodyOf('refreshUserAccessToken').refreshToken!] = tokens.refreshToken;
    known[bodyOf('grantAccessToken').code!] = await issueAuthorizationCode(database, {
      partnerAppId,
      workspaceId,
      personId,
      redirectUri,
    });
    const { clientId, redirectUri: callback } = AUTHORIZE_EXAMPLE;
    Object.assign(known, { [clientId]: strict.credentials.clientId, [callback]: redirectUri });
    const { body: waiting } = await strict.post('/journal-entries', {
      descriptionEntry: 'Waits to be approved',
      date: '2026-07-31',
      isDraft: true,
      lines: [
        { accountUuid: known[ACCOUNT_EXAMPLE_IDS.costOfGoodsSold], amountDebit: 10 },
        { accountUuid: known[ACCOUNT_EXAMPLE_IDS.checking], amountCredit: 10 },
      ],
    });
    known[DRAFT_JOURNAL_ENTRY_EXAMPLE_ID] = waiting.data.uuid;
    fixtures = await createSalesFixtures(server.lenient);
    Object.assign(known, await makeDocuments(server, fixtures), await makeDoubles(server));
    for (const { form = [] } of pages)
      for (const { fileName, content } of sortParts(form).files)
        writeFileSync(join(folder, fileName), content as string);
    runner = startModuleRunner(folder, environment());
  });

  afterAll(async () => {
    await runner.stop();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const environment = (changes: Record<string, string> = {}) => {
    const { clientId, clientSecret, accessToken = '' } = server.strict.credentials;
    return {
      ...process.env,
      RECOUNT_URL: server.baseUrl,
      RECOUNT_CLIENT_ID: clientId,
      RECOUNT_CLIENT_SECRET: clientSecret,
      RECOUNT_ACCESS_TOKEN: accessToken,
      ...changes,
    };
  };

  function save({ file, write }: SampleLanguage, request: SampleRequest): string {
    lastFile += 1;
    const path = join(folder, `${lastFile}-${file}`);
    writeFileSync(path, write(request, 'http://127.0.0.1:9'));
    return path;
  }

  function readOutcome(request: SampleRequest, { code, out, err }: CommandResult): Outcome {
    const status = /^(?:HTTP )?(\d{3})$/m.exec(out)?.[1] ?? /^HTTP (\d{3})$/m.exec(err)?.[1];
    const saved = request.savesAs && join(folder, request.savesAs);
    if (status === '200' && saved) return { code: 0, status: 200, answer: readFileSync(saved) };
    const json = /^[[{].*/ms.exec(out)?.[0];
    if (!status || !json) throw new Error(`It printed ${out}${err}`);
    return { code, status: Number(status), answer: JSON.parse(json) };
  }

  /** As a process of its own, as those who copy it do. */
  async function run(each: SampleLanguage, request: SampleRequest, changes: Record<string, string> = {}) {
    const [command, ...args] = RUN[each.id]!;
    return new Promise<Outcome>((done, fail) => {
      execFile(
        command,
        [...args, save(each, request)],
        { env: environment(changes), cwd: folder },
        (error, out, err) => {
          try {
            done(readOutcome(request, { code: error ? Number(error.code) : 0, out, err }));
          } catch (failure) {
            fail(failure);
          }
        },
      );
    });
  }

  function requestOf(page: EndpointPage, changes: Record<string, string> = {}): SampleRequest {
    const props = toConsoleProps(page);
    return toRequest(props, substituteValues(props.example, { ...known, ...changes }));
  }

  const deletes = ({ method }: EndpointPage) => method === 'DELETE';

  async function runEach(wanted: readonly EndpointPage[]): Promise<void> {
    for (const page of wanted) {
      if (page.operationId === UNREACHABLE) continue;
      const changes = await makeSettlement(server, fixtures, page.operationId);
      const request = requestOf(page, changes);
      const outcome = readOutcome(request, await runner.run(save(language('typescript'), request)));
      const expected = successOf(page);
      if (expected.file) {
        const ofDocument = expected.file === 'application/xml' ? '<?xml' : '%PDF-';
        const begins = page.operationId === DOWNLOAD ? 'day,h' : ofDocument;
        expect(outcome.answer.toString('latin1', 0, 5), page.operationId).toBe(begins);
        continue;
      }
      expect(outcome, `${page.operationId}: ${JSON.stringify(outcome.answer)}`).toMatchObject({
        code: 0,
        status: Number(expected.status),
      });
      if (page.operationId === UPLOAD)
        known[ATTACHMENT_EXAMPLE.uuid] = outcome.answer.data.attachments[0].uuid;
      // What this answer calls its record, the examples of other pages call by the example's id.
      const example = expected.examples[0]!.value as { status?: string; data?: { uuid?: string } };
      expect(outcome.answer.status).toBe(example.status);
      if (example.data?.uuid) known[example.data.uuid] ??= outcome.answer.data.uuid;
    }
  }

  it(
    'for every operation, with the example of its page',
    () => runEach(pages.filter((page) => !deletes(page))),
    // There are many of them.
    300_000,
  );

  describe.each(present)('in $label', (each) => {
    it('with a body, a query, a signature alone and no credentials', async () => {
      const notes = `It's "\${HOME}" \`id\` \\n 50 % für 名\n😀`;
      const invoice = requestOf(pageOf('createInvoice'), {
        'A-1001': `${each.id}'s "№" \\`,
        'Thank you for your business.': notes,
      });
      const created = await run(each, {
        ...invoice,
        headers: { 'Idempotency-Key': `"key"-of-${each.id}'s-$1` },
      });
      expect(created, JSON.stringify(created.answer)).toMatchObject({ code: 0, status: 200 });
      expect(created.answer.data).toMatchObject({ invoiceNumber: `${each.id}'s "№" \\`, notes });

      const search = `${each.id}'s "№" \\`;
      const props = toConsoleProps(pageOf('listInvoices'));
      const list = toRequest(props, { ...props.example, query: { search, isDraft: 'false', limit: '1' } });
      const listed = await run(each, list);
      expect(listed).toMatchObject({ code: 0, status: 200, answer: { data: { totalRecords: 1, limit: 1 } } });

      const code = await issueAuthorizationCode(server.database, {
        partnerAppId: server.strictAppId,
        workspaceId: server.workspaceId,
        personId: server.personId,
        redirectUri: 'http://localhost:3000/success',
      });
      const body = JSON.stringify({ grantType: 'authorization_code', code });
      const granted = await run(each, { ...requestOf(pageOf('grantAccessToken')), body });
      expect(granted).toMatchObject({ code: 0, status: 200, answer: { status: 'success' } });

      const open = { method: 'GET', path: '/healthz', query: '', access: 'public', headers: {} } as const;
      expect(await run(each, open)).toMatchObject({ code: 0, status: 200, answer: { status: 'ok' } });
    });

    it('that saves a file, or says why there is none', async () => {
      const { body } = await server.lenient.post('/invoices', invoiceBody(fixtures));
      const pdf = requestOf(pageOf('getInvoicePdf'), { [INVOICE_EXAMPLE_IDS.invoice]: body.data.uuid });
      const saved = await run(each, pdf);
      expect(saved).toMatchObject({ code: 0, status: 200 });
      expect(saved.answer.toString('latin1', 0, 5)).toBe('%PDF-');
      if (each.id === 'curl') return;
      const refused = await run(each, pdf, { RECOUNT_CLIENT_SECRET: 'wrong' });
      expect(refused).toMatchObject({ status: 401, answer: { code: 'invalid_signature' } });
    });

    it('that uploads files, whatever they are called, each with its title', async () => {
      const { body } = await server.lenient.post('/invoices', invoiceBody(fixtures));
      const upload = requestOf(pageOf(UPLOAD), { [INVOICE_EXAMPLE_IDS.invoice]: body.data.uuid });
      const awkward = `a "b"; c,d's $HOME é.csv`;
      writeFileSync(join(folder, awkward), 'name\nAimée\n');
      const form = [
        ...sortParts(upload.form!).files,
        { name: 'file', fileName: awkward, contentType: 'text/csv', content: '' },
        { name: 'title', value: `${each.id}'s "hours" @ $5;\\` },
        { name: 'title', value: '<second>' },
      ];
      const { code, status, answer } = await run(each, { ...upload, form });
      expect({ code, status }, JSON.stringify(answer)).toEqual({ code: 0, status: 201 });
      expect(answer.data.attachments).toMatchObject([
        { title: `${each.id}'s "hours" @ $5;\\`, fileName: 'hours.csv', contentType: 'text/csv', size: 38 },
        { title: '<second>', fileName: awkward, size: 12 },
      ]);
      const refused = await run(each, upload, { RECOUNT_CLIENT_SECRET: 'wrong' });
      expect(refused).toMatchObject({ status: 401, answer: { code: 'invalid_signature' } });
    });

    it('and that says so where it was refused', async () => {
      const refused = await run(each, requestOf(pageOf('listInvoices')), { RECOUNT_CLIENT_SECRET: 'wrong' });
      expect(refused.code).not.toBe(0);
      expect(refused).toMatchObject({ status: 401, answer: { status: 'error', code: 'invalid_signature' } });
    });
  });

  it('for every operation that deletes, last of all', async () => {
    // By now the customer of the examples has invoices to pay, the tax is on them, and a template names the product, which
    // keeps them: others take their place.
    const created = successOf(pageOf('createCustomer')).examples[0]!.value as { data: { uuid: string } };
    const leaving = await server.strict.post('/customers', { customer: 'Leaving' });
    known[created.data.uuid] = leaving.body.data.uuid;
    const tax = await server.strict.post('/taxes', { name: 'Unused', percentage: 1 });
    known[TAX_EXAMPLE.uuid] = tax.body.data.uuid;
    const product = await server.strict.post('/products', { name: 'Unused' });
    known[PRODUCT_EXAMPLE.uuid] = product.body.data.uuid;
    await runEach(pages.filter(deletes));
  });
});
