import { createReplanner } from '../platform/database/replan.ts';
import type { Transaction } from '../platform/database/transaction.ts';
import { type ArchivedTable, insertRows } from './archive-catalogue.store.ts';

/** Rows and characters that go into one statement, and so are held in memory. */
const MOST_ROWS = 500;
const MOST_CHARACTERS = 4 * 1024 * 1024;

/** The lines of an entry come in one statement, or the journal refuses them: so many columns of the key say whose they are. */
const TOGETHER: Readonly<Record<string, readonly string[]>> = { journal_line: ['effective', 'entry_id'] };

/** Puts the rows of an archive into their tables as they come, many with a statement. */
export function createRowInserter(
  transaction: Transaction,
  tables: readonly ArchivedTable[],
  workspaceId: string,
) {
  const known = new Map(tables.map((table) => [table.name, { table, sql: insertRows(table) }]));
  const replan = createReplanner(transaction);
  let rows: string[] = [];
  let characters = 0;
  let current: string | undefined;
  let group: string | undefined;

  async function flush(): Promise<void> {
    if (current !== undefined && rows.length > 0) {
      await replan();
      await transaction.query(known.get(current)!.sql, [`[${rows.join(',')}]`, workspaceId]);
    }
    rows = [];
    characters = 0;
  }

  return {
    async add({ table, row }: { readonly table: string; readonly row: string }): Promise<void> {
      const own = groupOf(table, row);
      const full = rows.length >= MOST_ROWS || characters >= MOST_CHARACTERS;
      const mayPart = !known.get(table)!.table.namesItself && (own === undefined || own !== group);
      if (table !== current || (full && mayPart)) await flush();
      current = table;
      group = own;
      rows.push(row);
      characters += row.length;
    },
    finish: flush,
  };
}

function groupOf(table: string, row: string): string | undefined {
  const columns = TOGETHER[table];
  if (columns === undefined) return undefined;
  const parsed = JSON.parse(row);
  return columns.map((column) => parsed[column]).join();
}
