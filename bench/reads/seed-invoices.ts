import { type BenchBooks, invoiceBody } from '../harness/bench-books.ts';
import type { BenchServer } from '../harness/bench-server.ts';
import { callData } from '../harness/signed-requests.ts';

const SAMPLE = 200;

/**
 * Posts one invoice over HTTP and copies it, with its lines and taxes, until there are enough: in sets, past triggers and
 * foreign keys. The copies lie on the days of two years.
 *
 * @returns the ids of some of them, far apart
 */
export async function seedInvoices(
  { port, owner }: BenchServer,
  { workspaceId, credentials, ...books }: BenchBooks,
  count: number,
): Promise<string[]> {
  const body = invoiceBody({ workspaceId, credentials, ...books }, 'original');
  const original = await callData(port, credentials, { method: 'POST', path: '/invoices', body });
  const client = await owner.connect();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL session_replication_role = replica');
    await client.query(
      `CREATE TEMPORARY TABLE copy ON COMMIT DROP AS
       SELECT n, ('01980000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid AS id FROM generate_series(1, ${count}) AS n`,
    );
    await client.query(COPY_INVOICES, [workspaceId, original.uuid]);
    for (const table of ['invoice_line', 'invoice_line_tax']) {
      const { rows } = await client.query(
        `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns FROM pg_attribute
          WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'invoice_id'`,
        [table],
      );
      const { columns } = rows[0];
      await client.query(
        `INSERT INTO ${table} (invoice_id, ${columns})
         SELECT copy.id, ${columns.replaceAll(/\b(\w+)\b/g, 'o.$1')} FROM copy, ${table} o
          WHERE o.workspace_id = $1 AND o.invoice_id = $2`,
        [workspaceId, original.uuid],
      );
    }
    const step = Math.max(1, Math.floor(count / SAMPLE));
    const { rows: sample } = await client.query<{ id: string }>('SELECT id FROM copy WHERE n % $1 = 0', [
      step,
    ]);
    await client.query('COMMIT');
    return sample.map(({ id }) => id);
  } finally {
    client.release();
  }
}

/** All columns as they are, but for the id, the number and the dates. */
const COPY_INVOICES = `
  INSERT INTO invoice
  SELECT (jsonb_populate_record(o, jsonb_build_object('id', copy.id, 'invoice_number', 'copy-' || copy.n,
           'number_key', 'copy-' || copy.n, 'date', date '2024-10-01' + copy.n % 730,
           'due_date', date '2024-10-31' + copy.n % 730))).*
    FROM copy, invoice o WHERE o.workspace_id = $1 AND o.id = $2`;
