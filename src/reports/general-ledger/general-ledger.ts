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
  MOST_LINES,
  STANDARD_LINES,
} from './general-ledger.schema.ts';
import {
  type LedgerLine,
  type LedgerScope,
  selectBalanceAfter,
  selectLedgerAccounts,
  selectLedgerLines,
} from './general-ledger.store.ts';
import { type LineKey, partsOfLine, toLineKey } from './ledger-cursor.ts';

const SIGNS =
  'Debit and credit are never negative; balances are positive on the debit side. Income and expenses open at zero at ' +
  'startDate; what lies before is in the opening of Retained Earnings.';
const BEGINNING = '0001-01-01';

interface AccountPage {
  readonly account: AccountBalance;
  /** The balance before the first line of the page. */
  readonly balanceBefore: bigint;
  readonly lines: readonly LedgerLine[];
  readonly continued: boolean;
}

/** The accounts and lines of one page. */
async function readPages(
  transaction: Transaction,
  workspaceId: string,
  scope: LedgerScope,
  { after, limit }: { after: LineKey | undefined; limit: number },
): Promise<{ pages: AccountPage[]; more: boolean }> {
  const accounts = await selectLedgerAccounts(transaction, workspaceId, scope);
  const first = accounts.findIndex(({ id }) => id === after?.accountId);
  const pages: AccountPage[] = [];
  let left = limit;
  for (const account of accounts.slice(Math.max(0, first))) {
    const from = account.id === after?.accountId ? after : undefined;
    // One more than fits: it tells whether there are more.
    const page = { after: from, limit: left + 1 };
    const hasLines = account.ownIds.length > 0;
    const found = hasLines ? await selectLedgerLines(transaction, workspaceId, account, scope, page) : [];
    const lines = found.slice(0, left);
    const continued = found.length > left;
    if (lines.length > 0 || (from === undefined && !continued)) {
      const balanceBefore = from
        ? await selectBalanceAfter(transaction, workspaceId, account, from, scope)
        : BigInt(account.opening);
      pages.push({ account, balanceBefore, lines, continued });
    }
    if (continued) return { pages: withoutTail(pages), more: true };
    left -= lines.length;
  }
  return { pages, more: false };
}

/** The next page begins after the last line, so that the accounts without lines which follow it are there. */
const withoutTail = (pages: readonly AccountPage[]) =>
  pages.slice(0, pages.findLastIndex(({ lines }) => lines.length > 0) + 1);

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

/** The last line of a page. */
function lastKey(pages: readonly AccountPage[]): LineKey {
  const { account, lines } = pages.findLast((page) => page.lines.length > 0)!;
  const { effective, entryId, lineNumber } = lines.at(-1)!;
  return { accountId: account.id, effective, entryId, lineNumber };
}

async function generateGeneralLedger(
  transaction: Transaction,
  workspaceId: string,
  query: GeneralLedgerQuery,
): Promise<GeneralLedger> {
  const after = readCursor(query.cursor, toLineKey);
  const { filter, currency, basis } = await loadReportBooks(transaction, workspaceId, query);
  const { startDate = null, endDate, limit = STANDARD_LINES } = query;
  // A mark, or an earlier seal, may be on one of the two and not on the other: then they do not cancel out.
  const history = query.history === true || filter.status !== 'all' || filter.throughSeal !== undefined;
  const accountType = query.accountType ?? null;
  const scope = { startDate: startDate ?? BEGINNING, endDate, basis, accountType, filter, history };
  const { pages, more } = await readPages(transaction, workspaceId, scope, { after, limit });
  const money = moneyIn(currency);
  return {
    startDate,
    endDate,
    currency,
    basis,
    seal: await readReportSeal(transaction, workspaceId, filter.throughSeal),
    signs: SIGNS,
    accounts: pages.map((page) => ({
      ...tellAccount(page.account),
      opening: money(BigInt(page.account.opening)),
      lines: describeLines(page, money),
      closing: money(closingOf(page.account)),
      continued: page.continued,
    })),
    nextCursor: more ? writeCursor(partsOfLine(lastKey(pages))) : null,
  };
}

function toCsv({ accounts }: GeneralLedger): CsvRow[] {
  return [
    [
      'accountNumber',
      'account',
      'date',
      'source',
      'number',
      'party',
      'description',
      'debit',
      'credit',
      'balance',
    ],
    ...accounts.flatMap(({ accountNumber, accountName, opening, lines }) => [
      [accountNumber, accountName, null, 'opening', null, null, null, null, null, opening],
      ...lines.map((line) => [
        accountNumber,
        accountName,
        line.date,
        line.source,
        line.number,
        line.party,
        line.description,
        line.debit,
        line.credit,
        line.balance,
      ]),
    ]),
  ];
}

/** A page may end within an account: the next one goes on with it. */
function joinPages(ledger: GeneralLedger, next: GeneralLedger): GeneralLedger {
  const last = ledger.accounts.at(-1);
  const [first, ...others] = next.accounts;
  if (!first || last?.accountUuid !== first.accountUuid)
    return { ...next, accounts: [...ledger.accounts, ...next.accounts] };
  const joined = { ...last, lines: [...last.lines, ...first.lines], continued: first.continued };
  return { ...next, accounts: [...ledger.accounts.slice(0, -1), joined, ...others] };
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
  pages: { largest: MOST_LINES, cursorOf: ({ nextCursor }) => nextCursor, join: joinPages },
});
