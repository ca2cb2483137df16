import { VERSIONED_TABLES, type VersionedTable, type VersionedTableName } from './versioned-tables.ts';

/**
 * SQL of the records of a table as a report of a seal prints them, for FROM; the workspace is `$1`. Without a seal it is the
 * table itself. With one it has the key and the versioned columns alone: of each record the oldest version that the seal, or
 * a later one, still shows; and what was deleted since. The seal stands in the text, so that whoever uses it need not count
 * parameters: give such a statement no name.
 *
 * @param throughSeal the number of a seal that there is; undefined: as they are now
 */
export function recordsAsOf(table: VersionedTableName, throughSeal: number | undefined): string {
  if (throughSeal === undefined) return table;
  if (!Number.isSafeInteger(throughSeal)) throw new TypeError('a seal must be a whole number');
  const { key, columns, keepsInsertions, keepsDeletions }: VersionedTable = VERSIONED_TABLES[table];
  const [id] = key;
  const isShown = (version: string) =>
    `(${version}.through_seal >= ${throughSeal} OR ${version}.through_seal IS NULL)`;
  const oldest = (recordId: string, lineNumber: string) => `LATERAL (
      SELECT v.version, v.old FROM record_version v
       WHERE v.workspace_id = $1 AND v.table_name = '${table}' AND v.record_id = ${recordId} AND v.line_no = ${lineNumber}
         AND ${isShown('v')}
       ORDER BY v.version LIMIT 1) AS h`;
  const entries = Object.entries(columns);
  const was = (name: string, type: string) => `(h.old ->> '${name}')::${type}`;
  const keys = [...new Set(['workspace_id', ...key])].map((column) => `t.${column}`);
  const kept = entries.map(
    ([name, type]) => `CASE WHEN h.version IS NULL THEN t.${name} ELSE ${was(name, type)} END AS ${name}`,
  );
  const present = `SELECT ${[...keys, ...kept].join(', ')}
      FROM ${table} t LEFT JOIN ${oldest(`t.${id}`, key.includes('line_no') ? 't.line_no' : '0')} ON true
     WHERE t.workspace_id = $1 ${keepsInsertions ? 'AND (h.version IS NULL OR h.old IS NOT NULL)' : ''}`;
  if (!keepsDeletions) return `(${present})`;
  const gone = entries.map(([name, type]) => `${was(name, type)} AS ${name}`);
  return `(${present}
    UNION ALL
    SELECT ${['d.workspace_id', `d.record_id AS ${id}`, ...gone].join(', ')}
      FROM record_version d CROSS JOIN ${oldest('d.record_id', '0')}
     WHERE d.workspace_id = $1 AND d.table_name = '${table}' AND d.action = 'delete' AND ${isShown('d')}
       AND h.old IS NOT NULL)`;
}
