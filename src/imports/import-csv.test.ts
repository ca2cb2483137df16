import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run as importCsvCommand } from '../../cli/import-csv.ts';
import { createRecountRunner, type RecountRunner } from '../../test/support/run-recount.ts';
import { createTax } from '../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../test/support/test-server.ts';
import { createHeadSigner } from '../ledger/seals/signed-head.ts';
import { exportBooks } from '../reports/exports/index.ts';
import { verifyWorkspace } from '../reports/verify/index.ts';

let server: TestServer;
let folder: string;
let runner: RecountRunner;
let workspace: TestWorkspace;

beforeAll(async () => {
  server = await startTestServer();
  runner = createRecountRunner(server, server.secretKey);
  folder = await mkdtemp(join(tmpdir(), 'recount-import-csv-'));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** In a workspace of its own for each test. */
async function open(): Promise<TestWorkspace> {
  workspace = await server.addWorkspace();
  return workspace;
}

async function importText(kind: string, text: string | Buffer, ...args: string[]) {
  const path = join(folder, 'table.csv');
  await writeFile(path, text);
  return runner.run(importCsvCommand, [kind, path, '--workspace', workspace.workspaceId, ...args]);
}

async function importJson(kind: string, text: string | Buffer, ...args: string[]) {
  const { code, out, err } = await importText(kind, text, '--json', ...args);
  return { code, err, ...(out === '' ? {} : JSON.parse(out)) };
}

const lines = (...all: readonly string[]) => `${all.join('\n')}\n`;
// biome-ignore lint/suspicious/noExplicitAny: tests read answers as the JSON they are
type Data = any;
async function list(path: string, query: Record<string, string> = {}): Promise<Data> {
  const { body } = await workspace.strict.get(path, { limit: '100', ...query });
  return body.data;
}
const countOf = async (table: string) => {
  const { rows } = await server.owner.query(
    `SELECT count(*)::int AS count FROM ${table} WHERE workspace_id = $1`,
    [workspace.workspaceId],
  );
  return rows[0].count;
};
async function proved(): Promise<void> {
  const results = await verifyWorkspace(server.database, workspace.workspaceId);
  expect(results.filter(({ failureCount }) => failureCount > 0)).toEqual([]);
}

describe('importing customers', () => {
  const TABLE = lines(
    'Name,Email,Phone,Terms,Street address,City,State,Zip,Country,Balance',
    'Aimee Carter,aimee@example.com,555-0101,Net 30,"12 Elm Street',
    'Back door",Springfield,MA,01103,US,10.00',
    '"O\'Neil, ""Jr.""",,,Due on receipt,,,,,,',
  );

  it('finds the columns by their names, as other programs export them', async () => {
    await open();
    const result = await importJson('customers', TABLE);
    expect(result).toMatchObject({
      code: 0,
      records: 2,
      imported: 2,
      known: 0,
      bad: 0,
      kept: true,
      problems: [],
    });
    expect(result.columns.at(-1)).toEqual({ column: 'Balance', field: null });
    const { customers } = await list('/customers', { sortBy: 'customer' });
    expect(customers).toMatchObject([
      {
        customer: 'Aimee Carter',
        email: 'aimee@example.com',
        mainPhone: '555-0101',
        paymentTerm: 'net30',
        billingAddress: {
          street: '12 Elm Street\nBack door',
          city: 'Springfield',
          state: 'MA',
          zipCode: '01103',
          country: 'US',
        },
      },
      { customer: 'O\'Neil, "Jr."', email: null, paymentTerm: 'due_on_receipt', billingAddress: null },
    ]);
  });

  it('does not double what it has imported, also not a day later and in another file', async () => {
    await open();
    await importJson('customers', TABLE);
    await server.owner.query('DELETE FROM idempotency_record WHERE workspace_id = $1', [
      workspace.workspaceId,
    ]);
    const more = `${TABLE}Grace,grace@example.com,,,,,,,,\n`;
    expect(await importJson('customers', more)).toMatchObject({ code: 0, imported: 1, known: 2, bad: 0 });
    expect(await countOf('customer')).toBe(3);
    const again = lines('Customer', 'Twin', 'Twin');
    expect(await importJson('customers', again)).toMatchObject({ imported: 2, known: 0 });
    expect(await importJson('customers', again)).toMatchObject({ imported: 0, known: 2 });
    expect(await importJson('customers', again, '--again')).toMatchObject({ imported: 2, known: 0 });
    expect(await countOf('customer')).toBe(7);
  });

  it('lists every bad row with its line, column and reason, and writes nothing', async () => {
    await open();
    const table = lines(
      'Customer,Email,Terms,Tax,Status,Active',
      'Good,good@example.com,,,,',
      ',none@example.com,,,,',
      'Bad mail,not a mail,net12,,asleep,',
      'Twice,GOOD@example.com,,,,',
      '',
      'No tax,,,"VAT; GST",,',
      'Too many,,,,,,more',
    );
    for (const args of [['--dry-run'], []]) {
      const result = await importJson('customers', table, ...args);
      expect(result).toMatchObject({ code: 1, records: 6, imported: 1, bad: 5, kept: false });
      expect(result.problems.map(({ line, column }: Data) => [line, column])).toEqual([
        [3, null],
        [4, 'Email'],
        [4, 'Terms'],
        [4, 'Status'],
        [5, 'Email'],
        [7, 'Tax'],
        [7, 'Tax'],
        [8, null],
      ]);
      expect(result.problems[0].reason).toBe('customer is required.');
      expect(result.problems[1].reason).toBe('must be a valid email address.');
      expect(result.problems[4].reason).toContain('unique');
      expect(result.problems[5].reason).toBe('must name a tax that is there: there is none called VAT.');
      expect(await countOf('customer')).toBe(0);
      expect(await countOf('audit_log')).toBe(0);
    }
    const kept = await importJson('customers', table, '--skip-bad');
    expect(kept).toMatchObject({ code: 0, imported: 1, bad: 5, kept: true });
    const right = await importJson(
      'customers',
      table.replace('not a mail,net12,,asleep', 'b@example.com,net15,,'),
      '--skip-bad',
    );
    expect(right).toMatchObject({ code: 0, imported: 1, known: 1, bad: 4 });
    expect(await countOf('customer')).toBe(2);
  });

  it('tells people what it did', async () => {
    await open();
    const table = lines('Customer,Email,Colour', 'One,one@example.com,red', 'Two,two,red');
    const refused = await importText('customers', table);
    expect(refused).toEqual({
      code: 1,
      err: '',
      out: lines(
        'Columns: Customer = customer, Email = email',
        'Not read: Colour',
        'line 3, Email: must be a valid email address.',
        '',
        '1 of 2 good, 1 bad. Nothing was imported: put the bad ones right, or leave them out with --skip-bad.',
      ),
    });
    expect((await importText('customers', table, '--dry-run')).out).toContain('Nothing was written');
    expect((await importText('customers', table, '--skip-bad')).out).toContain('1 of 2 imported, 1 bad.\n');
  });

  it('reads what programs of any kind save', async () => {
    const text = 'Kunde;E-Mail\r\nJürgen & Söhne;j@example.com\r\n"Zwei;\r\nZeilen";z@example.com\r\n';
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const bytes of [
      Buffer.from(text),
      Buffer.from(`\ufeff${text}`),
      Buffer.from(text.replaceAll(';j@', '\tj@').replaceAll(';z@', '\tz@').replace('Kunde;', 'Kunde\t')),
      utf16,
      Buffer.from(utf16).swap16(),
    ]) {
      await open();
      const result = await importJson('customers', bytes, '--map', 'Kunde=customer');
      expect(result).toMatchObject({ code: 0, imported: 2, bad: 0 });
      const { customers } = await list('/customers', { sortBy: 'customer' });
      expect(customers[0].customer).toBe('Jürgen & Söhne');
    }
    const latin = Buffer.from(text, 'latin1');
    await open();
    expect((await importText('customers', latin, '--map', 'Kunde=customer')).err).toContain(
      'is not in utf-8',
    );
    const named = await importJson(
      'customers',
      latin,
      '--map',
      'Kunde=customer',
      '--encoding',
      'windows-1252',
    );
    expect(named).toMatchObject({ code: 0, imported: 2 });
  });

  it('says where a row stands that follows rows of several lines', async () => {
    await open();
    const table = 'Customer,Email\r\n"A\r\nB\r\nC",\r\n\r\nBad,mail\r\n';
    expect((await importJson('customers', table, '--dry-run')).problems).toMatchObject([
      { line: 6, column: 'Email' },
    ]);
  });

  it.each([
    ['', 'The file is empty.'],
    [
      'Email\na@example.com\n',
      'No column holds customer: say which with --map "Column=customer". The columns are: Email.',
    ],
    ['Customer\n"open\n', 'cannot be read'],
  ])('refuses a file that is no such table: %j', async (text, message) => {
    await open();
    const { code, err } = await importText('customers', text);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it.each([
    [['--map', 'Kunde=customer'], 'There is no column "Kunde". Those there are: Customer.'],
    [['--map', 'Customer=name'], 'There is no field name. Those there are: customer, email'],
    [['--map', 'Customer'], '--map must be written'],
    [['--date-format', 'YY'], '--date-format must be one of YYYY-MM-DD,'],
    [['--separator', 'x'], '--separator must be one of comma, semicolon, tab.'],
    [['--encoding', 'klingon'], 'klingon is no encoding that is known.'],
  ])('refuses options that it does not know: %j', async (args, message) => {
    await open();
    const { code, err } = await importText('customers', 'Customer\nAimee\n', ...args);
    expect([code, err.includes(message)], err).toEqual([2, true]);
    expect(await countOf('customer')).toBe(0);
  });
});

describe('importing accounts', () => {
  it('takes the types of other programs, and parents that come later in the file', async () => {
    await open();
    const tax = await createTax(workspace.strict, 'VAT', 20);
    const quickBooks = lines(
      'Full name,Type,Detail type,Description,Account #',
      'Fleet:Trucks,Fixed Assets,Vehicles,Two trucks,1610',
      'Fleet,Fixed Assets,Vehicles,,1600',
      'Till,Bank,Cash on hand,,',
      'Scrap,Income,Service Income,,4900',
    );
    expect(await importJson('accounts', quickBooks)).toMatchObject({ code: 0, imported: 4, problems: [] });
    const xero = lines(
      '*Code,*Name,*Type,*Tax Code,Description',
      '510,Red diesel,Direct Costs,VAT,"Diesel, oil"',
      '511,Old loan,TERMLIAB,,',
    );
    expect(await importJson('accounts', xero)).toMatchObject({ code: 0, imported: 2, problems: [] });
    const { accounts } = await list('/chart-of-accounts', { limit: '100' });
    const find = (name: string) => accounts.find((account: Data) => account.name === name);
    expect(find('Trucks')).toMatchObject({
      type: 'Assets',
      accountNumber: '1610',
      description: 'Two trucks',
    });
    expect(find('Trucks').parentAccountUuid ?? find('Trucks').parentAccount?.uuid).toBe(find('Fleet').uuid);
    expect(find('Till').subType.name).toBe('Cash');
    expect(find('Scrap').subType.name).toBe('Service Income');
    expect(find('Red diesel')).toMatchObject({ type: 'Expenses', taxes: [{ id: tax }] });
    expect(find('Old loan').subType.name).toBe('Other Long-Term Liability');
  });

  it('says what is wrong, as the API does', async () => {
    await open();
    const table = lines(
      'Name,Sub-type,Parent',
      'checking,Checking,',
      'New,Sorcery,',
      'Loop A,Sales,Loop B',
      'Loop B,Sales,Loop A',
      'Lost,Sales,Nowhere',
      'Self,Sales,Self',
      ',Sales,',
      'Bare,,',
    );
    const result = await importJson('accounts', table, '--dry-run');
    expect(
      result.problems.map(({ line, column, reason }: Data) => [line, column, reason.slice(0, 30)]),
    ).toEqual([
      [2, 'Name', expect.stringContaining('must be unique')],
      [3, 'Sub-type', 'must be a sub-type or a type: '],
      [4, 'Parent', 'must name an account that is t'],
      [5, 'Parent', 'must name an account that is t'],
      [6, 'Parent', 'must name an account that is t'],
      [7, 'Parent', 'must name an account that is t'],
      [8, null, 'name is required.'],
      [9, null, 'subTypeId is required.'],
    ]);
  });
});

describe('importing products', () => {
  it('finds accounts by name, number and path, and reads prices as they are written', async () => {
    await open();
    const table = lines(
      'Product/Service Name;Type;SKU;Sales price / Rate;Income Account;Expense Account',
      'Junk removal;Service;JR-1;1.234,56;Sales;',
      'Boxes;Inventory;BX;"2,5";4000;6000',
      'Bags;Non-inventory;;€ 3;4000 - Sales;',
      'Labor;service;;;Income:Sales;',
    );
    expect(await importJson('products', table, '--decimal-comma')).toMatchObject({
      code: 0,
      imported: 4,
      problems: [],
    });
    const { products } = await list('/products', { sortBy: 'name' });
    const seen = products.map(({ name, type, code, unitPrice, categoryAccount }: Data) => [
      name,
      type,
      code,
      unitPrice,
      categoryAccount.name,
    ]);
    expect(seen.sort()).toEqual([
      ['Bags', 'good', null, 3, 'Sales'],
      ['Boxes', 'good', 'BX', 2.5, 'Sales'],
      ['Junk removal', 'service', 'JR-1', 1234.56, 'Sales'],
      ['Labor', 'service', null, null, 'Sales'],
    ]);
  });

  it('does not guess what a comma is', async () => {
    await open();
    const table = lines(
      'Name,Price,Sales account',
      'A,"1.234,56",',
      'B,"1,23",',
      'C,"1,234.56",',
      'D,2,Checking',
      'E,2,Nothing',
    );
    const result = await importJson('products', table, '--dry-run');
    expect(result.problems.map(({ line, column }: Data) => [line, column])).toEqual([
      [2, 'Price'],
      [3, 'Price'],
      [5, 'Sales account'],
      [6, 'Sales account'],
    ]);
    expect(result.problems[0].reason).toBe('must be an amount such as 1,234.56.');
  });
});

describe('importing journal entries', () => {
  const balances = async () => {
    const query = { startDate: '1900-01-01', endDate: '2999-12-31' };
    const { rows } = await list('/reports/trial-balance', query);
    return Object.fromEntries(
      rows.map(({ accountName, debit, credit }: Data) => [accountName, Number(debit) - Number(credit)]),
    );
  };

  it('puts the rows of one number together, by debit and credit', async () => {
    await open();
    await workspace.strict.post('/tags', { name: 'North' });
    await workspace.strict.post('/customers', { customer: 'Aimee' });
    const table = lines(
      'Journal No,Journal Date,Account,Debits,Credits,Memo,Customer,Class',
      'J-1,07/31/2026,Checking,"1,000.00",,Opening,,',
      'J-2,08/01/2026,Sales,0.00,50.25,Cash sale,Aimee,North',
      'J-1,07/31/2026,Owner\'s Equity,,"1,000.00",,,',
      'J-2,08/01/2026,1000,$50.25,0.00,,,',
    );
    const result = await importJson('journal-entries', table, '--date-format', 'MM/DD/YYYY');
    expect(result).toMatchObject({ code: 0, records: 2, imported: 2, problems: [] });
    const { journalEntries } = await list('/journal-entries');
    const second = journalEntries.find(({ refNumber }: Data) => refNumber === 'J-2');
    expect(second).toMatchObject({ date: '2026-08-01', descriptionEntry: 'Cash sale', totalDebit: '50.25' });
    expect(second.lines[0]).toMatchObject({
      amountCredit: '50.25',
      customerUuid: expect.any(String),
      tagUuids: [expect.any(String)],
    });
    expect(await importJson('journal-entries', table, '--date-format', 'MM/DD/YYYY')).toMatchObject({
      imported: 0,
      known: 2,
    });
    expect(await balances()).toMatchObject({ Checking: 1050.25, Sales: -50.25 });
    await proved();
  });

  it('ends an entry without a number where it balances, and goes on where cells are left empty', async () => {
    await open();
    const table = lines(
      '*Narration,*Date,*AccountCode,*Amount',
      'Rent,2026-01-31,6000,100.00',
      'Rent,2026-01-31,1000,(100.00)',
      'Rent,2026-01-31,6000,7',
      ',,1000,-7',
      'Fuel,2026-01-31,6000,5',
      'Fuel,2026-01-31,1000,-5',
    );
    expect(await importJson('journal-entries', table)).toMatchObject({
      code: 0,
      records: 3,
      imported: 3,
      problems: [],
    });
    const { journalEntries } = await list('/journal-entries');
    expect(
      journalEntries.map(({ descriptionEntry, totalDebit }: Data) => [descriptionEntry, totalDebit]).sort(),
    ).toEqual([
      ['Fuel', '5.00'],
      ['Rent', '100.00'],
      ['Rent', '7.00'],
    ]);
  });

  it('reads what recount export --format csv writes', async () => {
    const { strict, workspaceId } = await open();
    const subTypeId = 4010;
    await strict.post('/chart-of-accounts', { name: '=Odd, "name"', subTypeId });
    const accounts = (await list('/chart-of-accounts')).accounts;
    const idOf = (name: string) => accounts.find((account: Data) => account.name === name).uuid;
    for (const [date, amount] of [
      ['2026-01-31', '10.00'],
      ['2026-01-31', '2.50'],
      ['2026-02-28', '1234567.89'],
    ]) {
      const lines = [
        { accountUuid: idOf('Checking'), amountDebit: amount },
        { accountUuid: idOf('=Odd, "name"'), amountCredit: amount },
      ];
      await strict.post('/journal-entries', { descriptionEntry: 'Sold, for cash', date, lines });
    }
    const before = await balances();
    let table = '';
    const signer = createHeadSigner(server.secretKey);
    await exportBooks(server.database, { workspaceId, format: 'csv', signer }, async (text) => {
      table += text;
    });
    await open();
    await workspace.strict.post('/chart-of-accounts', { name: '=Odd, "name"', subTypeId });
    expect(await importJson('journal-entries', table)).toMatchObject({ code: 0, records: 3, problems: [] });
    expect(await balances()).toEqual(before);
    const { journalEntries } = await list('/journal-entries');
    expect(journalEntries[0].descriptionEntry).toBe('Sold, for cash');
  });

  it('imports many, a few hundred at a time', async () => {
    await open();
    const rows = Array.from({ length: 350 }, (_, index) => {
      const amount = index === 300 ? 'x' : `${index + 1}.00`;
      return `${index},2026-01-31,Checking,${amount},\n${index},2026-01-31,Sales,,${index + 1}.00\n`;
    });
    const table = `Number,Date,Account,Debit,Credit\n${rows.join('')}`;
    expect(await importJson('journal-entries', table)).toMatchObject({
      code: 1,
      imported: 349,
      problems: [{ line: 602, column: 'Debit' }],
    });
    expect(await countOf('journal_entry')).toBe(0);
    const right = table.replace(',x,', ',301.00,');
    expect(await importJson('journal-entries', right)).toMatchObject({ code: 0, imported: 350, bad: 0 });
    expect(await countOf('journal_entry')).toBe(350);
    await proved();
  });

  it('lists what is wrong by the line in the file', async () => {
    await open();
    await workspace.strict.patch('/workspace', { bookClosedThroughDate: '2025-12-31' });
    const table = lines(
      'Number,Date,Account,Debit,Credit,Customer',
      '1,2026-01-31,Checking,10,,',
      '1,2026-01-31,Sales,,9.99,',
      '2,31.01.2026,Checking,10,,',
      '2,31.01.2026,Nothing,,10,',
      '3,2026-02-01,Checking,ten,,Nobody',
      '3,2026-02-01,Sales,,10,',
      '4,2025-12-31,Checking,10,,',
      '4,2025-12-31,Sales,,10,',
      '5,2026-02-01,Checking,,,',
      '5,2026-02-01,Sales,1,1,',
      '6,2026-02-01,Checking,10,,',
      '7,2026-02-01,Checking,0.001,,',
      '7,2026-02-01,Sales,,0.001,',
    );
    const result = await importJson('journal-entries', table, '--dry-run');
    const seen = result.problems.map(({ line, column, reason }: Data) => [line, column, reason]);
    expect(seen).toEqual([
      [2, null, 'lines must be balanced: debits are 10.00, credits 9.99, the difference is 0.01 USD.'],
      [4, 'Date', 'must be a date written YYYY-MM-DD.'],
      [5, 'Account', 'must name an account that is there: there is none called Nothing.'],
      [6, 'Debit', 'must be an amount such as 1,234.56.'],
      [6, 'Customer', 'must name a customer that is there: there is none called Nobody.'],
      [8, 'Date', expect.stringContaining('the books are closed through that day')],
      [10, null, expect.stringContaining('a line must have a debit or a credit')],
      [11, 'Credit', 'must be left out where the line has a debit.'],
      [12, null, 'lines must be a list of at least 2 items.'],
      [13, 'Debit', 'must be a number of at most 2 decimals in USD.'],
      [14, 'Credit', 'must be a number of at most 2 decimals in USD.'],
    ]);
    expect(await countOf('journal_entry')).toBe(0);
  });
});
