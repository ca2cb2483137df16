import { createHash } from 'node:crypto';
import type { Transaction } from '../platform/database/transaction.ts';
import type { ArchiveHead } from './archive-format.ts';
import { ARCHIVED_TABLES, COLUMNS_LEFT_OUT, REDACTED_COLUMNS, TABLES_LEFT_OUT } from './archived-tables.ts';

/** A table as an archive holds it. */
export interface ArchivedTable {
  readonly name: string;
  /** In their order in a row. The workspace is not among them: the archive is of one. */
  readonly columns: readonly ArchivedColumn[];
  /** The column that says whose a row is. */
  readonly workspaceColumn: 'workspace_id' | 'id';
  /** The columns that put the rows in order. */
  readonly key: readonly string[];
  /** Whether its rows name rows of its own: they must come together. */
  readonly namesItself: boolean;
}

export interface ArchivedColumn {
  readonly name: string;
  /** As SQL names it. */
  readonly type: string;
}

/** The state of the schema: an archive is read by the version of Recount that has the same. */
export interface SchemaVersion {
  /** The last migration. */
  readonly migration: string;
  /** SHA-256 over the names and checksums of all. */
  readonly sha256: string;
}

/** What of the database an archive is made of. */
export interface ArchiveCatalogue {
  readonly schema: SchemaVersion;
  /** Each after those that it names. */
  readonly tables: readonly ArchivedTable[];
}

interface TableRow extends Record<string, unknown> {
  readonly name: string;
  readonly columns: readonly ArchivedColumn[];
  readonly key: readonly string[];
  readonly names: readonly string[];
}

const TABLES = `
  SELECT c.relname AS name,
         (SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
            FROM pg_attribute a
           WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
         (SELECT json_agg(a.attname ORDER BY array_position(k.conkey, a.attnum))
            FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (k.conkey)
           WHERE k.conrelid = c.oid AND k.contype = 'p') AS key,
         ARRAY(SELECT DISTINCT f.relname::text FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid
                WHERE k.conrelid = c.oid AND k.contype = 'f') AS names
    FROM pg_class c
   WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
     AND (c.relname = 'workspace' OR EXISTS (
            SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped))
   ORDER BY c.relname`;

/**
 * Reads from the database's own catalogue what an archive holds, in an order that foreign keys allow.
 *
 * @throws Error where a table with rows of workspaces is neither archived nor left out on purpose
 */
export async function readCatalogue(transaction: Transaction): Promise<ArchiveCatalogue> {
  const rows = await transaction.query<TableRow>(TABLES);
  const unknown = rows.filter(({ name }) => !ARCHIVED_TABLES.has(name) && !(name in TABLES_LEFT_OUT));
  if (unknown.length > 0)
    throw new Error(`the archive does not know the table ${unknown.map(({ name }) => name).join(', ')}`);
  const archived = rows.filter(({ name }) => ARCHIVED_TABLES.has(name));
  return { schema: await readSchemaVersion(transaction), tables: orderByNames(archived).map(toTable) };
}

async function readSchemaVersion(transaction: Transaction): Promise<SchemaVersion> {
  const migrations = await transaction.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM schema_migration ORDER BY name COLLATE "C"',
  );
  const hash = createHash('sha256');
  for (const { name, checksum } of migrations) hash.update(`${name} ${checksum}\n`);
  return { migration: migrations.at(-1)!.name.replace(/\.sql$/, ''), sha256: hash.digest('hex') };
}

/** The workspace first, then each after those that it names, otherwise by name. */
function orderByNames(rows: readonly TableRow[]): TableRow[] {
  const ordered: TableRow[] = [];
  const waiting = new Map(rows.map((row) => [row.name, row]));
  while (waiting.size > 0) {
    const next = [...waiting.values()].find(({ name, names }) =>
      [...names, 'workspace'].every((other) => other === name || !waiting.has(other)),
    );
    if (next === undefined) throw new Error(`${[...waiting.keys()].join(', ')} name each other in a circle`);
    ordered.push(next);
    waiting.delete(next.name);
  }
  return ordered;
}

function toTable({ name, columns, key, names }: TableRow): ArchivedTable {
  const workspaceColumn = name === 'workspace' ? 'id' : 'workspace_id';
  return {
    name,
    workspaceColumn,
    columns: columns.filter(
      (column) => column.name !== workspaceColumn && !(column.name in COLUMNS_LEFT_OUT),
    ),
    key,
    namesItself: names.includes(name),
  };
}

/** Answers the rows of a workspace in a table as texts of JSON, one line each; `$1` is no parameter: a cursor takes none. */
export function selectRows(
  { name, columns, key, workspaceColumn }: ArchivedTable,
  workspaceId: string,
): string {
  const written = columns.map((column) => `${writeColumn(name, column)} AS ${column.name}`);
  return `SELECT row_to_json(r)::text AS row
            FROM (SELECT ${written.join(', ')} FROM ${name}
                   WHERE ${workspaceColumn} = '${workspaceId}' ORDER BY ${key.join(', ')}) AS r`;
}

const isExactNumber = (type: string): boolean => type === 'bigint' || type.startsWith('numeric');

/** Numbers that a double does not hold as text, bytes in base64. What breaks a line of JSON text is blank between its parts. */
function writeColumn(table: string, { name, type }: ArchivedColumn): string {
  const redacted = REDACTED_COLUMNS[`${table}.${name}`];
  if (redacted) return redacted;
  if (isExactNumber(type)) return `${name}::text`;
  if (type === 'bytea') return `translate(encode(${name}, 'base64'), E'\\n', '')`;
  if (type === 'json') return `translate(${name}::text, E'\\n\\r', '  ')::json`;
  return name;
}

/** Puts rows, `$1` as a JSON array, into a table, as rows of the workspace `$2`. */
export function insertRows({ name, columns, workspaceColumn }: ArchivedTable): string {
  const read = columns.map((column) =>
    column.type === 'bytea' ? `decode(r.${column.name}, 'base64')` : `r.${column.name}`,
  );
  const typed = columns.map((column) => `${column.name} ${column.type === 'bytea' ? 'text' : column.type}`);
  return `INSERT INTO ${name} (${[workspaceColumn, ...columns.map((column) => column.name)].join(', ')})
          SELECT ${['$2::uuid', ...read].join(', ')} FROM json_to_recordset($1) AS r(${typed.join(', ')})`;
}

/** Members, and whoever changed anything: the audit log names them all. */
export function selectNamedPeople(
  transaction: Transaction,
  workspaceId: string,
): Promise<ArchiveHead['people']> {
  return transaction.query(
    `SELECT p.id, p.email, p.name FROM person p
      WHERE p.id IN (SELECT person_id FROM membership WHERE workspace_id = $1
                     UNION SELECT person_id FROM audit_log WHERE workspace_id = $1)
      ORDER BY p.id`,
    [workspaceId],
  );
}

/** The files that attachments stand for, also deleted ones that are retained, by the SHA-256 of their bytes. */
export async function selectFileHashes(transaction: Transaction, workspaceId: string): Promise<string[]> {
  const rows = await transaction.query<{ sha256: string }>(
    `SELECT DISTINCT encode(sha256, 'hex') AS sha256 FROM invoice_attachment
      WHERE workspace_id = $1 AND (deleted_at IS NULL OR retained) ORDER BY 1`,
    [workspaceId],
  );
  return rows.map(({ sha256 }) => sha256);
}
