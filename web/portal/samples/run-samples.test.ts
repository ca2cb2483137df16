import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueTokenFamily, registerRedirectUris } from '../../../src/partners/index.ts';
import { issueAuthorizationCode } from '../../../src/partners/tokens/issue-authorization-code.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { PROJECT } from '../build/source-hash.ts';
import { toConsoleProps } from '../console/console-props.ts';
import { toRequest } from '../console/request-values.ts';
import { substituteValues } from '../console/substitute.ts';
import type { EndpointPage } from '../model/pages.ts';
import { readPortal } from '../model/portal.ts';
import type { SampleRequest } from './sample-request.ts';
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

describe('a sample is a program that runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'recount-samples-'));
  const known: Record<string, string> = {};
  let server: TestServer;
  let lastFile = 0;

  beforeAll(async () => {
    server = await startTestServer();
    const { workspaceId, personId, strictAppId: partnerAppId, database, strict } = server;
    const redirectUri = 'http://localhost:3000/success';
    await registerRedirectUris(database, partnerAppId, [redirectUri]);
    const tokens = await issueTokenFamily(database, { partnerAppId, workspaceId, personId });
    const accounts = await strict.get('/chart-of-accounts', { type: 'Income', page: '1' });
    const product = pageOf('createProduct').bodyExample as { categoryAccountUuid: string };
    known[product.categoryAccountUuid] = accounts.body.data.accounts[0].uuid;
    const bodyOf = (operationId: string) => pageOf(operationId).bodyExample as Record<string, string>;
    known[bodyOf('refreshUserAccessToken').refreshToken!] = tokens.refreshToken;
    known[bodyOf('grantAccessToken').code!] = await issueAuthorizationCode(database, {
      partnerAppId,
      workspaceId,
      personId,
      redirectUri,
    });
  });

  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function run(
    { id, file, write }: SampleLanguage,
    request: SampleRequest,
    changes: Record<string, string> = {},
  ) {
    lastFile += 1;
    const path = join(folder, `${lastFile}-${file}`);
    writeFileSync(path, write(request, 'http://127.0.0.1:9'));
    const { clientId, clientSecret, accessToken = '' } = server.strict.credentials;
    const env = {
      ...process.env,
      RECOUNT_URL: server.baseUrl,
      RECOUNT_CLIENT_ID: clientId,
      RECOUNT_CLIENT_SECRET: clientSecret,
      RECOUNT_ACCESS_TOKEN: accessToken,
      ...changes,
    };
    const [command, ...args] = RUN[id]!;
    return new Promise<Outcome>((done, fail) => {
      execFile(command, [...args, path], { env }, (error, out, err) => {
        const status = /^(?:HTTP )?(\d{3})$/m.exec(out)?.[1] ?? /^HTTP (\d{3})$/m.exec(err)?.[1];
        const json = /^[[{].*/ms.exec(out)?.[0];
        if (!status || !json) return fail(new Error(`${id} printed ${out}${err}`));
        done({ code: error ? Number(error.code) : 0, status: Number(status), answer: JSON.parse(json) });
      });
    });
  }

  function requestOf(page: EndpointPage, changes: Record<string, string> = {}): SampleRequest {
    const props = toConsoleProps(page);
    return toRequest(props, substituteValues(props.example, { ...known, ...changes }));
  }

  const deletes = ({ method }: EndpointPage) => method === 'DELETE';

  async function runEach(wanted: readonly EndpointPage[]): Promise<void> {
    for (const page of wanted) {
      const outcome = await run(language('typescript'), requestOf(page));
      const expected = successOf(page);
      expect(outcome, `${page.operationId}: ${JSON.stringify(outcome.answer)}`).toMatchObject({
        code: 0,
        status: Number(expected.status),
      });
      // What this answer calls its record, the examples of other pages call by the example's id.
      const example = expected.examples[0]!.value as { status?: string; data?: { uuid?: string } };
      expect(outcome.answer.status).toBe(example.status);
      if (example.data?.uuid) known[example.data.uuid] ??= outcome.answer.data.uuid;
    }
  }

  it(
    'for every operation, with the example of its page',
    () => runEach(pages.filter((page) => !deletes(page))),
    // A program for each: there are many of them.
    180_000,
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

    it('and that says so where it was refused', async () => {
      const refused = await run(each, requestOf(pageOf('listInvoices')), { RECOUNT_CLIENT_SECRET: 'wrong' });
      expect(refused.code).not.toBe(0);
      expect(refused).toMatchObject({ status: 401, answer: { status: 'error', code: 'invalid_signature' } });
    });
  });

  it('for every operation that deletes, last of all', async () => {
    // The customer of the examples has invoices to pay by now, which keep it: another one takes its place.
    const created = successOf(pageOf('createCustomer')).examples[0]!.value as { data: { uuid: string } };
    const leaving = await server.strict.post('/customers', { customer: 'Leaving' });
    known[created.data.uuid] = leaving.body.data.uuid;
    await runEach(pages.filter(deletes));
  });
});
