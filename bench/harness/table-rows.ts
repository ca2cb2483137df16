import type pg from 'pg';

/** How many rows each table of the server has. */
export type TableRows = ReadonlyMap<string, number>;

/**
 * Counts the rows of every table of the server that outlives a crash, past the fence. Unlogged tables hold no books: a
 * lease of the rate limit is taken by the clock, for many requests at once.
 */
export async function countRows(owner: pg.Pool): Promise<TableRows> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relpersistence = 'p' ORDER BY relname`,
  );
  const counts = tables.map(({ name }) => `SELECT '${name}' AS name, count(*) AS count FROM "${name}"`);
  const { rows } = await owner.query<{ name: string; count: bigint }>(counts.join(' UNION ALL '));
  return new Map(rows.map(({ name, count }) => [name, Number(count)]));
}

/** By how many rows each table grew, those that did not left out. */
export function addedRows(before: TableRows, after: TableRows): TableRows {
  const added = [...after].map(([name, count]): [string, number] => [name, count - (before.get(name) ?? 0)]);
  return new Map(added.filter(([, count]) => count !== 0));
}

/**
 * @throws Error naming each table to which the two sides did not add the same number of rows: such a comparison compares
 * nothing
 */
export function assertSameRows(name: string, left: TableRows, otherName: string, right: TableRows): void {
  const tables = [...new Set([...left.keys(), ...right.keys()])].toSorted();
  const different = tables.filter((table) => left.get(table) !== right.get(table));
  if (different.length === 0) return;
  const told = different.map((table) => `${table}: ${left.get(table) ?? 0} and ${right.get(table) ?? 0}`);
  throw new Error(`${name} and ${otherName} did not add the same rows. ${told.join('; ')}.`);
}
