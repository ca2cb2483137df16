import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postEntry } from '../../../test/support/post-entry.ts';
import { sealAll } from '../../../test/support/seal-all.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import type { TestWorkspace } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let books: SettlementBooks;
beforeAll(async () => {
  books = await openSettlementBooks();
});
afterAll(() => books.server.close());

type Query = Record<string, string>;
type Report = 'receivables-aging' | 'payables-aging';

const read = (query: Query, report: Report = 'receivables-aging') =>
  books.done(books.server.strict.get(`/reports/${report}`, query));

/** The errors of a 400. */
async function refusal(query: Query, report: Report = 'receivables-aging') {
  const { status, body } = await books.server.strict.get(`/reports/${report}`, query);
  expect(status).toBe(400);
  return body.errors;
}

async function newCustomer(name: string): Promise<string> {
  return (await books.done(books.server.strict.post('/customers', { customer: name }))).uuid;
}

async function accountId(role: string): Promise<string> {
  const { rows } = await books.server.owner.query(
    'SELECT id FROM account WHERE workspace_id = $1 AND role = $2',
    [books.server.workspaceId, role],
  );
  return rows[0].id;
}

/** Posts a manual entry of a control account against income. */
function journal(role: string, amount: number, party: object = {}, date = '2026-03-01') {
  const [debit, credit] = [{ amountDebit: Math.abs(amount) }, { amountCredit: Math.abs(amount) }];
  return accountId(role).then((control) =>
    books.done(
      books.server.strict.post('/journal-entries', {
        date,
        descriptionEntry: 'Taken over',
        refNumber: 'OB-7',
        lines: [
          { accountUuid: control, ...(amount > 0 ? debit : credit), ...party },
          { accountUuid: books.fixtures.incomeAccountUuid, ...(amount > 0 ? credit : debit) },
        ],
      }),
    ),
  );
}

const NOTHING = {
  notYetOverdue: '0.00',
  lessThanOrEqualTo30: '0.00',
  between31And60: '0.00',
  between61And90: '0.00',
  moreThan90: '0.00',
  credits: '0.00',
};

describe('the aging of receivables', () => {
  it('puts each day of delay into its column, on both sides of each edge', async () => {
    const own = await newCustomer('On the edge');
    const dueDate = '2026-01-31';
    await books.document(100, { customerUuid: own, date: '2026-01-01', dueDate });
    const days = [
      ['2026-01-31', 'notYetOverdue'],
      ['2026-02-01', 'lessThanOrEqualTo30'],
      ['2026-03-02', 'lessThanOrEqualTo30'],
      ['2026-03-03', 'between31And60'],
      ['2026-04-01', 'between31And60'],
      ['2026-04-02', 'between61And90'],
      ['2026-05-01', 'between61And90'],
      ['2026-05-02', 'moreThan90'],
    ] as const;
    for (const [asOf, age] of days) {
      const { rows, totals, total } = await read({ asOf, customerUuids: own });
      expect(rows, asOf).toEqual([
        expect.objectContaining({ customerUuid: own, customer: 'On the edge', ...NOTHING, [age]: '100.00' }),
      ]);
      expect([totals[age], total], asOf).toEqual(['100.00', '100.00']);
    }
    expect(await read({ asOf: '2025-12-31', customerUuids: own })).toMatchObject({ rows: [], total: '0.00' });
  });

  it('shows the past as it was: what was paid or taken back later was open then', async () => {
    const own = await newCustomer('Later paid');
    const dated = { customerUuid: own, date: '2026-01-01', dueDate: '2026-01-31' };
    const { uuid } = await books.document(100, dated);
    const payment = await books.pay(40, [{ id: uuid, amount: 40 }], {
      customerUuid: own,
      date: '2026-02-10',
    });
    const total = async (asOf: string) => (await read({ asOf, customerUuids: own })).total;
    expect(await total('2026-02-09')).toBe('100.00');
    expect(await total('2026-02-10')).toBe('60.00');
    const query = { date: '2026-03-05' };
    await books.done(books.server.strict.call('DELETE', `/payments/${payment.uuid}`, undefined, { query }));
    expect(await total('2026-02-10')).toBe('60.00');
    expect(await total('2026-03-05')).toBe('100.00');
  });

  it('keeps credits in a column of their own, however old', async () => {
    const own = await newCustomer('With credit');
    await books.document(100, { customerUuid: own, date: '2026-01-01', dueDate: '2026-01-01' });
    await books.memo(30, { customerUuid: own, date: '2026-01-02' });
    await books.pay(5, [], { customerUuid: own, date: '2026-01-03' });
    const { rows } = await read({ asOf: '2026-12-31', customerUuids: own, detail: 'true' });
    expect(rows[0]).toMatchObject({ ...NOTHING, moreThan90: '100.00', credits: '-35.00', total: '65.00' });
    expect(
      rows[0].documents.map((row: Record<string, unknown>) => [
        row.type,
        row.age,
        row.amount,
        row.daysOverdue,
      ]),
    ).toEqual([
      ['invoice', 'moreThan90', '100.00', 364],
      ['memo', 'credits', '-30.00', 0],
      ['payment', 'credits', '-5.00', 0],
    ]);
  });

  it('tells the documents behind a row, with the lines that they come from', async () => {
    const own = await newCustomer('In detail');
    const dated = {
      customerUuid: own,
      date: '2026-02-01',
      dueDate: '2026-02-28',
      invoiceNumber: 'IN-DETAIL',
    };
    const { uuid } = await books.document(70, dated);
    const { rows } = await read({ asOf: '2026-03-10', customerUuids: own, detail: 'true' });
    expect(rows[0].documents).toEqual([
      {
        type: 'invoice',
        sourceUuid: uuid,
        number: 'IN-DETAIL',
        date: '2026-02-01',
        dueDate: '2026-02-28',
        daysOverdue: 10,
        age: 'lessThanOrEqualTo30',
        amount: '70.00',
        documentAmount: '70.00',
        documentCurrency: 'USD',
      },
    ]);
    const link = new URL(rows[0].link, 'http://x').searchParams;
    const ledger = await books.done(
      books.server.strict.get('/reports/general-ledger', Object.fromEntries(link)),
    );
    expect(ledger.accounts).toEqual([expect.objectContaining({ closing: '70.00' })]);
    const { rows: short } = await read({ asOf: '2026-03-10', customerUuids: own });
    expect(short[0]).not.toHaveProperty('documents');
  });

  it('is in the workspace’s currency at the rate of each document, with the document’s beside', async () => {
    const own = await newCustomer('Abroad');
    const foreign = { customerUuid: own, currency: 'EUR', date: '2026-01-01', dueDate: '2026-01-31' };
    const { uuid } = await books.document(100, { ...foreign, exchangeRate: 1.2 });
    const paid = { customerUuid: own, currency: 'EUR', exchangeRate: 1.5, date: '2026-02-01' };
    await books.pay(40, [{ id: uuid, amount: 40 }], paid);
    const { rows } = await read({ asOf: '2026-02-01', customerUuids: own });
    expect(rows[0]).toMatchObject({
      lessThanOrEqualTo30: '72.00',
      total: '72.00',
      inDocumentCurrencies: [{ currency: 'EUR', total: '60.00' }],
    });
  });

  it('has a row for journal entries that name no customer, and none of drafts and offers', async () => {
    const before = (await read({ asOf: '2026-03-01' })).rows.at(-1);
    expect(before?.customerUuid).not.toBeNull();
    await journal('accounts_receivable', 12);
    await books.document(5000, { isDraft: true, date: '2026-03-01' });
    await books.document(5000, { invoiceType: 'quote', date: '2026-03-01' });
    const { rows } = await read({ asOf: '2026-03-01', detail: 'true' });
    expect(rows.at(-1)).toMatchObject({
      customerUuid: null,
      customer: 'No customer',
      notYetOverdue: '12.00',
      total: '12.00',
      documents: [{ type: 'journal', number: 'OB-7', date: '2026-03-01' }],
      link: null,
    });
  });

  it('counts only tagged documents where tags are asked for, less what was paid of them', async () => {
    const own = await newCustomer('Tagged');
    const dated = { customerUuid: own, date: '2026-02-01', dueDate: '2026-02-01' };
    const tagUuids = [books.fixtures.tagUuid];
    const { uuid } = await books.document(70, { ...dated, tagUuids });
    await books.document(9, dated);
    await books.pay(20, [{ id: uuid, amount: 20 }], { customerUuid: own, date: '2026-02-02' });
    const tags = books.fixtures.tagUuid;
    expect(await read({ asOf: '2026-02-02', customers: own, tags })).toMatchObject({
      rows: [{ total: '50.00', link: null }],
      total: '50.00',
      link: null,
    });
    expect((await read({ asOf: '2026-02-02', customers: own, tagUuids: tags })).total).toBe('50.00');
  });

  it('is of today in the workspace’s time zone where no day is named', async () => {
    const { body } = await books.server.strict.get('/reports/receivables-aging');
    const { rows } = await books.server.owner.query(
      `SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date::text AS today`,
    );
    expect(body.data).toMatchObject({ asOf: rows[0].today, basis: 'accrual' });
  });

  it('is what it was as of an earlier seal, whatever was paid and posted later', async () => {
    const own = await newCustomer('Sealed');
    const dated = { customerUuid: own, date: '2026-02-01', dueDate: '2026-02-01' };
    const { uuid } = await books.document(100, dated);
    await books.pay(25, [{ id: uuid, amount: 25 }], { customerUuid: own, date: '2026-02-02' });
    await sealAll(books.server.database, books.server.workspaceId);
    const { seal } = await read({ asOf: '2026-12-31' });
    const query = { asOf: '2026-12-31', throughSeal: String(seal.number), detail: 'true' };
    const then = await read(query);
    const row = (report: { rows: { customerUuid: string }[] }) =>
      report.rows.find(({ customerUuid }) => customerUuid === own);
    expect(row(then)).toMatchObject({ moreThan90: '75.00', credits: '0.00' });
    await books.pay(30, [{ id: uuid, amount: 30 }], { customerUuid: own, date: '2026-02-02' });
    await books.document(11, dated);
    expect(JSON.stringify(await read(query))).toBe(JSON.stringify(then));
    await sealAll(books.server.database, books.server.workspaceId);
    expect(JSON.stringify(await read(query))).toBe(JSON.stringify(then));
    expect(row(await read({ asOf: '2026-12-31' }))).toMatchObject({ moreThan90: '56.00' });
    expect((await read({ asOf: '2026-12-31', throughSeal: '0' })).rows).toEqual([]);
  });

  it('answers GET and POST alike, and CSV with a row for each document', async () => {
    const own = await newCustomer('=Table, "quoted"');
    const dated = { customerUuid: own, date: '2026-02-01', dueDate: '2026-02-28', invoiceNumber: 'T-1' };
    await books.document(70, dated);
    // The report tells its seal, which must not change between two reads.
    await sealAll(books.server.database, books.server.workspaceId);
    const query = { asOf: '2026-03-01', customerUuids: own };
    const { body } = await books.server.strict.call('POST', '/reports/receivables-aging', {}, { query });
    expect(body.data).toEqual(await read(query));
    const csv = async (more: Query) => {
      const whole = { ...query, format: 'csv', ...more };
      return String((await books.server.strict.get('/reports/receivables-aging', whole)).body);
    };
    const ages = 'notYetOverdue,lessThanOrEqualTo30,between31And60,between61And90,moreThan90,credits,total';
    const short = (await csv({})).split('\r\n');
    expect(short[0]).toBe(`customer,${ages}`);
    expect(short[1]).toContain(',0.00,70.00,0.00,0.00,0.00,0.00,70.00');
    const long = (await csv({ detail: 'true' })).split('\r\n');
    expect(long[0]).toBe(`customer,type,number,date,dueDate,documentCurrency,documentAmount,${ages}`);
    expect(long[1]).toContain(',invoice,T-1,2026-02-01,2026-02-28,USD,70.00,,70.00,,,,,70.00');
    expect(long[3]).toBe('Total,,,,,,,0.00,70.00,0.00,0.00,0.00,0.00,70.00');
  });

  it('refuses what it cannot serve, all at once, and what is another workspace’s', async () => {
    expect(await refusal({ asOf: '2026-02-30', detail: 'yes', customerUuids: '7' })).toMatchObject([
      { field: 'asOf', code: 'INVALID_DATE' },
      { field: 'detail', code: 'INVALID_ENUM' },
      { field: 'customerUuids', code: 'INVALID_UUID' },
    ]);
    const { customerUuid, tagUuid } = books.foreign;
    const foreign = { customerUuids: customerUuid, tags: tagUuid, currency: 'EUR' };
    expect(await refusal(foreign)).toMatchObject([
      { field: 'currency', code: 'NOT_AVAILABLE' },
      { field: 'tags', code: 'TAG_NOT_FOUND' },
      { field: 'customerUuids', code: 'CUSTOMER_NOT_FOUND' },
    ]);
    expect(await refusal({ vendors: UNKNOWN_UUID }, 'payables-aging')).toMatchObject([
      { field: 'vendors', code: 'VENDOR_NOT_FOUND' },
    ]);
  });
});

describe('the aging of payables', () => {
  it('counts what is owed to vendors as positive, and is the balance of accounts payable', async () => {
    const vendor = (await books.done(books.server.strict.post('/vendors', { name: 'Landfill' }))).uuid;
    await journal('accounts_payable', -80, { vendorUuid: vendor }, '2026-01-01');
    await journal('accounts_payable', 30, { vendorUuid: vendor }, '2026-01-02');
    await journal('accounts_payable', -7, {}, '2026-02-20');
    const query = { asOf: '2026-03-01' };
    const report = await read(query, 'payables-aging');
    expect(report).toMatchObject({
      rows: [
        {
          vendorUuid: vendor,
          vendor: 'Landfill',
          between31And60: '80.00',
          credits: '-30.00',
          total: '50.00',
        },
        { vendorUuid: null, vendor: 'No vendor', lessThanOrEqualTo30: '7.00', total: '7.00' },
      ],
      total: '57.00',
    });
    expect(await read({ ...query, vendors: vendor }, 'payables-aging')).toMatchObject({ total: '50.00' });
    const link = new URL(report.link, 'http://x').searchParams;
    const ledger = await books.done(
      books.server.strict.get('/reports/general-ledger', Object.fromEntries(link)),
    );
    expect(ledger.accounts[0].closing).toBe('-57.00');
    const { body } = await (books.other as TestWorkspace).strict.get('/reports/payables-aging', query);
    expect(body.data).toMatchObject({ rows: [], total: '0.00' });
  });

  it('follows allocations between bills and what pays them', async () => {
    const { server } = books;
    const [bill, payment] = ['0197e1c2-4b00-7a10-8d2c-000000000001', '0197e1c2-4b00-7a10-8d2c-000000000002'];
    const owed = async () => (await read({ asOf: '2026-06-30' }, 'payables-aging')).totals;
    const before = await owed();
    const post = (effective: string, openItemId: string, amount: number) =>
      postEntry(server.database, server.workspaceId, {
        ...{ effective, openItemId, control: 'payable', source: 'bill', sourceId: openItemId },
        lines: [
          { account: '2100', amount: -amount, open: true },
          { account: '6000', amount },
        ],
      });
    await post('2026-06-01', bill, 900);
    await post('2026-06-10', payment, -400);
    await server.owner.query(
      `INSERT INTO allocation (workspace_id, id, from_open_item_id, to_open_item_id, amount, base_amount, effective)
       VALUES ($1, gen_random_uuid(), $2, $3, 400, 400, '2026-06-10')`,
      [server.workspaceId, payment, bill],
    );
    const after = await owed();
    const cents = (money: string) => Math.round(Number(money) * 100);
    expect(cents(after.lessThanOrEqualTo30) - cents(before.lessThanOrEqualTo30)).toBe(500);
    expect(after.credits).toBe(before.credits);
  });
});
