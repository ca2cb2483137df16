import type { Transaction } from '../../platform/database/transaction.ts';
import type { LineFilter, ReportBooks } from '../filters/line-filter.ts';
import {
  type Period,
  selectPeriodAmounts,
  selectReportedAccounts,
} from '../profit-and-loss/profit-and-loss.store.ts';

/** What a period earned, minor units, revenue and expenses both positive. */
export interface Earned extends Period {
  readonly revenue: bigint;
  readonly expenses: bigint;
}

/** Revenue and expenses of several periods, in their order, out of what profit and loss is read from. */
export async function readEarned(
  transaction: Transaction,
  periods: readonly Period[],
  basis: ReportBooks['basis'],
  filter: LineFilter,
): Promise<Earned[]> {
  const workspaceId = transaction.workspaceId!;
  const amounts = await selectPeriodAmounts(transaction, workspaceId, periods, { basis, filter });
  const ids = [...new Set(amounts.map(({ accountId }) => accountId))];
  const accounts = await selectReportedAccounts(transaction, workspaceId, ids, filter);
  const types = new Map(accounts.map(({ id, type }) => [id, type]));
  return periods.map((period, index) => {
    const own = amounts.filter(({ column }) => column === String(index + 1));
    const sumOf = (type: 'Income' | 'Expenses') =>
      own
        .filter(({ accountId }) => types.get(accountId) === type)
        .reduce((sum, { amount }) => sum + BigInt(amount), 0n);
    return { ...period, revenue: -sumOf('Income'), expenses: sumOf('Expenses') };
  });
}
