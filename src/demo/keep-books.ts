import { addDays } from '../platform/dates.ts';
import type { DemoClient } from './demo-client.ts';
import type { DemoMasters } from './draft-invoices.ts';
import { createRandom } from './random.ts';

const SEED = 4013;
const MONTHS = 12;

/** What the firm owned and owed when it began to keep its books here, by account number. */
const OPENING: readonly (readonly [accountNumber: string, debit: number, credit: number])[] = [
  ['1000', 18_420.55, 0],
  ['1010', 6_000, 0],
  ['1200', 1_690, 0],
  ['1511', 24_800, 0],
  ['1512', 31_500, 0],
  ['1590', 0, 17_250],
  ['2200', 0, 412.3],
  ['2500', 0, 21_900],
  ['3000', 0, 30_000],
  ['3900', 0, 12_848.25],
];

/** Jobs of the weeks before, which customers still owed then; the rest of the opening receivables nobody can explain. */
const OLD_JOBS = [
  { daysBefore: 24, invoiceNumber: 'OLD-0871', price: 940 },
  { daysBefore: 9, invoiceNumber: 'OLD-0877', price: 615 },
];

/**
 * Opens the books a year ago: the cutover date, the opening balances, and what customers still owed.
 *
 * @param today YYYY-MM-DD
 * @param accounts UUIDs by account number
 */
export async function openBooks(
  client: DemoClient,
  today: string,
  accounts: ReadonlyMap<string, string>,
  masters: DemoMasters,
): Promise<void> {
  const cutoverDate = `${addDays(today, -365).slice(0, 7)}-01`;
  await client.data('PATCH', '/workspace', { cutoverDate });
  await client.data('POST', '/opening-balance', {
    rows: OPENING.map(([number, debit, credit]) => ({ accountUuid: accounts.get(number), debit, credit })),
  });
  for (const [index, { daysBefore, invoiceNumber, price }] of OLD_JOBS.entries()) {
    const date = addDays(cutoverDate, -daysBefore);
    await client.data('POST', '/invoices', {
      customerUuid: masters.customers[index + 1]!.uuid,
      invoiceNumber,
      date,
      dueDate: addDays(date, 30),
      isDraft: false,
      invoiceType: 'invoice',
      products: [{ productUuid: masters.products[0]!.uuid, quantity: 1, price, taxes: [] }],
    });
  }
}

/** What each month costs: at its end, from the checking account. */
const COSTS = [
  { account: '6500', about: 1_480, what: 'Wages' },
  { account: '6510', about: 118, what: 'Payroll taxes' },
  { account: '6200', about: 650, what: 'Rent of the yard', fixed: true },
  { account: '6300', about: 345, what: 'Fuel' },
  { account: '6420', about: 142, what: 'Insurance', fixed: true },
];
const DEPRECIATION = 260;

/**
 * Posts what the months of the year cost, by hand as a bookkeeper does; the depreciation recurs by itself. No month is closed
 * yet, so that every example of the portal works here.
 *
 * @param today YYYY-MM-DD
 * @param accounts UUIDs by account number
 */
export async function keepBooks(
  client: DemoClient,
  today: string,
  accounts: ReadonlyMap<string, string>,
): Promise<void> {
  const random = createRandom(SEED);
  const account = (number: string) => accounts.get(number)!;
  const ends = monthEnds(today);
  const deposits = await draftDeposits(client, ends, account);
  const monthly = ends.map((date) => {
    const costs = COSTS.map(({ account: number, about, what, fixed }) => ({
      accountUuid: account(number),
      amountDebit: fixed ? about : about + random.between(-40, 40),
      descriptionLine: what,
    }));
    const paid = costs.reduce((sum, { amountDebit }) => sum + amountDebit, 0);
    const month = date.slice(0, 7);
    return {
      descriptionEntry: 'Costs of the month',
      date,
      refNumber: `PAY-${month}`,
      lines: [...costs, { accountUuid: account('1000'), amountCredit: paid }],
    };
  });
  const { errorCount } = await client.data('POST', '/journal-entries/bulk', {
    journalEntries: [...monthly, ...deposits],
  });
  if (errorCount > 0) throw new Error(`${errorCount} journal entries of the demo were refused`);
  await depreciate(client, ends, account);
  await draftEntries(client, today, account);
}

/** What somebody else is to have a look at before it is posted. */
const DRAFTS = [
  { descriptionEntry: 'Diesel from the neighbour’s tank', account: '6300', amount: 180 },
  { descriptionEntry: 'Overtime that was paid in cash', account: '6500', amount: 240 },
  { descriptionEntry: 'Insurance of the new trailer', account: '6420', amount: 96 },
];

async function draftEntries(
  client: DemoClient,
  date: string,
  account: (number: string) => string,
): Promise<void> {
  for (const { descriptionEntry, account: number, amount } of DRAFTS) {
    await client.data('POST', '/journal-entries', {
      descriptionEntry,
      date,
      isDraft: true,
      lines: [
        { accountUuid: account(number), amountDebit: amount },
        { accountUuid: account('3000'), amountCredit: amount },
      ],
    });
  }
}

/** The trucks lose in value at each month's end: by hand until there is a 31st, from which every last day follows. */
async function depreciate(
  client: DemoClient,
  ends: readonly string[],
  account: (number: string) => string,
): Promise<void> {
  const entry = {
    descriptionEntry: 'Depreciation of the trucks',
    refNumber: 'DEP',
    lines: [
      { accountUuid: account('6700'), amountDebit: DEPRECIATION },
      { accountUuid: account('1590'), amountCredit: DEPRECIATION },
    ],
  };
  const first = ends.findIndex((date) => date.endsWith('-31'));
  for (const date of ends.slice(0, first)) await client.data('POST', '/journal-entries', { ...entry, date });
  const schedule = { date: ends[first], recurrencePattern: 'monthly', isDraft: false };
  await client.data('POST', '/recurring-journal-entry-templates', { ...entry, ...schedule });
}

/** What customers paid in a month goes to the bank at its end. */
async function draftDeposits(
  client: DemoClient,
  ends: readonly string[],
  account: (number: string) => string,
): Promise<object[]> {
  const deposits: object[] = [];
  let deposited = 0n;
  for (const date of ends) {
    const query = new URLSearchParams({ endDate: date, accountUuids: account('1100') });
    const { rows } = await client.data('GET', `/reports/trial-balance?${query}`);
    const held = BigInt((rows[0]?.debit ?? '0.00').replace('.', ''));
    const amount = held - deposited;
    if (amount <= 0n) continue;
    deposited = held;
    const money = `${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`;
    deposits.push({
      descriptionEntry: 'Deposit of the month',
      date,
      lines: [
        { accountUuid: account('1000'), amountDebit: money },
        { accountUuid: account('1100'), amountCredit: money },
      ],
    });
  }
  return deposits;
}

/** The last days of the months before this one, the newest last. */
function monthEnds(today: string): string[] {
  const [year, month] = today.split('-').map(Number);
  return Array.from({ length: MONTHS }, (_, index) =>
    new Date(Date.UTC(year!, month! - MONTHS + index, 0)).toISOString().slice(0, 10),
  );
}
