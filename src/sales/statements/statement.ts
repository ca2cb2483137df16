import { fieldError, invalidFields } from '../../errors.ts';
import { withAliases } from '../../ledger/merges/index.ts';
import { readToday } from '../../ledger/workspaces/today.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import {
  type AgingRow,
  type MovementRow,
  type StatementPeriod,
  selectAging,
  selectMovements,
  selectOpening,
} from './statement.store.ts';

/** What a customer owes on a day, by how long it has been due; `credits` is what the customer is owed, negative. */
export type Aging = Omit<AgingRow, 'currency'>;

/** A document, payment or other movement of what a customer owes. */
export interface Movement extends Omit<MovementRow, 'currency'> {
  /** What is owed after it. */
  readonly balance: bigint;
}

/** What a customer owes in one currency: at the beginning, by what it moved, at the end. */
export interface CurrencyStatement {
  readonly currency: string;
  readonly openingBalance: bigint;
  readonly movements: readonly Movement[];
  readonly closingBalance: bigint;
  readonly aging: Aging;
}

const NOTHING_DUE: Aging = {
  notYetDue: 0n,
  days1To30: 0n,
  days31To60: 0n,
  days61To90: 0n,
  over90: 0n,
  credits: 0n,
};

/** As many as a statement holds: who has more asks for less time. */
export const MOST_MOVEMENTS = 5_000;

/** What of a period is said. */
export interface AskedPeriod {
  readonly startDate?: string | null | undefined;
  readonly endDate?: string | null | undefined;
  readonly currency?: string | null | undefined;
}

/**
 * The period that a statement is asked for: the month so far when nothing is said.
 *
 * @throws ApiError where it ends before it begins
 */
export async function resolvePeriod(transaction: Transaction, asked: AskedPeriod): Promise<StatementPeriod> {
  const endDate = asked.endDate ?? (await readToday(transaction));
  const startDate = asked.startDate ?? `${endDate.slice(0, 8)}01`;
  if (startDate > endDate)
    throw invalidFields([
      fieldError('startDate', 'INVALID_DATE', `must be on or before \`endDate\`, which is ${endDate}`),
    ]);
  return { startDate, endDate, currency: asked.currency ?? undefined };
}

/**
 * Loads what a customer owed over a period, by currency, from the ledger's receivables. Must be read in one snapshot.
 *
 * @throws ApiError TOO_LARGE where more moved than a statement holds
 */
export async function loadStatement(
  transaction: Transaction,
  customerId: string,
  period: StatementPeriod,
): Promise<CurrencyStatement[]> {
  const customerIds = await withAliases(transaction, 'customer', [customerId]);
  const opening = await selectOpening(transaction, customerIds, period.startDate);
  const movements = await selectMovements(transaction, customerIds, period, MOST_MOVEMENTS + 1);
  if (movements.length > MOST_MOVEMENTS) {
    const predicate = `must be later: a statement is at most ${MOST_MOVEMENTS} movements long`;
    throw invalidFields([fieldError('startDate', 'TOO_LARGE', predicate)]);
  }
  const aging = new Map(
    (await selectAging(transaction, customerIds, period.endDate)).map((row) => [row.currency, row]),
  );
  const found = new Set([...opening.keys(), ...movements.map(({ currency }) => currency)]);
  const currencies = await chooseCurrencies(transaction, found, period.currency);
  return currencies.map((currency) => {
    const own = movements.filter((row) => row.currency === currency);
    return addUp(currency, opening.get(currency) ?? 0n, own, aging.get(currency));
  });
}

async function chooseCurrencies(
  transaction: Transaction,
  found: ReadonlySet<string>,
  wanted: string | undefined,
): Promise<string[]> {
  if (wanted !== undefined) return [wanted];
  if (found.size > 0) return [...found].sort();
  const [books] = await transaction.query<{ currency: string }>(
    'SELECT currency FROM books WHERE workspace_id = $1',
    [transaction.workspaceId],
  );
  return [books!.currency];
}

function addUp(
  currency: string,
  openingBalance: bigint,
  rows: readonly MovementRow[],
  aged: AgingRow | undefined,
): CurrencyStatement {
  let balance = openingBalance;
  const movements = rows.map(({ currency: _, ...row }): Movement => {
    balance += row.amount;
    return { ...row, balance };
  });
  const { currency: _, ...aging } = aged ?? { currency, ...NOTHING_DUE };
  return { currency, openingBalance, movements, closingBalance: balance, aging };
}
