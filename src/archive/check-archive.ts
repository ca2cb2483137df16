import type { ArchiveCatalogue, SchemaVersion } from './archive-catalogue.store.ts';
import type { ArchiveEnd, ArchiveHead } from './archive-format.ts';
import { ArchiveError, readArchive } from './read-archive.ts';

/**
 * Reads an archive to its end, and finds it whole, unchanged, of this schema, and made of rows that have every
 * column and no other, in the order of the tables.
 *
 * @throws ArchiveError that says what is wrong
 */
export function checkArchive(
  path: string,
  head: ArchiveHead,
  { schema, tables }: ArchiveCatalogue,
): Promise<ArchiveEnd> {
  requireSchema(head.schema, schema);
  const columns = new Map(
    tables.map(({ name, columns: own }) => [name, own.map((column) => column.name).join()]),
  );
  const order = [...columns.keys()];
  let place = 0;
  return readArchive(path, (line) => {
    if (line.kind !== 'row') return;
    const { table, row, number } = line;
    place = order.indexOf(table, place);
    if (place < 0)
      throw new ArchiveError(`Line ${number} of the archive: the table ${table} does not belong there.`);
    if (columnsOf(row) !== columns.get(table))
      throw new ArchiveError(
        `Line ${number} of the archive: a row of ${table} has other columns than it must.`,
      );
  });
}

function columnsOf(row: string): string | undefined {
  try {
    return Object.keys(JSON.parse(row)).join();
  } catch {
    return undefined;
  }
}

function requireSchema(archived: SchemaVersion, own: SchemaVersion): void {
  if (archived.sha256 === own.sha256) return;
  throw new ArchiveError(
    `The archive is of the schema ${archived.migration}, and this database is of ${own.migration}. Import it with ` +
      'the version of Recount that wrote it; a newer version then migrates that database.',
  );
}
