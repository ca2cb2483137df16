import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestWorkspace } from '../../test/support/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const TABLE = 'Name,Email\nHarbor Cafe,harbor@example.com\nPine Street Dental,pine.example.com\n';
const send = ({ strict }: TestWorkspace, body: object, query: Record<string, string> = {}, headers = {}) =>
  strict.post('/imports', { kind: 'customers', csv: TABLE, ...body }, { query, headers });
const namesOf = async ({ strict }: TestWorkspace) => {
  const { body } = await strict.get('/customers', { sortBy: 'customer' });
  return body.data.customers.map(({ customer }: { customer: string }) => customer);
};

describe('POST /partners/imports', () => {
  it('lists on a dry run what is bad, and keeps nothing', async () => {
    const workspace = await server.addWorkspace();
    const { status, body } = await send(workspace, {}, { dryRun: 'true' });
    expect([status, body.message]).toEqual([200, 'Table checked: nothing was kept.']);
    expect(body.data).toEqual({
      records: 2,
      imported: 1,
      known: 0,
      bad: 1,
      kept: false,
      dryRun: true,
      problems: [{ line: 3, column: 'Email', reason: 'must be a valid email address.' }],
      columns: [
        { column: 'Name', field: 'customer' },
        { column: 'Email', field: 'email' },
      ],
    });
    expect(await namesOf(workspace)).toEqual([]);
  });

  it('refuses a table with a bad row, by its line, and keeps nothing', async () => {
    const workspace = await server.addWorkspace();
    const { status, body } = await send(workspace, {});
    expect([status, body.code]).toEqual([400, 'VALIDATION_ERROR']);
    expect(body.errors).toEqual([
      {
        field: 'csv',
        code: 'INVALID_VALUE',
        message: 'csv is invalid on line 3, Email: must be a valid email address.',
      },
    ]);
    expect(await namesOf(workspace)).toEqual([]);
  });

  it('keeps the good rows where it is told to, in the name of who sent it, and never twice', async () => {
    const workspace = await server.addWorkspace();
    const headers = { 'idempotency-key': 'import-1' };
    const first = await send(workspace, { skipBad: true }, {}, headers);
    expect(first.body.data).toMatchObject({ imported: 1, bad: 1, kept: true });
    const repeated = await send(workspace, { skipBad: true }, {}, headers);
    expect(repeated.headers.get('idempotent-replayed')).toBe('true');
    expect(repeated.body).toEqual(first.body);
    const right = await send(workspace, { csv: TABLE.replace('pine.', 'pine@') });
    expect(right.body.data).toMatchObject({ imported: 1, known: 1, bad: 0, kept: true });
    expect(await namesOf(workspace)).toEqual(['Harbor Cafe', 'Pine Street Dental']);
    const { rows } = await server.owner.query(
      `SELECT DISTINCT entity_type, person_id, partner_app_id FROM audit_log
        WHERE workspace_id = $1 AND entity_type <> 'membership' ORDER BY 1`,
      [workspace.workspaceId],
    );
    const author = { person_id: workspace.personId, partner_app_id: server.strictAppId };
    expect(rows).toEqual(['customer', 'import'].map((entity_type) => ({ entity_type, ...author })));
  });

  it('does not know what another workspace has imported', async () => {
    const [one, other] = [await server.addWorkspace(), await server.addWorkspace()];
    const csv = 'Name\nAimee\n';
    expect((await send(one, { csv })).body.data.imported).toBe(1);
    expect((await send(other, { csv })).body.data).toMatchObject({ imported: 1, known: 0 });
  });

  it('posts journal entries for the person behind the token', async () => {
    const workspace = await server.addWorkspace();
    const csv =
      'Buchung;Datum;Konto;Soll;Haben\nB1;31.01.2026;Checking;1.234,50;\nB1;31.01.2026;Sales;;1.234,50\n';
    const columns = { Buchung: 'refNumber', Datum: 'date', Konto: 'account', Soll: 'debit', Haben: 'credit' };
    const { body } = await send(workspace, {
      kind: 'journal-entries',
      csv,
      columns,
      dateFormat: 'DD.MM.YYYY',
      decimalComma: true,
    });
    expect(body.data).toMatchObject({ records: 1, imported: 1, problems: [] });
    const { rows } = await server.owner.query(
      'SELECT actor, app, effective::text AS date FROM journal_entry WHERE workspace_id = $1',
      [workspace.workspaceId],
    );
    expect(rows).toEqual([{ actor: workspace.personId, app: server.strictAppId, date: '2026-01-31' }]);
  });

  it.each([
    [{ kind: 'bills' }, ['kind']],
    [{ kind: undefined, csv: ' ' }, ['kind', 'csv']],
    [{ csv: 'Email\na@example.com' }, ['csv']],
    [{ csv: 'Name\n"open' }, ['csv']],
    [{ columns: { Nothing: 'email' } }, ['csv']],
    [
      { columns: 'Name=customer', dateFormat: 'YY', decimalComma: 'yes' },
      ['columns', 'dateFormat', 'decimalComma'],
    ],
    [{ csv: `Name\n${'x\n'.repeat(1001)}` }, ['csv']],
  ])('refuses what it cannot read, case %#', async (changes, fields) => {
    const workspace = await server.addWorkspace();
    for (const query of [{}, { dryRun: 'true' }]) {
      const { status, body } = await send(workspace, changes, query);
      expect([status, body.code]).toEqual([400, 'VALIDATION_ERROR']);
      expect(body.errors.map(({ field }: { field: string }) => field)).toEqual(fields);
    }
    expect(await namesOf(workspace)).toEqual([]);
  });
});
