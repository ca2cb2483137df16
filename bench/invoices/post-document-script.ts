import type { BenchBooks } from '../harness/bench-books.ts';
import type { BenchServer } from '../harness/bench-server.ts';
import { cloneDocument } from './prepared-documents.ts';

/**
 * What pgbench does for an invoice: a transaction in one flight, with statements that are planned once, fenced as the
 * server's are. The document is ready; that it is read from a table costs a look by primary key.
 */
export const POST_DOCUMENT_SCRIPT = `
\\set number :first + :turn * :clients + :client_id
\\set turn :turn + 1
\\startpipeline
BEGIN;
SELECT set_config('app.workspace_id', workspace_id::text, true) FROM bench.document WHERE number = :number;
SELECT post_document(workspace_id, document::jsonb) FROM bench.document WHERE number = :number;
COMMIT;
\\endpipeline
`;

/** Makes the table of prepared documents, out of the server's own schema and without a fence. */
export async function prepareDocumentTable({ owner, connection }: BenchServer): Promise<void> {
  await owner.query(`
    CREATE SCHEMA bench;
    CREATE TABLE bench.document (number integer PRIMARY KEY, workspace_id uuid NOT NULL, document text NOT NULL)
      WITH (toast_tuple_target = 8160);
    ALTER TABLE bench.document ALTER COLUMN document SET STORAGE EXTERNAL;
    GRANT USAGE ON SCHEMA bench TO ${connection.user};
    GRANT SELECT ON bench.document TO ${connection.user}`);
}

/** Fills the table anew with documents for one turn, spread over the books. */
export async function storeDocuments(
  { owner }: BenchServer,
  books: readonly BenchBooks[],
  templates: readonly string[],
  numbers: readonly string[],
  madeSince: string,
): Promise<void> {
  const workspaces = numbers.map((_, index) => books[index % books.length]!.workspaceId);
  const documents = numbers.map((number, index) =>
    cloneDocument(templates[index % books.length]!, number, madeSince),
  );
  await owner.query('TRUNCATE bench.document');
  await owner.query(
    `INSERT INTO bench.document (number, workspace_id, document)
     SELECT n - 1, w, d FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS t(w, d, n)`,
    [workspaces, documents],
  );
  await owner.query('VACUUM ANALYZE bench.document');
}
