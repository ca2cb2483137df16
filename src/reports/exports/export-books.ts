import type { HeadSigner } from '../../ledger/seals/signed-head.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Basis } from '../filters/filter-fields.ts';
import { beancountFormat } from './beancount.ts';
import { readExportedEntries, selectExportedBooks } from './exported-books.store.ts';
import type { ExportedBooks, ExportFormat } from './exported-books.ts';
import { hledgerFormat } from './hledger.ts';
import { journalCsvFormat } from './journal-csv.ts';

const FORMATS: Readonly<Record<string, (books: ExportedBooks) => ExportFormat>> = {
  hledger: hledgerFormat,
  beancount: beancountFormat,
  csv: journalCsvFormat,
};

/** The forms that the books can be exported in. */
export const EXPORT_FORMATS: readonly string[] = Object.keys(FORMATS);

interface ExportOptions {
  readonly workspaceId: string;
  /** One of EXPORT_FORMATS. */
  readonly format: string;
  /** The book; the workspace's own where it is left out. */
  readonly basis?: Basis | undefined;
  readonly signer: HeadSigner;
}

/**
 * Writes the whole journal of a workspace, every entry with its reversals, from one snapshot. The same books give the
 * same text.
 *
 * @param write takes the text piece by piece; the next is made when it is done
 */
export function exportBooks(
  database: Database,
  { workspaceId, format, basis, signer }: ExportOptions,
  write: (text: string) => Promise<void>,
): Promise<void> {
  return database.read(workspaceId, async (transaction) => {
    const [own] = await transaction.query<{ basis: Basis }>(
      'SELECT accounting_basis AS basis FROM books WHERE workspace_id = $1',
      [workspaceId],
    );
    const book = basis ?? own!.basis;
    const books = await selectExportedBooks(transaction, workspaceId, book, signer);
    const { formatHead, formatEntry } = FORMATS[format]!(books);
    await write(formatHead(books));
    for await (const entries of readExportedEntries(transaction, workspaceId, book)) {
      await write(entries.map((entry) => formatEntry(entry, books)).join(''));
    }
  });
}
