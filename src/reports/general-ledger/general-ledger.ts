import { formatMinorUnits } from '../../ledger/money/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { type CsvRow, defineReport } from '../define-report.ts';
import { readCursor, writeCursor } from '../filters/cursor.ts';
import { FILTER_ERRORS, loadReportBooks } from '../filters/line-filter.ts';
import { moneyIn, readReportSeal } from '../filters/report-figures.ts';
import { tellAccount } from '../filters/tell-account.ts';
import { type AccountBalance, closingOf } from '../trial-balance/trial-balance.store.ts';
import { GENERAL_LEDGER_EXAMPLE } from './general-ledger.examples.ts';
import {
  type GeneralLedger,
  type GeneralLedgerQuery,
  generalLedgerQuery,
  generalLedgerSchema,
  STANDARD_LINES,
} from './general-ledger.schema.ts';
import {
  type LedgerLine,
  type LedgerScope,
  selectBalanceAfter,
  selectLedgerAccounts,
} from './general-ledger.store.ts';
import { type LineKey, partsOfLine, toLineKey } from './ledger-cursor.ts';
import { type ReadLines, readLinesInOrder, readLinesOfEach } from './lines-in-order.ts';

const SIGNS =
  'Debit and credit are never negative; balances are positive on the debit side. Income and expenses open at zero at ' +
  'startDate; what lies before is in the opening of Retained Earnings.';
const BEGINNING = '0001-01-01';
/** Lines of a table that are in memory at once. */
const LINES_AT_ONCE = 1000;

/** Lines of one account, as many of them as are on a page. */
interface AccountPage {
  readonly account: AccountBalance;
  /** The balance before the first of these lines, and after the last. */
  readonly balanceBefore: bigint;
  readonly balanceAfter: bigint;
  readonly lines: readonly LedgerLine[];
  readonly continued: boolean;
}

interface LedgerPage {
  readonly accounts: readonly AccountPage[];
  readonly more: boolean;
}

/** What a page begins after: a line, and the balance that it left where that is known. */
interface Start {
  readonly key: LineKey;
  readonly balance?: bigint;
}

interface Reading {
  readonly transaction: Transaction;
  readonly workspaceId: string;
  readonly scope: LedgerScope;
  readonly limit: number;
  /** Whether all pages are read, from the first on. */
  readonly isWhole: boolean;
}

/** The pages of a ledger, each read when it is asked for; the accounts and their balances are read once. */
async function* readPages(reading: Reading, after: LineKey | undefined): AsyncGenerator<LedgerPage> {
  const { transaction, workspaceId, scope } = reading;
  const accounts = await selectLedgerAccounts(transaction, workspaceId, scope);
  // Which lines have the tags is looked up among those of all accounts.
  const readLines =
    reading.isWhole && scope.filter.tagIds.length > 0
      ? await readLinesInOrder(transaction, workspaceId, scope, accounts)
      : readLinesOfEach(transaction, workspaceId, scope);
  let start: Start | undefined = after && { key: after };
  for (;;) {
    const page = await readPage(reading, accounts, readLines, start);
    yield page;
    if (!page.more) return;
    start = endOf(page);
  }
}

/** The accounts and lines of one page. */
async function readPage(
  { transaction, workspaceId, scope, limit }: Reading,
  accounts: readonly AccountBalance[],
  readLines: ReadLines,
  start: Start | undefined,
): Promise<LedgerPage> {
  const first = accounts.findIndex(({ id }) => id === start?.key.accountId);
  const told: AccountPage[] = [];
  let left = limit;
  for (const account of accounts.slice(Math.max(0, first))) {
    const from = account.id === start?.key.accountId ? start : undefined;
    // One more than fits: it tells whether there are more.
    const page = { after: from?.key, limit: left + 1 };
    const hasLines = account.ownIds.length > 0;
    const found = hasLines ? await readLines(account, page) : [];
    const lines = found.slice(0, left);
    const continued = found.length > left;
    if (lines.length > 0 || (from === undefined && !continued)) {
      const balanceBefore = from
        ? (from.balance ?? (await selectBalanceAfter(transaction, workspaceId, account, from.key, scope)))
        : BigInt(account.opening);
      const balanceAfter = lines.reduce((sum, { baseAmount }) => sum + BigInt(baseAmount), balanceBefore);
      told.push({ account, balanceBefore, balanceAfter, lines, continued });
    }
    if (continued) return { accounts: withoutTail(told), more: true };
    left -= lines.length;
  }
  return { accounts: told, more: false };
}

/** The next page begins after the last line, so that the accounts without lines which follow it are there. */
const withoutTail = (told: readonly AccountPage[]) =>
  told.slice(0, told.findLastIndex(({ lines }) => lines.length > 0) + 1);

/** The last line of a page that another one follows, with the balance after it. */
function endOf({ accounts }: LedgerPage): Required<Start> {
  const { account, lines, balanceAfter } = accounts.at(-1)!;
  const { effective, entryId, lineNumber } = lines.at(-1)!;
  return { key: { accountId: account.id, effective, entryId, lineNumber }, balance: balanceAfter };
}

/** The lines with the balance after each. */
function describeLines({ balanceBefore, lines }: AccountPage, money: (amount: bigint) => string) {
  let balance = balanceBefore;
  return lines.map((line) => {
    const amount = BigInt(line.baseAmount);
    balance += amount;
    return {
      date: line.effective,
      entryUuid: line.entryId,
      lineNumber: line.lineNumber,
      kind: line.kind,
      source: line.source,
      sourceUuid: line.sourceId,
      number: line.number,
      description: line.description,
      party: line.party,
      tags: [...line.tags],
      debit: money(amount > 0n ? amount : 0n),
      credit: money(amount < 0n ? -amount : 0n),
      balance: money(balance),
      documentAmount: formatMinorUnits(BigInt(line.amount), line.currency),
      documentCurrency: line.currency,
    };
  });
}

/** The pages of the report that a query asks for, from its cursor on. */
async function* generatePages(
  transaction: Transaction,
  workspaceId: string,
  query: GeneralLedgerQuery,
  isWhole = false,
): AsyncGenerator<GeneralLedger> {
  const after = readCursor(query.cursor, toLineKey);
  const { filter, currency, basis } = await loadReportBooks(transaction, workspaceId, query);
  const { startDate = null, endDate, limit = STANDARD_LINES } = query;
  // A mark, or an earlier seal, may be on one of the two and not on the other: then they do not cancel out.
  const history = query.history === true || filter.status !== 'all' || filter.throughSeal !== undefined;
  const accountType = query.accountType ?? null;
  const scope = { startDate: startDate ?? BEGINNING, endDate, basis, accountType, filter, history };
  const seal = await readReportSeal(transaction, workspaceId, filter.throughSeal);
  const money = moneyIn(currency);
  for await (const page of readPages({ transaction, workspaceId, scope, limit, isWhole }, after))
    yield {
      ...{ startDate, endDate, currency, basis, seal, signs: SIGNS },
      accounts: page.accounts.map((one) => ({
        ...tellAccount(one.account),
        opening: money(BigInt(one.account.opening)),
        lines: describeLines(one, money),
        closing: money(closingOf(one.account)),
        continued: one.continued,
      })),
      nextCursor: page.more ? writeCursor(partsOfLine(endOf(page).key)) : null,
    };
}

async function generateGeneralLedger(
  transaction: Transaction,
  workspaceId: string,
  query: GeneralLedgerQuery,
): Promise<GeneralLedger> {
  const { value } = await generatePages(transaction, workspaceId, query).next();
  return value as GeneralLedger;
}

const HEAD = [
  ...['accountNumber', 'account', 'date', 'source', 'number', 'party', 'description'],
  ...['debit', 'credit', 'balance'],
];

type ToldAccount = GeneralLedger['accounts'][number];

const toOpeningRow = ({ accountNumber, accountName, opening }: ToldAccount): CsvRow => [
  ...[accountNumber, accountName, null, 'opening', null, null, null, null, null, opening],
];

const toLineRows = ({ accountNumber, accountName, lines }: ToldAccount): CsvRow[] =>
  lines.map((line) => [
    ...[accountNumber, accountName, line.date, line.source, line.number, line.party, line.description],
    ...[line.debit, line.credit, line.balance],
  ]);

function toCsv({ accounts }: GeneralLedger): CsvRow[] {
  return [HEAD, ...accounts.flatMap((account) => [toOpeningRow(account), ...toLineRows(account)])];
}

/** All pages as one table: an account that goes on over pages opens once. */
async function* readTable(
  transaction: Transaction,
  workspaceId: string,
  query: GeneralLedgerQuery,
): AsyncGenerator<readonly CsvRow[]> {
  yield [HEAD];
  let last: string | undefined;
  const whole = { ...query, limit: LINES_AT_ONCE };
  for await (const { accounts } of generatePages(transaction, workspaceId, whole, true)) {
    yield accounts.flatMap((account) => [
      ...(account.accountUuid === last ? [] : [toOpeningRow(account)]),
      ...toLineRows(account),
    ]);
    last = accounts.at(-1)?.accountUuid;
  }
}

/** The general ledger, by GET and by POST. */
export const GENERAL_LEDGER_ENDPOINTS = defineReport({
  path: 'general-ledger',
  operation: 'GeneralLedger',
  title: 'General Ledger',
  description:
    'The lines of each account between two days, with the balance before, after each line and at the end, which are those ' +
    'of the [trial balance](/docs/reports/get-trial-balance) of these days: from `startDate` income and expenses count ' +
    'from zero, and what lies before is in the opening of Retained Earnings. Every figure of the other reports links to ' +
    'its lines here. Pages follow one another by `nextCursor`, and the last costs what the first does.',
  query: generalLedgerQuery,
  data: generalLedgerSchema,
  example: GENERAL_LEDGER_EXAMPLE,
  errors: [...FILTER_ERRORS, 'TAX_NOT_FOUND'],
  generate: generateGeneralLedger,
  toCsv,
  readTable,
});
