import { formatMinorUnits } from '../../ledger/money/index.ts';
import { nameAccounts } from './account-paths.ts';
import {
  describeBooks,
  describeEntry,
  type ExportedBooks,
  type ExportFormat,
  toOneLine,
} from './exported-books.ts';

/** Beancount's syntax: an account's parts begin with a capital or a digit and hold letters, digits and dashes only. */
export function beancountFormat(books: ExportedBooks): ExportFormat {
  const paths = nameAccounts(books.accounts, cleanAccountName);
  return {
    formatHead: () => formatHead(books, paths),
    formatEntry: (entry) => {
      const lines = entry.lines.map(
        (line) =>
          `  ${paths.get(line.accountId)}  ${formatMinorUnits(line.baseAmount, books.currency)} ${books.currency}\n`,
      );
      return [
        `${entry.date} * ${entry.party === null ? '' : `${quote(toOneLine(entry.party))} `}${quote(describeEntry(entry))}\n`,
        `  entry: "${entry.entryId}"\n  source: "${entry.sourceId}"\n`,
        ...lines,
        '\n',
      ].join('');
    },
  };
}

function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** Beancount 2 knows the capitals and digits of Unicode 5.1 alone: of later ones, such as ẞ, none may be the first. */
const FIRST_CHARACTER = /^(?:[A-Z0-9]|(?=\p{Lu})[\u00C0-\u024F\u0386-\u03AB\u0400-\u04FF])/u;

/** Letters and digits of any script, and dashes for all else; a capital or a digit at the beginning. */
function cleanAccountName(name: string): string {
  const dashed = toOneLine(name)
    .normalize('NFC')
    .replace(/[^\p{L}\p{Nd}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  const [first = '', ...rest] = dashed;
  const capital = first.toUpperCase() + rest.join('');
  return FIRST_CHARACTER.test(capital) ? capital : `X${capital}`;
}

function formatHead(books: ExportedBooks, paths: ReadonlyMap<string, string>): string {
  const opened = books.firstDate ?? '1900-01-01';
  const accounts = books.accounts.map(
    ({ id }) => `${opened} open ${paths.get(id)} ${books.currency} ; uuid: ${id}\n`,
  );
  return [
    ...describeBooks(books).map((line) => `; ${line}\n`),
    `\noption "title" ${quote(toOneLine(books.name))}\n`,
    `option "operating_currency" "${books.currency}"\n\n`,
    ...accounts,
    '\n',
  ].join('');
}
