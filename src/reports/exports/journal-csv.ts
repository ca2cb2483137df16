import { formatMinorUnits } from '../../ledger/money/index.ts';
import { formatCsvRow } from '../../platform/csv.ts';
import { type ExportedBooks, type ExportFormat, toOneLine } from './exported-books.ts';

const COLUMNS = [
  'date',
  'entryUuid',
  'kind',
  'source',
  'sourceUuid',
  'number',
  'description',
  'party',
  'accountNumber',
  'account',
  'accountType',
  'accountUuid',
  'debit',
  'credit',
  'currency',
  'documentAmount',
  'documentCurrency',
  'customer',
  'product',
  'tax',
  'tags',
  'recordedAt',
  'sealNumber',
];

/** The journal as a table: a row for each line, debit and credit in columns of their own. */
export function journalCsvFormat(books: ExportedBooks): ExportFormat {
  const accounts = new Map(books.accounts.map((account) => [account.id, account]));
  return {
    formatHead: () => formatCsvRow(COLUMNS),
    formatEntry: (entry) =>
      entry.lines
        .map((line) => {
          const account = accounts.get(line.accountId)!;
          const { baseAmount } = line;
          return formatCsvRow([
            entry.date,
            entry.entryId,
            entry.kind,
            entry.source,
            entry.sourceId,
            entry.number,
            entry.description === null ? null : toOneLine(entry.description),
            entry.party,
            account.number,
            account.name,
            account.type,
            account.id,
            // A line without an amount says so, so that it is read back as one.
            baseAmount >= 0n ? formatMinorUnits(baseAmount, books.currency) : null,
            baseAmount < 0n ? formatMinorUnits(-baseAmount, books.currency) : null,
            books.currency,
            formatMinorUnits(line.amount, line.currency),
            line.currency,
            line.customer,
            line.product,
            line.tax,
            formatNames(line.tags),
            entry.recordedAt,
            entry.sealNumber,
          ]);
        })
        .join(''),
  };
}

/**
 * Several names in a cell, as the import of tables reads them whatever is in them: one stands by itself, several stand in
 * quotes with semicolons between them, and so does one that has such signs itself.
 */
function formatNames(names: readonly string[]): string {
  const isPlain = names.length <= 1 && !names.some((name) => /[;|"]/.test(name));
  return isPlain ? names.join() : names.map((name) => `"${name.replaceAll('"', '""')}"`).join('; ');
}
