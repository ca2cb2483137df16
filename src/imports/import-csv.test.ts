import { describe, expect, it } from 'vitest';
import { type Data, lines, useCsvImports } from '../../test/support/csv-imports.ts';
import { createTax } from '../../test/support/sales-fixtures.ts';

const imports = useCsvImports();

describe('importing customers', () => {
  const TABLE = lines(
    'Name,Email,Phone,Terms,Street address,City,State,Zip,Country,Balance',
    'Aimee Carter,aimee@example.com,555-0101,Net 30,"12 Elm Street',
    'Back door",Springfield,MA,01103,US,10.00',
    '"O\'Neil, ""Jr.""",,,Due on receipt,,,,,,',
  );

  it('finds the columns by their names, as other programs export them', async () => {
    await imports.open();
    const result = await imports.importJson('customers', TABLE);
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
    const { customers } = await imports.list('/customers', { sortBy: 'customer' });
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
    await imports.open();
    await imports.importJson('customers', TABLE);
    await imports.server.owner.query('DELETE FROM idempotency_record WHERE workspace_id = $1', [
      imports.workspace.workspaceId,
    ]);
    const more = `${TABLE}Grace,grace@example.com,,,,,,,,\n`;
    expect(await imports.importJson('customers', more)).toMatchObject({
      code: 0,
      imported: 1,
      known: 2,
      bad: 0,
    });
    expect(await imports.countOf('customer')).toBe(3);
    const again = lines('Customer', 'Twin', 'Twin');
    expect(await imports.importJson('customers', again)).toMatchObject({ imported: 2, known: 0 });
    expect(await imports.importJson('customers', again)).toMatchObject({ imported: 0, known: 2 });
    expect(await imports.importJson('customers', again, '--again')).toMatchObject({ imported: 2, known: 0 });
    expect(await imports.countOf('customer')).toBe(7);
  });

  it('lists every bad row with its line, column and reason, and writes nothing', async () => {
    await imports.open();
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
      const result = await imports.importJson('customers', table, ...args);
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
      expect(await imports.countOf('customer')).toBe(0);
      // Of who was let in.
      expect(await imports.countOf('audit_log')).toBe(1);
    }
    const kept = await imports.importJson('customers', table, '--skip-bad');
    expect(kept).toMatchObject({ code: 0, imported: 1, bad: 5, kept: true });
    const right = await imports.importJson(
      'customers',
      table.replace('not a mail,net12,,asleep', 'b@example.com,net15,,'),
      '--skip-bad',
    );
    expect(right).toMatchObject({ code: 0, imported: 1, known: 1, bad: 4 });
    expect(await imports.countOf('customer')).toBe(2);
  });

  it('tells people what it did', async () => {
    await imports.open();
    const table = lines('Customer,Email,Colour', 'One,one@example.com,red', 'Two,two,red');
    const refused = await imports.importText('customers', table);
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
    expect((await imports.importText('customers', table, '--dry-run')).out).toContain('Nothing was written');
    expect((await imports.importText('customers', table, '--skip-bad')).out).toContain(
      '1 of 2 imported, 1 bad.\n',
    );
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
      await imports.open();
      const result = await imports.importJson('customers', bytes, '--map', 'Kunde=customer');
      expect(result).toMatchObject({ code: 0, imported: 2, bad: 0 });
      const { customers } = await imports.list('/customers', { sortBy: 'customer' });
      expect(customers[0].customer).toBe('Jürgen & Söhne');
    }
    const latin = Buffer.from(text, 'latin1');
    await imports.open();
    expect((await imports.importText('customers', latin, '--map', 'Kunde=customer')).err).toContain(
      'is not in utf-8',
    );
    const named = await imports.importJson(
      'customers',
      latin,
      '--map',
      'Kunde=customer',
      '--encoding',
      'windows-1252',
    );
    expect(named).toMatchObject({ code: 0, imported: 2 });
  });

  it('reads a column whose name has a comma in it, named with others', async () => {
    await imports.open();
    const map = ['--map', 'Name, full=customer', '--map', 'Mail=email'];
    const table = Buffer.from('"Name, full";Mail\nKomma;komma@example.com\n');
    expect(await imports.importJson('customers', table, ...map)).toMatchObject({ code: 0, imported: 1 });
  });

  it('says where a row stands that follows rows of several lines', async () => {
    await imports.open();
    const table = 'Customer,Email\r\n"A\r\nB\r\nC",\r\n\r\nBad,mail\r\n';
    expect((await imports.importJson('customers', table, '--dry-run')).problems).toMatchObject([
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
    await imports.open();
    const { code, err } = await imports.importText('customers', text);
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
    await imports.open();
    const { code, err } = await imports.importText('customers', 'Customer\nAimee\n', ...args);
    expect([code, err.includes(message)], err).toEqual([2, true]);
    expect(await imports.countOf('customer')).toBe(0);
  });
});

describe('importing accounts', () => {
  it('takes the types of other programs, and parents that come later in the file', async () => {
    await imports.open();
    const tax = await createTax(imports.workspace.strict, 'VAT', 20);
    const quickBooks = lines(
      'Full name,Type,Detail type,Description,Account #',
      'Fleet:Trucks,Fixed Assets,Vehicles,Two trucks,1610',
      'Fleet,Fixed Assets,Vehicles,,1600',
      'Till,Bank,Cash on hand,,',
      'Scrap,Income,Service Income,,4900',
    );
    expect(await imports.importJson('accounts', quickBooks)).toMatchObject({
      code: 0,
      imported: 4,
      problems: [],
    });
    const xero = lines(
      '*Code,*Name,*Type,*Tax Code,Description',
      '510,Red diesel,Direct Costs,VAT,"Diesel, oil"',
      '511,Old loan,TERMLIAB,,',
    );
    expect(await imports.importJson('accounts', xero)).toMatchObject({ code: 0, imported: 2, problems: [] });
    const { accounts } = await imports.list('/chart-of-accounts', { limit: '100' });
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
    await imports.open();
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
    const result = await imports.importJson('accounts', table, '--dry-run');
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
    await imports.open();
    const table = lines(
      'Product/Service Name;Type;SKU;Sales price / Rate;Income Account;Expense Account',
      'Junk removal;Service;JR-1;1.234,56;Sales;',
      'Boxes;Inventory;BX;"2,5";4000;6000',
      'Bags;Non-inventory;;€ 3;4000 - Sales;',
      'Labor;service;;;Income:Sales;',
    );
    expect(await imports.importJson('products', table, '--decimal-comma')).toMatchObject({
      code: 0,
      imported: 4,
      problems: [],
    });
    const { products } = await imports.list('/products', { sortBy: 'name' });
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
    await imports.open();
    const table = lines(
      'Name,Price,Sales account',
      'A,"1.234,56",',
      'B,"1,23",',
      'C,"1,234.56",',
      'D,2,Checking',
      'E,2,Nothing',
    );
    const result = await imports.importJson('products', table, '--dry-run');
    expect(result.problems.map(({ line, column }: Data) => [line, column])).toEqual([
      [2, 'Price'],
      [3, 'Price'],
      [5, 'Sales account'],
      [6, 'Sales account'],
    ]);
    expect(result.problems[0].reason).toBe('must be an amount such as 1,234.56.');
  });
});
