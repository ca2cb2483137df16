import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run as exportCommand } from '../../../cli/export.ts';
import { createRecountRunner, type RecountRunner } from '../../../test/support/run-recount.ts';
import { sealAll } from '../../../test/support/seal-all.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import { BEANCOUNT, HLEDGER } from '../../../test/support/system-programs.ts';
import { createHeadSigner } from '../../ledger/seals/signed-head.ts';
import { exportBooks } from './export-books.ts';

let books: SettlementBooks;
let folder: string;
let runner: RecountRunner;
/** Names that a plain-text format trips over; some are alike once they are cleaned. */
const ODD_NAMES = [
  'Two  blanks',
  'Kind: odd; really',
  '"Quoted" \\ back',
  '収益 Ωmega',
  'lower case',
  'A:B',
  'A-B',
];
/** The same of accounts that manual entries name; the words of those. */
const ODD_LEDGER_NAMES = [
  'No\u00a0\u00a0break',
  'One \u00a0then another',
  'Ideographic\u3000 blank',
  'ẞtraße',
  'Ꭰ',
  '٣',
];
const ODD_WORDS = [
  '(Accrual for July',
  '(Accrual) for July',
  ') closed',
  '! urgent',
  '* starred',
  '; a comment | or a payee',
];
const BASES = ['accrual', 'cash'] as const;

/** An account with an invoice of a customer, both of them merged into others: their lines stand under those. */
async function mergeAway(subTypeId: number, intoUuid: string): Promise<void> {
  const { strict } = books.server;
  const post = (path: string, body: object) => books.done(strict.post(path, body));
  const account = await post('/chart-of-accounts', { name: 'Merged away', subTypeId });
  const { uuid: productUuid } = await post('/products', { name: 'Of it', categoryAccountUuid: account.uuid });
  const customer = await post('/customers', { customer: 'Merged too' });
  const products = [{ productUuid, quantity: 1, price: 77, taxes: [] }];
  await books.document(0, { customerUuid: customer.uuid, products, date: '2026-05-05' });
  await post(`/chart-of-accounts/${account.uuid}/merge`, { intoUuid });
  await post(`/customers/${customer.uuid}/merge`, { intoUuid: books.fixtures.customerUuid });
}

beforeAll(async () => {
  books = await openSettlementBooks();
  folder = await mkdtemp(join(tmpdir(), 'recount-export-'));
  runner = createRecountRunner(books.server, books.server.secretKey);
  const { server, fixtures } = books;
  const subTypes = await server.strict.get('/account-sub-types', { type: 'Income' });
  const subTypeId = subTypes.body.data.accountSubTypes[0].id;
  const [parent] = await Promise.all(
    ['Parent'].map((name) => books.done(server.strict.post('/chart-of-accounts', { name, subTypeId }))),
  );
  for (const [index, name] of ODD_NAMES.entries()) {
    const child = index < 3 ? { parentAccountUuid: parent.uuid } : {};
    const account = await books.done(server.strict.post('/chart-of-accounts', { name, subTypeId, ...child }));
    const product = await books.done(
      server.strict.post('/products', {
        name: `Of ${index}`,
        unitPrice: 10,
        categoryAccountUuid: account.uuid,
      }),
    );
    const products = [
      { productUuid: product.uuid, quantity: 3, price: 10 + index, taxes: [fixtures.taxUuid] },
    ];
    const odd = await books.document(0, {
      products,
      invoiceNumber: `ODD-${index}`,
      date: `2026-0${index + 1}-15`,
    });
    await books.pay(10, [{ id: odd.uuid, amount: 10 }], { date: '2026-08-01' });
  }
  await mergeAway(subTypeId, parent.uuid);
  for (const [index, name] of ODD_LEDGER_NAMES.entries()) {
    const account = await books.done(server.strict.post('/chart-of-accounts', { name, subTypeId }));
    const lines = [
      { accountUuid: account.uuid, amountCredit: 7 + index },
      { accountUuid: parent.uuid, amountDebit: 7 + index },
    ];
    const words = { descriptionEntry: ODD_WORDS[index], date: '2026-05-06', lines };
    await books.done(server.strict.post('/journal-entries', words));
  }
  const invoice = await books.document('333.33', { date: '2026-06-01' });
  await books.pay(100, [{ id: invoice.uuid, amount: 100 }], { reference: 'quote " and ; and | too' });
  const memo = await books.memo('50.01');
  await books.done(
    server.strict.patch(`/invoices/${invoice.uuid}/apply-multiple-credit-to-invoice`, {
      creditMemos: [{ id: memo.uuid, amount: '20.02' }],
    }),
  );
  const undone = await books.pay(40);
  await books.done(server.strict.delete(`/payments/${undone.uuid}`));
  await sealAll(server.database, server.workspaceId);
  await books.document('77.77');
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await books.server.close();
});

async function exportAs(format: string, basis: 'accrual' | 'cash'): Promise<string> {
  let text = '';
  await exportBooks(
    books.server.database,
    {
      workspaceId: books.server.workspaceId,
      format,
      basis,
      signer: createHeadSigner(books.server.secretKey),
    },
    async (piece) => {
      text += piece;
    },
  );
  return text;
}

/** The trial balance of all times, by account, in cents: what each export has to add up to. */
async function trialBalance(basis: string): Promise<Record<string, number>> {
  const query = { startDate: '1900-01-01', endDate: '2999-12-31', basis };
  const { body } = await books.server.strict.get('/reports/trial-balance', query);
  return byId(
    body.data.rows.map((row: { accountUuid: string; debit: string; credit: string }) => [
      row.accountUuid,
      cents(row.debit) - cents(row.credit),
    ]),
  );
}

const cents = (amount: string) => Math.round(Number(amount || '0') * 100);

function byId(pairs: readonly (readonly [string, number])[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const [id, amount] of pairs) sums.set(id, (sums.get(id) ?? 0) + amount);
  return Object.fromEntries([...sums].filter(([, amount]) => amount !== 0).sort());
}

/** The ids of accounts by their paths, as the export's comments tell them. */
function readPaths(text: string, line: RegExp): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(line)].map((match) => [match[1]!, match[2]!]));
}
const HLEDGER_ACCOUNT = /^account (.+?) {2}; uuid:(\S+)$/gm;
const BEANCOUNT_ACCOUNT = /^\d{4}-\d\d-\d\d open (\S+) USD ; uuid: (\S+)$/gm;

describe('an export of the books', () => {
  it.each(BASES)('adds up to the %s trial balance in every format', async (basis) => {
    const expected = await trialBalance(basis);
    expect(Object.keys(expected).length).toBeGreaterThan(basis === 'accrual' ? 8 : 3);
    for (const [format, account] of [
      ['hledger', HLEDGER_ACCOUNT],
      ['beancount', BEANCOUNT_ACCOUNT],
    ] as const) {
      const text = await exportAs(format, basis);
      const paths = readPaths(text, account);
      const postings = [...text.matchAll(/^ {2,4}(\S.*?) {2}(-?[\d.]+) USD$/gm)];
      expect(byId(postings.map(([, path, amount]) => [paths.get(path!)!, cents(amount!)]))).toEqual(expected);
    }
    const rows = (await exportAs('csv', basis)).split('\r\n').slice(1, -1);
    const cells = rows.map((row) =>
      row.match(/("([^"]|"")*"|[^,]*)(,|$)/g)!.map((cell) => cell.replace(/,$/, '')),
    );
    expect(byId(cells.map((row) => [row[11]!, cents(row[12]!) - cents(row[13]!)]))).toEqual(expected);
  });

  it('names every account once, whatever its name holds', async () => {
    for (const [format, account] of [
      ['hledger', HLEDGER_ACCOUNT],
      ['beancount', BEANCOUNT_ACCOUNT],
    ] as const) {
      const paths = [...readPaths(await exportAs(format, 'accrual'), account).keys()];
      expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
      expect(paths).toEqual(
        expect.arrayContaining(['Income:Parent:Two-blanks', 'Income:A-B', 'Income:A-B-2']),
      );
    }
  });

  it('keeps the words of an entry out of what hledger reads as a code, a comment or a payee', async () => {
    const text = await exportAs('hledger', 'accrual');
    for (const words of [
      '() (Accrual for July',
      '() (Accrual) for July',
      ') closed',
      '! urgent',
      '* starred',
      ', a comment / or a payee',
    ])
      expect(text).toContain(`2026-05-06 * ${words}  ; entry:`);
  });

  it('ends no name of an account early, and begins none with what Beancount does not know', async () => {
    const hledger = [...readPaths(await exportAs('hledger', 'accrual'), HLEDGER_ACCOUNT).keys()];
    expect(hledger).toEqual(expect.arrayContaining(['Income:No-break', 'Income:One-then another']));
    expect(hledger.filter((path) => /\p{Zs}{2}/u.test(path))).toEqual([]);
    const beancount = [...readPaths(await exportAs('beancount', 'accrual'), BEANCOUNT_ACCOUNT).keys()];
    expect(beancount).toEqual(expect.arrayContaining(['Income:Xẞtraße', 'Income:XᎠ', 'Income:X٣']));
  });

  it('is the same text for the same books', async () => {
    // It tells the head, which must not change between two exports.
    await sealAll(books.server.database, books.server.workspaceId);
    for (const format of ['hledger', 'beancount', 'csv'])
      expect(await exportAs(format, 'accrual')).toBe(await exportAs(format, 'accrual'));
  });

  it('holds what was reversed and what reverses it', async () => {
    const text = await exportAs('hledger', 'accrual');
    expect(text).toMatch(/^\d{4}-\d\d-\d\d \* Aimee \| Payment {2};/m);
    expect(text).toMatch(/^\d{4}-\d\d-\d\d \* Aimee \| Reversal: Payment {2};/m);
  });

  it('says which state of the books it shows', async () => {
    const text = await exportAs('hledger', 'accrual');
    expect(text).toMatch(/^; recount-head:1:\S+ and \d+ entries after it$/m);
  });
});

describe.skipIf(!HLEDGER)('hledger', () => {
  it.each(BASES)('reads the export and comes to the same %s balances', async (basis) => {
    const text = await exportAs('hledger', basis);
    const file = join(folder, `${basis}.journal`);
    await writeFile(file, text);
    const options = { encoding: 'utf8' as const, env: { ...process.env, LC_ALL: 'C.UTF-8' } };
    const table = execFileSync(
      HLEDGER!,
      ['-f', file, 'bal', '--flat', '-N', '-O', 'csv', '--strict'],
      options,
    );
    const paths = readPaths(text, HLEDGER_ACCOUNT);
    const balances = table
      .trim()
      .split('\n')
      .slice(1)
      .map((line) =>
        /^"(.*)","(.*)"$/
          .exec(line)!
          .slice(1)
          .map((cell) => cell.replaceAll('""', '"')),
      );
    expect(
      byId(balances.map(([path, amount]) => [paths.get(path!)!, cents(amount!.replace(' USD', ''))])),
    ).toEqual(await trialBalance(basis));
  });
});

describe.skipIf(!BEANCOUNT)('Beancount', () => {
  it.each(BASES)('reads the export and comes to the same %s balances', async (basis) => {
    const text = await exportAs('beancount', basis);
    const file = join(folder, `${basis}.beancount`);
    await writeFile(file, text);
    const options = { encoding: 'utf8' as const, env: { ...process.env, LC_ALL: 'C.UTF-8' } };
    expect(execFileSync(join(BEANCOUNT!, 'bean-check'), [file], options)).toBe('');
    const query = 'SELECT account, sum(number) AS balance GROUP BY account';
    const table = execFileSync(join(BEANCOUNT!, 'bean-query'), ['-f', 'csv', file, query], options);
    const paths = readPaths(text, BEANCOUNT_ACCOUNT);
    const balances = table
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(','));
    expect(byId(balances.map(([path, amount]) => [paths.get(path!.trim())!, cents(amount!.trim())]))).toEqual(
      await trialBalance(basis),
    );
  });
});

describe('recount export', () => {
  const run = (...args: string[]) => runner.spawn(['export', ...args]);

  it('writes to a file that only its owner reads, or to the standard output', async () => {
    const workspace = ['--workspace', books.server.workspaceId];
    const file = join(folder, 'out.journal');
    expect(await run('--format', 'hledger', ...workspace, '--basis', 'cash', '--out', file)).toMatchObject({
      code: 0,
      out: '',
      err: '',
    });
    const text = await readFile(file, 'utf8');
    expect(text).toBe(await exportAs('hledger', 'cash'));
    expect((await run('--format', 'hledger', ...workspace, '--basis', 'cash')).out).toBe(text);
    // Without --basis: the book that the workspace keeps.
    expect((await run('--format', 'csv', ...workspace)).out).toBe(await exportAs('csv', 'accrual'));
  });

  it('asks which workspace where there are several', async () => {
    const result = await runner.run(exportCommand, ['--format', 'csv']);
    expect(result).toMatchObject({ code: 2, out: '' });
    expect(result.err).toContain('name one with --workspace');
  });

  it('refuses what it does not know, and leaves no file behind', async () => {
    for (const args of [
      [],
      ['--format', 'xlsx'],
      ['--format', 'csv', '--basis', 'modified'],
      ['--format', 'csv', '--workspace', 'mine'],
      [
        '--format',
        'csv',
        '--workspace',
        '018f0000-0000-7000-8000-000000000000',
        '--out',
        join(folder, 'none'),
      ],
    ]) {
      expect((await runner.run(exportCommand, args)).code).toBe(2);
    }
    await expect(readFile(join(folder, 'none'))).rejects.toThrow('ENOENT');
  });
});
