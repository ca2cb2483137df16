import { formatCsvRow } from '../../platform/csv.ts';
import type { StatementRecord } from './statement.schema.ts';

const HEAD = ['currency', 'date', 'type', 'reversed', 'number', 'dueDate', 'amount', 'balance'];

/** A statement as comma-separated values (RFC 4180): opening balance, movements and closing balance of each currency. */
export function toStatementCsv({ startDate, endDate, statements }: StatementRecord): Buffer {
  const rows = statements.flatMap(({ currency, openingBalance, movements, closingBalance }) => [
    [currency, startDate, 'opening_balance', '', '', '', '', openingBalance],
    ...movements.map(({ date, type, reversed, number, dueDate, amount, balance }) => [
      currency,
      date,
      type,
      String(reversed),
      number,
      dueDate ?? '',
      amount,
      balance,
    ]),
    [currency, endDate, 'closing_balance', '', '', '', '', closingBalance],
  ]);
  return Buffer.from([HEAD, ...rows].map(formatCsvRow).join(''));
}
