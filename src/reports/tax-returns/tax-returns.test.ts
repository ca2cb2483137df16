import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createSalesFixtures,
  createTax,
  invoiceBody,
  type SalesFixtures,
} from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../../test/support/test-server.ts';
import { addDays } from '../../platform/dates.ts';

let server: TestServer;
let workspace: TestWorkspace;
let fixtures: SalesFixtures;
let taxes: { standard: string; zero: string };

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  workspace = await server.addWorkspace();
  fixtures = await createSalesFixtures(workspace.strict);
  taxes = {
    standard: await createTax(workspace.strict, 'Standard', 10),
    zero: await createTax(workspace.strict, 'Zero', 0, { kind: 'zero' }),
  };
});

// biome-ignore lint/suspicious/noExplicitAny: answers are read as the JSON they are
type Data = any;

async function done(call: Promise<{ status: number; body: Data }>): Promise<Data> {
  const { status, body } = await call;
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body.data;
}

const FIRST = { startDate: '2025-01-01', endDate: '2025-03-31' };
const SECOND = { startDate: '2025-04-01', endDate: '2025-06-30' };

const open = (body: object = {}) => workspace.strict.post('/tax-returns', body);
const read = (id: string, query: Record<string, string> = {}) =>
  done(workspace.strict.get(`/tax-returns/${id}`, query));
const lines = (id: string, query: Record<string, string> = {}) =>
  done(workspace.strict.get(`/tax-returns/${id}/lines`, query));
const file = (id: string, body: object = {}) => workspace.strict.post(`/tax-returns/${id}/file`, body);
const unfile = (id: string, body: object = { reason: 'Rejected' }) =>
  workspace.strict.post(`/tax-returns/${id}/unfile`, body);
const list = async () => (await done(workspace.strict.get('/tax-returns'))).taxReturns;

function sell(date: string, price: number, changes: object = {}, taxUuids = [taxes.standard]) {
  const products = [{ productUuid: fixtures.productUuid, quantity: 1, price, taxes: taxUuids }];
  return done(
    workspace.strict.post('/invoices', invoiceBody(fixtures, { products, date, dueDate: date, ...changes })),
  );
}

async function openAndFile(period: object = {}, body: object = {}): Promise<Data> {
  const { uuid } = await done(open(period));
  return done(file(uuid, body));
}

const proofs = async () => {
  const { proofs: all } = await done(workspace.strict.get('/ledger/proof'));
  return all.filter(({ failureCount }: Data) => failureCount > 0);
};

describe('a draft', () => {
  it('says what the sales tax report of the same days says, as the books are now', async () => {
    await sell('2025-01-15', 100);
    await sell('2025-03-31', 50, {}, [taxes.zero]);
    await sell('2025-02-01', 20, { invoiceType: 'memo' });
    await sell('2024-12-31', 1000);
    await sell('2025-04-01', 1000);
    const { uuid, ...draft } = await done(open(FIRST));
    const report = await done(workspace.strict.get('/reports/sales-tax', FIRST));
    const { previousNetTax: _none, ...totals } = report.totals;
    expect(draft).toMatchObject({
      ...FIRST,
      status: 'draft',
      basis: 'accrual',
      filedAt: null,
      filedBy: null,
      reference: null,
      totals: { ...totals, adjustments: '0.00', taxDue: '8.00' },
      late: [],
      lateEntries: [],
      lateEntryCount: 0,
    });
    expect(draft.rows.map(({ adjustments: _, taxDue: __, link: ___, ...row }: Data) => row)).toEqual(
      report.rows.map(({ link: _, previousNetTax: __, ...row }: Data) => row),
    );
    await sell('2025-03-01', 10);
    expect(await read(uuid)).toMatchObject({ totals: { taxableSales: '140.00', taxDue: '9.00' } });
    expect(await list()).toMatchObject([{ uuid, status: 'draft', totals: { taxDue: '9.00' } }]);
  });

  it('is of a period that is told, the first time, and of the one that follows afterwards', async () => {
    const { body } = await open({ basis: 'cash' });
    expect(body).toMatchObject({
      statusCode: 400,
      errors: [
        { field: 'startDate', code: 'REQUIRED' },
        { field: 'endDate', code: 'REQUIRED' },
      ],
    });
    expect(await list()).toEqual([]);
    await openAndFile({ startDate: '2025-01-01', endDate: '2025-02-28', basis: 'cash' });
    const next = await done(open({}));
    expect(next).toMatchObject({ startDate: '2025-03-01', endDate: '2025-04-30', basis: 'cash' });
    await done(workspace.strict.patch(`/tax-returns/${next.uuid}`, { endDate: '2025-03-10' }));
    await done(file(next.uuid));
    expect(await done(open({}))).toMatchObject({ startDate: '2025-03-11', endDate: '2025-03-20' });
  });

  it('is there once at a time, and gone when it is deleted', async () => {
    const { uuid } = await done(open(FIRST));
    const refused = await open(SECOND);
    expect(refused.body).toMatchObject({ statusCode: 409, code: 'TAX_RETURN_DRAFT_EXISTS' });
    expect(refused.body.message).toContain(uuid);
    const both = await Promise.all([
      workspace.strict.delete(`/tax-returns/${uuid}`),
      workspace.strict.delete(`/tax-returns/${uuid}`),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect((await workspace.strict.get(`/tax-returns/${uuid}`)).body.code).toBe('TAX_RETURN_NOT_FOUND');
    const opened = await Promise.all([open(FIRST), open(SECOND), open(FIRST)]);
    expect(opened.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await list()).toHaveLength(1);
  });

  it('follows the last that is filed without gap, overlap or change of book: every fault is told', async () => {
    await openAndFile(FIRST);
    const overlapping = await open({ startDate: '2025-03-31', endDate: '2025-01-31', basis: 'cash' });
    expect(overlapping.body).toMatchObject({
      statusCode: 400,
      code: 'VALIDATION_ERROR',
      details: { filedThrough: '2025-03-31' },
      errors: [
        { field: 'endDate', code: 'INVALID_DATE' },
        { field: 'startDate', code: 'TAX_PERIOD_OVERLAPS' },
        { field: 'basis', code: 'TAX_BASIS_FIXED' },
      ],
    });
    const gap = await open({ startDate: '2025-04-02', endDate: '2025-06-30' });
    expect(gap.body).toMatchObject({ statusCode: 400, code: 'TAX_PERIOD_GAP' });
    const malformed = await open({ startDate: '2025-02-30', endDate: 7, basis: 'both' });
    expect(malformed.body.errors.map(({ field }: Data) => field).sort()).toEqual([
      'basis',
      'endDate',
      'startDate',
    ]);
    const { uuid } = await done(open());
    const moved = await workspace.strict.patch(`/tax-returns/${uuid}`, { startDate: '2025-05-01' });
    expect(moved.body).toMatchObject({ statusCode: 400, code: 'TAX_PERIOD_GAP' });
    expect(await read(uuid)).toMatchObject(SECOND);
  });

  it('changes its period alone, and leaves a trail where it does', async () => {
    const { uuid } = await done(open(FIRST));
    const trail = async () => {
      const { rows } = await server.owner.query(
        'SELECT action, changes FROM audit_log WHERE workspace_id = $1 AND entity_id = $2 ORDER BY id',
        [workspace.workspaceId, uuid],
      );
      return rows;
    };
    await done(workspace.strict.patch(`/tax-returns/${uuid}`, {}));
    expect(await trail()).toHaveLength(1);
    const changed = await done(workspace.strict.patch(`/tax-returns/${uuid}`, { endDate: '2025-01-31' }));
    expect(changed).toMatchObject({ startDate: '2025-01-01', endDate: '2025-01-31' });
    expect(await trail()).toMatchObject([
      { action: 'created' },
      { action: 'updated', changes: { endDate: { from: '2025-03-31', to: '2025-01-31' } } },
    ]);
  });
});

describe('filing', () => {
  it('keeps the figures, the seal, who, when and the reference, and later postings change nothing', async () => {
    await sell('2025-01-15', 100);
    const { uuid } = await done(open(FIRST));
    const filed = await done(file(uuid, { reference: ' R-1 ' }));
    expect(filed).toMatchObject({
      status: 'filed',
      reference: 'R-1',
      filedBy: { uuid: workspace.personId },
      totals: { taxableSales: '100.00', taxOnSales: '10.00', taxDue: '10.00' },
      seal: { number: 1, unsealedEntries: 0 },
    });
    const { rows } = await server.owner.query(
      `SELECT number::int AS number, encode(hash, 'hex') AS hash FROM chain_head WHERE workspace_id = $1`,
      [workspace.workspaceId],
    );
    expect(filed.seal).toMatchObject(rows[0]);
    const csv = (await workspace.strict.get(`/tax-returns/${uuid}`, { format: 'csv' })).body;
    await sell('2025-01-16', 70);
    await done(workspace.strict.patch(`/taxes/${taxes.standard}`, { name: 'Renamed' }));
    expect(await read(uuid)).toEqual(filed);
    expect((await workspace.strict.get(`/tax-returns/${uuid}`, { format: 'csv' })).body).toEqual(csv);
    expect((await lines(uuid)).lines).toMatchObject([{ amount: '10.00', percentage: '10' }]);
    expect(await list()).toMatchObject([{ uuid, status: 'filed', totals: filed.totals }]);
    const stats = await done(workspace.strict.get('/workspace-stats'));
    expect(stats.taxObligations).toMatchObject({
      lastFiledPeriodEnd: '2025-03-31',
      totalObligation: '17.00',
    });
    expect(await proofs()).toEqual([]);
  });

  it('has what comes late in the next return, in rows of its own with entry and date, once', async () => {
    const early = await sell('2025-01-15', 100);
    await openAndFile(FIRST);
    const late = await sell('2025-02-10', 30);
    await sell('2025-05-01', 200);
    await done(workspace.strict.patch(`/invoices/${early.uuid}/void`));
    const { uuid } = await done(open());
    const draft = await read(uuid);
    expect(draft).toMatchObject({
      ...SECOND,
      totals: { taxableSales: '200.00', netTax: '20.00', adjustments: '-7.00', taxDue: '13.00' },
      lateTotals: { taxableSales: '-70.00', taxOnSales: '-7.00', netTax: '-7.00' },
      rows: [{ tax: 'Standard', netTax: '20.00', adjustments: '-7.00', taxDue: '13.00' }],
      late: [{ tax: 'Standard', taxableSales: '-70.00', netTax: '-7.00' }],
      lateEntryCount: 2,
      lateEntries: [
        { date: '2025-01-15', invoiceUuid: early.uuid, taxableSales: '-100.00', netTax: '-10.00' },
        {
          date: '2025-02-10',
          source: 'invoice',
          sourceUuid: late.uuid,
          invoiceNumber: late.invoiceNumber,
          taxOnSales: '3.00',
        },
      ],
    });
    const { seal: _, ...filed } = await done(file(uuid));
    expect(filed.lateEntries).toEqual(draft.lateEntries);
    await sell('2025-03-01', 5);
    const third = await done(open());
    expect(third).toMatchObject({ totals: { netTax: '0.00', adjustments: '0.50', taxDue: '0.50' } });
    expect(third.lateEntries).toMatchObject([{ date: '2025-03-01' }]);
    const csv = await workspace.strict.get(`/tax-returns/${uuid}`, { format: 'csv' });
    expect(String(csv.body).split('\r\n')).toEqual([
      'section,tax,kind,percentage,account,taxableSales,taxOnSales,taxablePurchases,taxOnPurchases,netTax',
      expect.stringMatching(/^period,Standard,standard,10,.+,200\.00,20\.00,0\.00,0\.00,20\.00$/),
      expect.stringMatching(/^late,Standard,standard,10,.+,-70\.00,-7\.00,0\.00,0\.00,-7\.00$/),
      'total of the period,,,,,200.00,20.00,0.00,0.00,20.00',
      'total of late entries,,,,,-70.00,-7.00,0.00,0.00,-7.00',
      'tax due,,,,,,,,,13.00',
      '',
    ]);
    expect(await proofs()).toEqual([]);
  });

  it('takes into no return what is dated before the first one, nor its reversal, whenever it comes', async () => {
    const old = await sell('2024-11-01', 400);
    const first = await openAndFile(FIRST);
    expect(first.rows).toEqual([]);
    await sell('2024-12-01', 50);
    await done(workspace.strict.patch(`/invoices/${old.uuid}/void`, {}));
    const none = { totals: { adjustments: '0.00', taxDue: '0.00' }, lateEntryCount: 0 };
    expect(await openAndFile()).toMatchObject({ ...none, lateEntries: [] });
    expect(await done(open())).toMatchObject(none);
    expect(await proofs()).toEqual([]);
  });

  it('counts in the cash book what was paid, also where it is paid late', async () => {
    const { uuid, total } = await sell('2025-01-15', 100);
    const pay = (date: string, amount: string) =>
      done(
        workspace.strict.post('/payments', {
          customerUuid: fixtures.customerUuid,
          date,
          amount,
          invoices: [{ id: uuid, amount }],
        }),
      );
    expect(total).toBe('110.00');
    await pay('2025-02-01', '55.00');
    const filed = await openAndFile({ ...FIRST, basis: 'cash' });
    expect(filed).toMatchObject({ basis: 'cash', totals: { taxableSales: '50.00', taxDue: '5.00' } });
    await pay('2025-03-01', '33.00');
    await pay('2025-04-01', '22.00');
    expect(await done(open())).toMatchObject({
      totals: { taxableSales: '20.00', netTax: '2.00', adjustments: '3.00', taxDue: '5.00' },
      lateEntries: [{ date: '2025-03-01', source: 'payment', invoiceUuid: uuid, netTax: '3.00' }],
    });
    expect(await proofs()).toEqual([]);
  });

  it('waits for the period to be over, is done once, and forbids every change', async () => {
    const { body: clock } = await workspace.strict.get('/workspace');
    expect(clock.data.timeZone).toBe('UTC');
    const today = new Date().toISOString().slice(0, 10);
    const { uuid } = await done(open({ startDate: '2025-01-01', endDate: today }));
    expect((await file(uuid)).body).toMatchObject({ statusCode: 400, code: 'TAX_PERIOD_NOT_OVER' });
    const yesterday = { endDate: addDays(today, -1) };
    await done(workspace.strict.patch(`/tax-returns/${uuid}`, yesterday));
    const answers = await Promise.all([file(uuid), file(uuid)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    const refused = [
      file(uuid),
      workspace.strict.patch(`/tax-returns/${uuid}`, yesterday),
      workspace.strict.delete(`/tax-returns/${uuid}`),
    ];
    for (const call of refused)
      expect((await call).body).toMatchObject({ statusCode: 400, code: 'TAX_RETURN_FILED' });
    const { rows } = await server.owner.query(
      'SELECT action FROM tax_return_filing WHERE workspace_id = $1',
      [workspace.workspaceId],
    );
    expect(rows).toEqual([{ action: 'file' }]);
  });

  it('answers a repeat with the same key as it answered first', async () => {
    const { uuid } = await done(open(FIRST));
    const once = { headers: { 'Idempotency-Key': 'file-once' } };
    const first = await workspace.strict.post(`/tax-returns/${uuid}/file`, {}, once);
    await sell('2025-01-15', 100);
    const again = await workspace.strict.post(`/tax-returns/${uuid}/file`, {}, once);
    expect([again.status, again.body]).toEqual([200, first.body]);
  });
});

describe('taking a filing back', () => {
  it('makes the last one a draft again, with what came late to it, and keeps what was filed and why', async () => {
    await openAndFile(FIRST);
    const { uuid } = await openAndFile();
    await sell('2025-05-10', 100);
    await sell('2025-02-10', 10);
    const draft = await done(unfile(uuid, { reason: ' Rejected ' }));
    expect(draft).toMatchObject({
      status: 'draft',
      filedAt: null,
      seal: { unsealedEntries: expect.any(Number) },
      totals: { netTax: '10.00', adjustments: '1.00', taxDue: '11.00' },
    });
    const { rows } = await server.owner.query(
      `SELECT action, reason, person_id FROM tax_return_filing WHERE workspace_id = $1 AND tax_return_id = $2 ORDER BY id`,
      [workspace.workspaceId, uuid],
    );
    const person_id = workspace.personId;
    expect(rows).toEqual([
      { action: 'file', reason: null, person_id },
      { action: 'unfile', reason: 'Rejected', person_id },
    ]);
    const { rows: trail } = await server.owner.query(
      `SELECT changes FROM audit_log WHERE workspace_id = $1 AND entity_id = $2 AND action = 'unfiled'`,
      [workspace.workspaceId, uuid],
    );
    expect(trail).toMatchObject([
      { changes: { reason: { to: 'Rejected' }, status: { from: 'filed', to: 'draft' } } },
    ]);
    expect(await done(file(uuid))).toMatchObject({ totals: { taxDue: '11.00' } });
    expect(await done(open())).toMatchObject({ totals: { taxDue: '0.00' }, lateEntryCount: 0 });
    expect(await proofs()).toEqual([]);
    const erase = server.owner.query('DELETE FROM tax_return_filing WHERE workspace_id = $1', [
      workspace.workspaceId,
    ]);
    await expect(erase).rejects.toThrow(/only ever added/);
  });

  it('is for the last alone, with a reason, while there is no draft, by owners', async () => {
    const first = await openAndFile(FIRST);
    const second = await openAndFile();
    expect((await unfile(first.uuid)).body).toMatchObject({ statusCode: 400, code: 'TAX_RETURN_NOT_LAST' });
    for (const body of [{}, { reason: ' ' }])
      expect((await unfile(second.uuid, body)).body).toMatchObject({
        statusCode: 400,
        errors: [{ field: 'reason', code: 'REQUIRED' }],
      });
    const draft = await done(open());
    expect((await unfile(second.uuid)).body).toMatchObject({
      statusCode: 409,
      code: 'TAX_RETURN_DRAFT_EXISTS',
    });
    expect((await unfile(draft.uuid)).body).toMatchObject({ statusCode: 400, code: 'TAX_RETURN_NOT_FILED' });
    await done(workspace.strict.delete(`/tax-returns/${draft.uuid}`));
    await server.owner.query(`UPDATE membership SET role = 'bookkeeper' WHERE workspace_id = $1`, [
      workspace.workspaceId,
    ]);
    expect((await unfile(second.uuid)).body).toMatchObject({ statusCode: 403, code: 'ROLE_REQUIRED' });
    expect((await read(second.uuid)).status).toBe('filed');
    expect((await done(file((await done(open())).uuid))).status).toBe('filed');
  });
});

describe('the lines of a return', () => {
  it('add up to its figures page by page, the late ones marked, by tax and by account', async () => {
    await openAndFile(FIRST);
    await sell('2025-02-10', 30);
    for (const price of [10, 20, 30, 40]) await sell('2025-05-10', price, {}, [taxes.standard, taxes.zero]);
    const { uuid, rows } = await done(open());
    for (const limit of ['2', '50']) {
      const all: Data[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page = await lines(uuid, { limit, ...(cursor ? { cursor } : {}) });
        all.push(...page.lines);
        cursor = page.nextCursor;
      }
      expect(all).toHaveLength(9);
      expect(new Set(all.map(({ entryUuid, lineNumber }) => `${entryUuid} ${lineNumber}`)).size).toBe(9);
      expect(all[0]).toMatchObject({
        late: true,
        date: '2025-02-10',
        amount: '3.00',
        taxable: '30.00',
        side: 'sales',
      });
      expect(all.filter(({ late }) => late)).toHaveLength(1);
    }
    const link = new URL(rows[0].link, 'http://x');
    const behind = await lines(uuid, Object.fromEntries(link.searchParams));
    const sum = behind.lines.reduce((total: number, { amount }: Data) => total + Number(amount), 0);
    expect(sum.toFixed(2)).toBe(rows[0].taxDue);
    expect((await lines(uuid, { late: 'true' })).lines).toHaveLength(1);
    expect((await lines(uuid, { late: 'false', taxUuids: taxes.zero })).lines).toHaveLength(4);
    expect((await lines(uuid, { accountUuids: fixtures.incomeAccountUuid })).lines).toEqual([]);
  });

  it('are those of another workspace for nobody, and a bad query is refused whole', async () => {
    const { uuid } = await done(open(FIRST));
    for (const path of [`/tax-returns/${uuid}`, `/tax-returns/${uuid}/lines`])
      expect((await server.strict.get(path)).body).toMatchObject({
        statusCode: 404,
        code: 'TAX_RETURN_NOT_FOUND',
      });
    const { body } = await workspace.strict.get(`/tax-returns/${uuid}/lines`, { limit: '0', late: 'maybe' });
    expect(body.errors.map(({ field }: Data) => field).sort()).toEqual(['late', 'limit']);
    const cursor = await workspace.strict.get(`/tax-returns/${uuid}/lines`, { cursor: 'x' });
    expect(cursor.body.errors).toMatchObject([{ field: 'cursor', code: 'INVALID_VALUE' }]);
    const unread = await workspace.strict.get('/tax-returns/none');
    expect(unread.body).toMatchObject({ statusCode: 400, code: 'INVALID_UUID' });
  });
});

it('an invoice that is posted while a return is filed is in that or in the next, and in one', async () => {
  const { uuid } = await done(open(FIRST));
  const posting = Array.from({ length: 12 }, (_, index) => sell('2025-02-01', 10 * (index + 1)));
  const [filed] = await Promise.all([done(file(uuid)), ...posting]);
  const next = await done(open());
  const due = Number(filed.totals.taxDue) + Number(next.totals.taxDue);
  expect(due.toFixed(2)).toBe('78.00');
  expect(await proofs()).toEqual([]);
});
