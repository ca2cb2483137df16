import type { Transaction } from '../../platform/database/transaction.ts';
import type { AccountBalance } from '../trial-balance/trial-balance.store.ts';
import {
  type LedgerLine,
  type LedgerScope,
  openLedgerLines,
  type PlacedLine,
  selectLedgerLines,
} from './general-ledger.store.ts';
import type { LineKey } from './ledger-cursor.ts';

/** Reads at most so many lines of an account, from the beginning or after a line. */
export type ReadLines = (
  account: AccountBalance,
  page: { readonly after: LineKey | undefined; readonly limit: number },
) => Promise<LedgerLine[]>;

/** Reads lines of whichever account is asked for, by a query each. */
export function readLinesOfEach(
  transaction: Transaction,
  workspaceId: string,
  scope: LedgerScope,
): ReadLines {
  return (account, page) => selectLedgerLines(transaction, workspaceId, account, scope, page);
}

/** The same for accounts that are asked for in their order, each after the line that was told of it last: by one query. */
export async function readLinesInOrder(
  transaction: Transaction,
  workspaceId: string,
  scope: LedgerScope,
  accounts: readonly AccountBalance[],
): Promise<ReadLines> {
  const fetch = await openLedgerLines(transaction, workspaceId, accounts, scope);
  const places = new Map(accounts.map(({ id }, place) => [id, place]));
  /** Fetched, and not known to be told yet. */
  let waiting: PlacedLine[] = [];
  return async (account, { after, limit }) => {
    const place = places.get(account.id)!;
    const isTold = (line: PlacedLine) => after !== undefined && line.place === place && isLine(line, after);
    waiting = waiting.slice(waiting.findIndex(isTold) + 1).filter((line) => line.place >= place);
    if (waiting.length < limit) waiting.push(...(await fetch(limit - waiting.length)));
    return waiting.filter((line) => line.place === place).slice(0, limit);
  };
}

const isLine = (line: LedgerLine, { effective, entryId, lineNumber }: LineKey): boolean =>
  line.effective === effective && line.entryId === entryId && line.lineNumber === lineNumber;
