import { describe, expect, it } from 'vitest';
import { type Data, lines, useCsvImports } from '../../test/support/csv-imports.ts';
import { UNKNOWN_UUID } from '../../test/support/unknown-uuid.ts';
import { createHeadSigner } from '../ledger/seals/signed-head.ts';
import { exportBooks } from '../reports/exports/index.ts';

const imports = useCsvImports();

describe('importing journal entries', () => {
  const balances = async () => {
    const query = { startDate: '1900-01-01', endDate: '2999-12-31' };
    const { rows } = await imports.list('/reports/trial-balance', query);
    return Object.fromEntries(
      rows.map(({ accountName, debit, credit }: Data) => [accountName, Number(debit) - Number(credit)]),
    );
  };

  it('puts the rows of one number together, by debit and credit', async () => {
    await imports.open();
    await imports.workspace.strict.post('/tags', { name: 'North' });
    await imports.workspace.strict.post('/customers', { customer: 'Aimee' });
    const table = lines(
      'Journal No,Journal Date,Account,Debits,Credits,Memo,Customer,Class',
      'J-1,07/31/2026,Checking,"1,000.00",,Opening,,',
      'J-2,08/01/2026,Sales,0.00,50.25,Cash sale,Aimee,North',
      'J-1,07/31/2026,Owner\'s Equity,,"1,000.00",,,',
      'J-2,08/01/2026,1000,$50.25,0.00,,,',
    );
    const result = await imports.importJson('journal-entries', table, '--date-format', 'MM/DD/YYYY');
    expect(result).toMatchObject({ code: 0, records: 2, imported: 2, problems: [] });
    const { journalEntries } = await imports.list('/journal-entries');
    const second = journalEntries.find(({ refNumber }: Data) => refNumber === 'J-2');
    expect(second).toMatchObject({ date: '2026-08-01', descriptionEntry: 'Cash sale', totalDebit: '50.25' });
    expect(second.lines[0]).toMatchObject({
      amountCredit: '50.25',
      customerUuid: expect.any(String),
      tagUuids: [expect.any(String)],
    });
    expect(await imports.importJson('journal-entries', table, '--date-format', 'MM/DD/YYYY')).toMatchObject({
      imported: 0,
      known: 2,
    });
    expect(await balances()).toMatchObject({ Checking: 1050.25, Sales: -50.25 });
    await imports.proved();
  });

  it('ends an entry without a number where it balances, and goes on where cells are left empty', async () => {
    await imports.open();
    const table = lines(
      '*Narration,*Date,*AccountCode,*Amount',
      'Rent,2026-01-31,6000,100.00',
      'Rent,2026-01-31,1000,(100.00)',
      'Rent,2026-01-31,6000,7',
      ',,1000,-7',
      'Fuel,2026-01-31,6000,5',
      'Fuel,2026-01-31,1000,-5',
    );
    expect(await imports.importJson('journal-entries', table)).toMatchObject({
      code: 0,
      records: 3,
      imported: 3,
      problems: [],
    });
    const { journalEntries } = await imports.list('/journal-entries');
    expect(
      journalEntries.map(({ descriptionEntry, totalDebit }: Data) => [descriptionEntry, totalDebit]).sort(),
    ).toEqual([
      ['Fuel', '5.00'],
      ['Rent', '100.00'],
      ['Rent', '7.00'],
    ]);
  });

  it('reads what recount export --format csv writes', async () => {
    const { strict, workspaceId } = await imports.open();
    const subTypeId = 4010;
    await strict.post('/chart-of-accounts', { name: '=Odd, "name"', subTypeId });
    const accounts = (await imports.list('/chart-of-accounts')).accounts;
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
    const signer = createHeadSigner(imports.server.secretKey);
    await exportBooks(imports.server.database, { workspaceId, format: 'csv', signer }, async (text) => {
      table += text;
    });
    await imports.open();
    await imports.workspace.strict.post('/chart-of-accounts', { name: '=Odd, "name"', subTypeId });
    expect(await imports.importJson('journal-entries', table)).toMatchObject({
      code: 0,
      records: 3,
      problems: [],
    });
    expect(await balances()).toEqual(before);
    const { journalEntries } = await imports.list('/journal-entries');
    expect(journalEntries[0].descriptionEntry).toBe('Sold, for cash');
  });

  it('reads an export back whatever accounts and tags are called', async () => {
    const { strict, workspaceId } = await imports.open();
    const make = async (path: string, body: object): Promise<string> =>
      (await strict.post(path, body)).body.data.uuid;
    const named = await make('/chart-of-accounts', { name: '1000', accountNumber: '7799', subTypeId: 4010 });
    const { accounts } = await imports.list('/chart-of-accounts');
    const checking = accounts.find(({ accountNumber }: Data) => accountNumber === '1000').uuid;
    const names = ['North; Lab', 'North', 'Lab', '"Quoted" | barred', 'North; "Lab"; South', 'plain'];
    const tags = new Map<string, string>();
    for (const name of names) tags.set(name, await make('/tags', { name }));
    const lists = [
      ...names.map((name) => [name]),
      ['Lab', 'North'],
      ['North', 'North; Lab'],
      ['"Quoted" | barred', 'plain'],
    ];
    for (const list of lists) {
      const tagUuids = list.map((name) => tags.get(name));
      const body = {
        descriptionEntry: list.join(' + '),
        date: '2026-01-31',
        lines: [
          { accountUuid: checking, amountDebit: 10 },
          { accountUuid: named, amountCredit: 10, tagUuids },
        ],
      };
      expect((await strict.post('/journal-entries', body)).status).toBe(201);
    }
    let table = '';
    const signer = createHeadSigner(imports.server.secretKey);
    await exportBooks(imports.server.database, { workspaceId, format: 'csv', signer }, async (text) => {
      table += text;
    });
    const result = await imports.importJson('journal-entries', table);
    expect(result).toMatchObject({ code: 0, records: lists.length, bad: 0, problems: [] });
    const { journalEntries } = await imports.list('/journal-entries');
    expect(journalEntries).toHaveLength(2 * lists.length);
    for (const { descriptionEntry, lines: own } of journalEntries) {
      expect(own.map(({ accountUuid }: Data) => accountUuid)).toEqual([checking, named]);
      const told = own[1].tagUuids.map((uuid: string) => names.find((name) => tags.get(name) === uuid));
      expect(told.sort().join(' + ')).toBe(descriptionEntry.split(' + ').sort().join(' + '));
    }
  });

  it('refuses an account that could be another, and takes the one that its UUID names', async () => {
    const { strict } = await imports.open();
    const make = async (body: object): Promise<string> =>
      (await strict.post('/chart-of-accounts', { subTypeId: 4010, ...body })).body.data.uuid;
    const named = await make({ name: '1000', accountNumber: '7799' });
    const plain = lines('Date,Account,Amount', '2026-01-31,1000,5', '2026-01-31,Sales,-5');
    expect((await imports.importJson('journal-entries', plain)).problems).toEqual([
      expect.objectContaining({
        line: 2,
        column: 'Account',
        reason: 'must name one of 2 that are called so: give its UUID.',
      }),
    ]);
    const withUuid = (uuid: string, account: string) =>
      imports.importJson(
        'journal-entries',
        lines('Date,Account,Account UUID,Amount', `2026-01-31,${account},${uuid},5`, '2026-01-31,Sales,,-5'),
      );
    for (const account of ['1000', '', 'Called so before'])
      expect(await withUuid(named, account)).toMatchObject({ code: 0, imported: 1 });
    expect((await withUuid(named, 'Checking')).problems).toMatchObject([
      { line: 2, column: 'Account', reason: 'must name the account that Account UUID names.' },
    ]);
    // Of other books: the words alone say what is meant.
    expect(await withUuid(UNKNOWN_UUID, 'Checking')).toMatchObject({ code: 0, imported: 1 });
    expect(await balances()).toMatchObject({ Checking: 5, '1000': 15, Sales: -20 });
  });

  it('knows a file again that was imported while the UUID beside an account was not read', async () => {
    await imports.open();
    const { accounts } = await imports.list('/chart-of-accounts');
    const row = (date: string, name: string, amount: string) =>
      `${date},${name},${accounts.find((account: Data) => account.name === name).uuid},${amount}`;
    // Twice the same, which are two.
    const entries = ['2026-01-31', '2026-01-31'].flatMap((date) => [
      row(date, 'Checking', '5'),
      row(date, 'Sales', '-5'),
    ]);
    const table = lines('Date,Account,Account UUID,Amount', ...entries);
    // A column that nothing reads, as that of the UUID was.
    const unread = table.replace('Account UUID', 'Code');
    expect(await imports.importJson('journal-entries', unread)).toMatchObject({ code: 0, imported: 2 });
    expect(await imports.importJson('journal-entries', table)).toMatchObject({ imported: 0, known: 2 });
    const more = table + lines(row('2026-02-01', 'Checking', '7'), row('2026-02-01', 'Sales', '-7'));
    expect(await imports.importJson('journal-entries', more)).toMatchObject({ imported: 1, known: 2 });
    expect(await imports.importJson('journal-entries', more)).toMatchObject({ imported: 0, known: 3 });
  });

  it('reads an export whole, with the line of a tax that comes to nothing', async () => {
    const books = async () => {
      const { strict } = await imports.open();
      const tax = await strict.post('/taxes', { name: 'Export', percentage: 0 });
      const customer = await strict.post('/customers', { customer: 'Aimee' });
      const accounts = (await imports.list('/chart-of-accounts')).accounts;
      const categoryAccountUuid = accounts.find(({ name }: Data) => name === 'Sales').uuid;
      const product = await strict.post('/products', { name: 'Abroad', categoryAccountUuid });
      return { taxUuid: tax.body.data.uuid, customer: customer.body.data, product: product.body.data };
    };
    const { taxUuid, customer, product } = await books();
    const { strict, workspaceId } = imports.workspace;
    const { status, body } = await strict.post('/invoices', {
      customerUuid: customer.uuid,
      invoiceNumber: 'E-1',
      invoiceType: 'invoice',
      date: '2026-07-01',
      dueDate: '2026-07-31',
      isDraft: false,
      products: [{ productUuid: product.uuid, quantity: 1, price: 100, taxes: [taxUuid] }],
    });
    expect(status, JSON.stringify(body)).toBe(200);
    const before = await balances();
    let table = '';
    const signer = createHeadSigner(imports.server.secretKey);
    const wish = { workspaceId, format: 'csv', basis: 'accrual', signer } as const;
    await exportBooks(imports.server.database, wish, async (text) => {
      table += text;
    });
    expect(table).toContain(',0.00,,USD,');
    await books();
    const result = await imports.importJson('journal-entries', table);
    expect(result).toMatchObject({ code: 0, records: 1, imported: 1, bad: 0, problems: [] });
    expect(before).toMatchObject({ 'Accounts Receivable': 100 });
    const moved = (all: Data) => Object.entries(all).filter(([, amount]) => amount !== 0);
    expect(moved(await balances())).toEqual(moved(before));
    await imports.proved();
  });

  it('leaves out lines of zero and entries of nothing else, and refuses a line without an amount', async () => {
    await imports.open();
    const table = lines(
      'Number,Date,Account,Debit,Credit,Narration',
      '1,2026-01-31,Nothing,0.00,$0,Sold',
      '1,2026-01-31,Checking,10,,',
      '1,2026-01-31,Sales,,10,',
      '2,2026-01-31,Checking,0,,',
      '2,2026-01-31,Sales,,0.00,',
      '3,2026-01-31,Checking,5,,',
      '3,2026-01-31,Checking,,,',
      '3,2026-01-31,Sales,,5,',
    );
    const result = await imports.importJson('journal-entries', table, '--skip-bad');
    expect(result).toMatchObject({
      records: 2,
      imported: 1,
      problems: [{ line: 8, reason: expect.stringContaining('must have a debit or a credit') }],
    });
    const { journalEntries } = await imports.list('/journal-entries');
    expect(journalEntries).toMatchObject([{ descriptionEntry: 'Sold', totalDebit: '10.00' }]);
    expect(journalEntries[0].lines).toHaveLength(2);
  });

  it('has entries reverse themselves on the day that a row of theirs names', async () => {
    await imports.open();
    const table = lines(
      'Number,Date,Auto Reversing Date,Account,Debit,Credit',
      'A-1,31.07.2026,01.08.2026,Accounts Receivable,250,',
      'A-1,31.07.2026,,Sales,,250',
      'A-2,31.07.2026,,Checking,7,',
      'A-2,31.07.2026,,Sales,,7',
    );
    const result = await imports.importJson('journal-entries', table, '--date-format', 'DD.MM.YYYY');
    expect(result).toMatchObject({ code: 0, records: 2, imported: 2, problems: [] });
    const { journalEntries } = await imports.list('/journal-entries');
    const told = journalEntries.map(({ date, reversesOn, refNumber }: Data) => [date, reversesOn, refNumber]);
    expect(told).toHaveLength(3);
    expect(told).toEqual(
      expect.arrayContaining([
        ['2026-08-01', null, 'A-1'],
        ['2026-07-31', '2026-08-01', 'A-1'],
        ['2026-07-31', null, 'A-2'],
      ]),
    );
    expect(await balances()).toMatchObject({ Checking: 7, Sales: -7 });
    await imports.proved();
  });

  it('says what is wrong with the day on which an entry is to reverse itself', async () => {
    await imports.open();
    const table = lines(
      'Number,Date,reversesOn,Account,Debit,Credit',
      '1,2026-07-31,2026-07-31,Checking,10,',
      '1,2026-07-31,,Sales,,10',
      '2,2026-07-31,,Checking,10,',
      '2,2026-07-31,next month,Sales,,10',
    );
    const { problems } = await imports.importJson('journal-entries', table);
    expect(problems.map(({ line, column, reason }: Data) => [line, column, reason])).toEqual([
      [2, 'reversesOn', 'must be after 2026-07-31, the date of the entry.'],
      [5, 'reversesOn', 'must be a date written YYYY-MM-DD.'],
    ]);
    expect(await imports.countOf('journal_entry')).toBe(0);
  });

  it('imports many, a few hundred at a time', async () => {
    await imports.open();
    const rows = Array.from({ length: 350 }, (_, index) => {
      const amount = index === 300 ? 'x' : `${index + 1}.00`;
      return `${index},2026-01-31,Checking,${amount},\n${index},2026-01-31,Sales,,${index + 1}.00\n`;
    });
    const table = `Number,Date,Account,Debit,Credit\n${rows.join('')}`;
    expect(await imports.importJson('journal-entries', table)).toMatchObject({
      code: 1,
      imported: 349,
      problems: [{ line: 602, column: 'Debit' }],
    });
    expect(await imports.countOf('journal_entry')).toBe(0);
    const right = table.replace(',x,', ',301.00,');
    expect(await imports.importJson('journal-entries', right)).toMatchObject({
      code: 0,
      imported: 350,
      bad: 0,
    });
    expect(await imports.countOf('journal_entry')).toBe(350);
    await imports.proved();
  });

  it('lists what is wrong by the line in the file', async () => {
    await imports.open();
    await imports.workspace.strict.patch('/workspace', { bookClosedThroughDate: '2025-12-31' });
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
    const result = await imports.importJson('journal-entries', table, '--dry-run');
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
    expect(await imports.countOf('journal_entry')).toBe(0);
  });
});
