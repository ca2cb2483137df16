import { formatMinorUnits } from '../../ledger/money/index.ts';
import { nameAccounts } from './account-paths.ts';
import {
  describeBooks,
  describeEntry,
  type ExportedBooks,
  type ExportFormat,
  toOneLine,
} from './exported-books.ts';

/**
 * hledger's journal format: two blanks of any script end an account's name, a colon divides it, a semicolon begins a comment, a
 * bar stands between the payee and what it was, and a bracket at the beginning opens a code.
 */
export function hledgerFormat(books: ExportedBooks): ExportFormat {
  const paths = nameAccounts(books.accounts, cleanAccountName);
  return {
    formatHead: () => formatHead(books, paths),
    formatEntry: (entry) => {
      const words = entry.party === null ? [] : [toOneLine(entry.party)];
      const description = [...words, describeEntry(entry)]
        .map((text) => text.replaceAll(';', ',').replaceAll('|', '/'))
        .join(' | ');
      // An empty code, or the bracket would begin one: it would be taken out of the words, or never end.
      const code = description.startsWith('(') ? '() ' : '';
      const lines = entry.lines.map(
        (line) =>
          `    ${paths.get(line.accountId)}  ${formatMinorUnits(line.baseAmount, books.currency)} ${books.currency}\n`,
      );
      return `${entry.date} * ${code}${description}  ; entry:${entry.entryId}, source:${entry.sourceId}\n${lines.join('')}\n`;
    },
  };
}

/** Two blanks and colons become a dash; what ends a line or begins a comment goes. */
function cleanAccountName(name: string): string {
  return (
    toOneLine(name)
      .replace(/\p{Zs}{2,}|:/gu, '-')
      .replaceAll(';', ',') || '-'
  );
}

function formatHead(books: ExportedBooks, paths: ReadonlyMap<string, string>): string {
  const accounts = books.accounts.map(({ id }) => `account ${paths.get(id)}  ; uuid:${id}\n`);
  // hledger wants the decimal mark also where a currency has no decimals.
  const sample = formatMinorUnits(1000n, books.currency);
  return [
    ...describeBooks(books).map((line) => `; ${line}\n`),
    '\ndecimal-mark .\n',
    `commodity ${sample.includes('.') ? sample : `${sample}.`} ${books.currency}\n\n`,
    ...accounts,
    '\n',
  ].join('');
}
