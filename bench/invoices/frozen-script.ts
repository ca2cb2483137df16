import type { BenchServer } from '../harness/bench-server.ts';

/**
 * Frozen: the least that an invoice of three taxed lines is in any books, one invoice, three lines, one entry, six journal
 * lines, in tables with a primary key and a foreign key each, by one statement that is planned once. Never to be
 * changed with the server's own schema: held against it, fat in `post_document` shows.
 */
export const FROZEN_SCRIPT = `
WITH id AS MATERIALIZED (SELECT uuidv7() AS invoice_id, uuidv7() AS entry_id),
invoice AS (
  INSERT INTO frozen.invoice (workspace_id, id, invoice_number, customer_id, date, due_date, currency, total)
  SELECT '0198f3a0-0000-7000-8000-000000000001', invoice_id, invoice_id::text, '0198f3a0-0000-7000-8000-000000000002',
         '2026-07-01', '2026-07-31', 'USD', 73319 FROM id
),
invoice_line AS (
  INSERT INTO frozen.invoice_line (workspace_id, invoice_id, line_no, product_id, description, quantity, price, total)
  SELECT '0198f3a0-0000-7000-8000-000000000001', invoice_id, l.line_no, '0198f3a0-0000-7000-8000-000000000003',
         l.description, l.quantity, l.price, l.total
    FROM id, (VALUES (1, 'Junk removal, two rooms', 2, 250, 50000), (2, 'Hauling to the depot', 1.5, 95.5, 14325),
                     (3, 'Wooden crate', 4, 12.25, 4900)) AS l(line_no, description, quantity, price, total)
),
entry AS (
  INSERT INTO frozen.journal_entry (workspace_id, effective, entry_id, source_id)
  SELECT '0198f3a0-0000-7000-8000-000000000001', '2026-07-01', entry_id, invoice_id FROM id
)
INSERT INTO frozen.journal_line (workspace_id, effective, entry_id, line_no, account_id, currency, amount)
SELECT '0198f3a0-0000-7000-8000-000000000001', '2026-07-01', entry_id, l.line_no, l.account_id::uuid, 'USD', l.amount
  FROM id, (VALUES (1, '0198f3a0-0000-7000-8000-000000000004', 73319), (2, '0198f3a0-0000-7000-8000-000000000005', -50000),
                   (3, '0198f3a0-0000-7000-8000-000000000005', -14325), (4, '0198f3a0-0000-7000-8000-000000000005', -4900),
                   (5, '0198f3a0-0000-7000-8000-000000000006', -4020), (6, '0198f3a0-0000-7000-8000-000000000007', -74))
       AS l(line_no, account_id, amount);
`;

/** Makes the tables of the frozen script. */
export async function prepareFrozenTables({ owner, connection }: BenchServer): Promise<void> {
  await owner.query(`
    CREATE SCHEMA frozen;
    CREATE TABLE frozen.invoice (
      workspace_id uuid, id uuid, invoice_number text NOT NULL, customer_id uuid NOT NULL, date date NOT NULL,
      due_date date NOT NULL, currency text NOT NULL, total bigint NOT NULL, PRIMARY KEY (workspace_id, id));
    CREATE TABLE frozen.invoice_line (
      workspace_id uuid, invoice_id uuid, line_no smallint, product_id uuid NOT NULL, description text,
      quantity numeric(20, 6) NOT NULL, price numeric(20, 6) NOT NULL, total bigint NOT NULL,
      PRIMARY KEY (workspace_id, invoice_id, line_no), FOREIGN KEY (workspace_id, invoice_id) REFERENCES frozen.invoice);
    CREATE TABLE frozen.journal_entry (
      workspace_id uuid, effective date, entry_id uuid, source_id uuid NOT NULL,
      recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (workspace_id, effective, entry_id));
    CREATE TABLE frozen.journal_line (
      workspace_id uuid, effective date, entry_id uuid, line_no smallint, account_id uuid NOT NULL,
      currency text NOT NULL, amount bigint NOT NULL, PRIMARY KEY (workspace_id, effective, entry_id, line_no),
      FOREIGN KEY (workspace_id, effective, entry_id) REFERENCES frozen.journal_entry);
    GRANT USAGE ON SCHEMA frozen TO ${connection.user};
    GRANT INSERT, SELECT ON ALL TABLES IN SCHEMA frozen TO ${connection.user}`);
}
