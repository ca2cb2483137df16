import type pg from 'pg';
import type { BenchBooks } from './bench-books.ts';
import type { BenchServer } from './bench-server.ts';
import { callData } from './signed-requests.ts';

export const FIRST_DAY = '2024-10-01';
const DAYS = 730;
const LINES_OF_ENTRY = 4;
const CUSTOMERS = 200;
const TAGS = 8;
/** Entries whose dimensions and open items are totalled at once. */
const ENTRIES_A_CALL = 50_000;

/** Makes the customers and tags that `seedJournal` spreads its lines over. */
export async function makeDimensions({ port }: BenchServer, { credentials }: BenchBooks): Promise<void> {
  const names = Array.from({ length: CUSTOMERS }, (_, index) => `Seeded ${index + 1}`);
  for (let first = 0; first < CUSTOMERS; first += 100) {
    const customers = names.slice(first, first + 100).map((customer) => ({ customer }));
    const body = JSON.stringify({ customers });
    await callData(port, credentials, { method: 'POST', path: '/customers/bulk', body });
  }
  for (let tag = 1; tag <= TAGS; tag += 1) {
    const body = JSON.stringify({ name: `Seeded ${tag}` });
    await callData(port, credentials, { method: 'POST', path: '/tags', body });
  }
}

/**
 * Writes journal lines from `from` up to `to`, spread over two years whatever their number, with the totals that sealing
 * them gives. Each entry is a sale to one of the workspace's customers: one of eight is an invoice that is still open, the
 * others are paid at the till. Of their lines of income or expenses four fifths have a tag. In sets, past triggers and foreign keys: what is read does not know how it was written.
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
    await client.query(INSERT_OPEN_ITEMS, [workspaceId]);
    await client.query(INSERT_TAGS, [workspaceId]);
    // From here on with triggers, which add the totals up by month.
    await client.query('SET LOCAL session_replication_role = origin');
    await client.query(INSERT_TOTALS, [workspaceId]);
    for (let first = entries[0]!; first <= entries[1]!; first += ENTRIES_A_CALL)
      await client.query(ADD_OTHER_TOTALS, [workspaceId, first, first + ENTRIES_A_CALL - 1]);
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

/** A receivable or the till, two of the income or expense accounts in turn, and a tax. */
const INSERT_LINES = `
  WITH chart AS (
    SELECT array_agg(id ORDER BY account_number) FILTER (WHERE type IN ('Income', 'Expenses')) AS ids,
           (array_agg(id) FILTER (WHERE role = 'accounts_receivable'))[1] AS receivable,
           (array_agg(id ORDER BY account_number) FILTER (WHERE type = 'Assets'))[1] AS till,
           (array_agg(id ORDER BY account_number) FILTER (WHERE type = 'Liabilities'))[1] AS tax,
           (SELECT array_agg(id ORDER BY id) FROM customer WHERE workspace_id = $1) AS customers
      FROM account WHERE workspace_id = $1
  )
  INSERT INTO journal_line (workspace_id, effective, entry_id, line_no, account_id, basis, currency, amount, base_amount,
                            open_item_id, customer_id)
  SELECT $1, s.day, s.entry_id, l.line_no, l.account_id, 'accrual', 'USD', l.amount, l.amount,
         CASE WHEN l.account_id = c.receivable THEN s.entry_id END,
         c.customers[1 + (hashint8extended(s.number, 1) & 65535) % cardinality(c.customers)]
    FROM seeded s CROSS JOIN chart c
   CROSS JOIN LATERAL (VALUES
     (1, CASE WHEN s.number % 8 = 0 THEN c.receivable ELSE c.till END, 10900), (2, c.ids[1 + s.number % cardinality(c.ids)], -6000),
     (3, c.ids[1 + (s.number * 7) % cardinality(c.ids)], -4000), (4, c.tax, -900)) AS l(line_no, account_id, amount)`;

/** By a hash, so that a tag meets every account and customer. */
const INSERT_TAGS = `
  WITH tags AS (SELECT array_agg(id ORDER BY id) AS ids FROM tag WHERE workspace_id = $1)
  INSERT INTO journal_line_tag (workspace_id, effective, entry_id, line_no, tag_id)
  SELECT $1, s.day, s.entry_id, l.line_no, t.ids[1 + (hashint8extended(s.number, 2) & 65535) % cardinality(t.ids)]
    FROM seeded s CROSS JOIN tags t CROSS JOIN (VALUES (2), (3)) AS l(line_no)
   WHERE (hashint8extended(s.number, 3) & 65535) % 5 < 4 AND cardinality(t.ids) > 0`;

const INSERT_OPEN_ITEMS = `
  INSERT INTO open_item (workspace_id, id, control, source, source_id, customer_id, currency)
  SELECT $1, l.open_item_id, 'receivable', 'bench', l.open_item_id, l.customer_id, l.currency
    FROM seeded s
    JOIN journal_line l ON l.workspace_id = $1 AND l.effective = s.day AND l.entry_id = s.entry_id AND l.open_item_id IS NOT NULL`;

/** As the sealer does. */
const ADD_OTHER_TOTALS = `
  SELECT add_dimension_totals($1, s.days, s.ids), add_lines_to_open_items($1, s.days, s.ids)
    FROM (SELECT array_agg(day) AS days, array_agg(entry_id) AS ids FROM seeded WHERE number BETWEEN $2 AND $3) AS s`;

const INSERT_TOTALS = `
  INSERT INTO account_total AS t (workspace_id, account_id, currency, basis, day, amount, base_amount, line_count)
  SELECT l.workspace_id, l.account_id, l.currency, l.basis, l.effective, sum(l.amount), sum(l.base_amount), count(*)
    FROM seeded s
    JOIN journal_line l ON l.workspace_id = $1 AND l.effective = s.day AND l.entry_id = s.entry_id
   GROUP BY l.workspace_id, l.account_id, l.currency, l.basis, l.effective
  ON CONFLICT (workspace_id, day, account_id, basis, currency) DO UPDATE
     SET amount = t.amount + excluded.amount, base_amount = t.base_amount + excluded.base_amount,
         line_count = t.line_count + excluded.line_count`;
