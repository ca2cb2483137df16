import type { Transaction } from '../../platform/database/transaction.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { formatMinorUnits } from '../money/index.ts';
import { sumSides } from '../posting/find-unbalanced.ts';
import type { StoredEntry } from '../posting/load-entry.ts';
import { OPENING_BALANCE_EXAMPLE } from './opening-balance.examples.ts';
import { type OpeningBalance, openingBalanceSchema } from './opening-balance.schema.ts';
import {
  loadOpening,
  loadOpeningAccounts,
  type OpeningAccount,
  type OpeningBooks,
  readOpeningBooks,
} from './opening-balance.store.ts';

export const getOpeningBalance = defineEndpoint({
  method: 'GET',
  path: '/partners/opening-balance',
  operationId: 'getOpeningBalance',
  tag: 'Opening Balance',
  summary: 'Get Opening Balance',
  description: 'The balances with which the books begin; `none` and no rows where none are posted.',
  access: 'partner',
  status: 200,
  message: 'Opening balance retrieved successfully.',
  data: openingBalanceSchema,
  errors: [],
  examples: { data: OPENING_BALANCE_EXAMPLE },
  async handle({ read }) {
    return { data: await read(readOpeningBalance) };
  },
});

async function readOpeningBalance(transaction: Transaction): Promise<OpeningBalance> {
  const books = await readOpeningBooks(transaction);
  const { live } = await loadOpening(transaction);
  const ids = live?.lines.map(({ accountId }) => accountId) ?? [];
  return describeOpening(books, live, await loadOpeningAccounts(transaction, ids));
}

/** Opening balances as the API tells them: the lines of their entry, but for what the cash book has less. */
export function describeOpening(
  { cutoverDate, currency }: OpeningBooks,
  entry: Pick<StoredEntry, 'entryId' | 'lines'> | undefined,
  accounts: ReadonlyMap<string, OpeningAccount>,
): OpeningBalance {
  const lines = entry?.lines.filter(({ basis }) => basis !== 'cash') ?? [];
  const { debit, credit } = sumSides(lines.map(({ baseAmount }) => baseAmount));
  return {
    status: entry ? 'published' : 'none',
    cutoverDate,
    entryUuid: entry?.entryId ?? null,
    currency,
    rows: lines.map(({ accountId, baseAmount }) => {
      const account = accounts.get(accountId)!;
      return {
        accountUuid: accountId,
        accountName: account.name,
        accountNumber: account.accountNumber,
        accountType: account.type,
        debit: formatMinorUnits(baseAmount > 0n ? baseAmount : 0n, currency),
        credit: formatMinorUnits(baseAmount < 0n ? -baseAmount : 0n, currency),
      };
    }),
    totalDebit: formatMinorUnits(debit, currency),
    totalCredit: formatMinorUnits(credit, currency),
  };
}
