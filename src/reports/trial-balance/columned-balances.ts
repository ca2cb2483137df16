import { ACCOUNT_TYPES } from '../../ledger/accounts/catalogue/account-types.ts';
import type { AccountBalance } from './trial-balance.store.ts';

/** What an account opened with and what it moved in each column of a report: debit positive, minor units, zero where it has nothing. */
export interface ColumnedBalance {
  readonly account: AccountBalance;
  readonly openings: readonly bigint[];
  readonly movements: readonly bigint[];
}

/** Balances of several periods side by side, in the order of the chart: an account that only one of them has stands where it belongs. */
export function standSideBySide(columns: readonly (readonly AccountBalance[])[]): ColumnedBalance[] {
  const byAccount = Map.groupBy(columns.flat(), ({ id }) => id);
  const ofColumns = columns.map((balances) => new Map(balances.map((balance) => [balance.id, balance])));
  return [...byAccount.values()]
    .map(([account]) => account!)
    .sort(inOrderOfChart)
    .map((account) => ({
      account,
      openings: ofColumns.map((column) => BigInt(column.get(account.id)?.opening ?? 0)),
      movements: ofColumns.map((column) => BigInt(column.get(account.id)?.movement ?? 0)),
    }));
}

/** As the store orders them within each column: by type, number and name, what has no number last. */
function inOrderOfChart(a: AccountBalance, b: AccountBalance): number {
  const keyOf = ({ type, account_number, name, id }: AccountBalance) => [
    String(ACCOUNT_TYPES.indexOf(type)),
    account_number ?? '\u{10ffff}',
    name.toLowerCase(),
    id,
  ];
  const keys = keyOf(b);
  for (const [place, key] of keyOf(a).entries()) if (key !== keys[place]) return key < keys[place]! ? -1 : 1;
  return 0;
}
