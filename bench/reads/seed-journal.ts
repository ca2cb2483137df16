import type pg from 'pg';

export const FIRST_DAY = '2024-10-01';
const DAYS = 730;
const LINES_OF_ENTRY = 4;

/**
 * Writes journal lines from `from` up to `to`, spread over two years whatever their number, with the totals that sealing
 * them gives. In sets, past triggers and foreign keys: what is read does not know how it was written.
 */
export async function seedJournal(owner: pg.Pool, workspaceId: string, from: number, to: number) {
  const entries = [from / LINES_OF_ENTRY + 1, to / LINES_OF_ENTRY].map(Math.floor);
  const client = await owner.connect();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL session_replication_role = replica');
    await client.query(`CREATE TEMPORARY TABLE seeded ON COMMIT DROP AS ${SEEDED}`, [...entries]);
    await client.query(INSERT_ENTRIES, [workspaceId]);
    await client.query(INSERT_LINES, [workspaceId]);
    await client.query(INSERT_TOTALS, [workspaceId]);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

/** Entries in the order of their dates, as books grow; a second seeding goes over the same days again. */
const SEEDED = `
  SELECT e AS number, date '${FIRST_DAY}' + ((e - $1::bigint) * ${DAYS} / ($2::bigint - $1::bigint + 1))::integer AS day,
         ('01980000-0000-7000-8000-' || lpad(to_hex(e), 12, '0'))::uuid AS entry_id
    FROM generate_series($1::bigint, $2::bigint) AS e`;

const INSERT_ENTRIES = `
  INSERT INTO journal_entry (workspace_id, effective, entry_id, source, source_id, source_version, kind, request_id, document_hash)
  SELECT $1, day, entry_id, 'bench', entry_id, 1, 'original', 'bench', '' FROM seeded`;

/** A receivable, two of the income or expense accounts in turn, and a tax. */
const INSERT_LINES = `
  WITH chart AS (
    SELECT array_agg(id ORDER BY account_number) FILTER (WHERE type IN ('Income', 'Expenses')) AS ids,
           (array_agg(id) FILTER (WHERE role = 'accounts_receivable'))[1] AS receivable,
           (array_agg(id ORDER BY account_number) FILTER (WHERE type = 'Liabilities'))[1] AS tax
      FROM account WHERE workspace_id = $1
  )
  INSERT INTO journal_line (workspace_id, effective, entry_id, line_no, account_id, basis, currency, amount, base_amount)
  SELECT $1, s.day, s.entry_id, l.line_no, l.account_id, 'accrual', 'USD', l.amount, l.amount
    FROM seeded s CROSS JOIN chart c
   CROSS JOIN LATERAL (VALUES
     (1, c.receivable, 10900), (2, c.ids[1 + s.number % cardinality(c.ids)], -6000),
     (3, c.ids[1 + (s.number * 7) % cardinality(c.ids)], -4000), (4, c.tax, -900)) AS l(line_no, account_id, amount)`;

const INSERT_TOTALS = `
  INSERT INTO account_total AS t (workspace_id, account_id, currency, basis, day, amount, base_amount, line_count)
  SELECT l.workspace_id, l.account_id, l.currency, l.basis, l.effective, sum(l.amount), sum(l.base_amount), count(*)
    FROM seeded s
    JOIN journal_line l ON l.workspace_id = $1 AND l.effective = s.day AND l.entry_id = s.entry_id
   GROUP BY l.workspace_id, l.account_id, l.currency, l.basis, l.effective
  ON CONFLICT (workspace_id, day, account_id, basis, currency) DO UPDATE
     SET amount = t.amount + excluded.amount, base_amount = t.base_amount + excluded.base_amount,
         line_count = t.line_count + excluded.line_count`;
