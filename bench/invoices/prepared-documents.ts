import { v7 as uuidv7 } from 'uuid';
import { createApp } from '../../src/app.ts';
import { signRequest } from '../../src/partners/signatures/sign-request.ts';
import type { Database } from '../../src/platform/database/database.ts';
import { type BenchBooks, invoiceBody } from '../harness/bench-books.ts';
import type { BenchServer } from '../harness/bench-server.ts';

const TEMPLATE_NUMBER = 'template-number';
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Passes everything on, and tells what is handed to `post_document`. */
function overhear(database: Database, onDocument: (document: string) => void): Database {
  return {
    ...database,
    transaction: (options, work) =>
      database.transaction(options, (transaction) =>
        work({
          ...transaction,
          finish(statement) {
            if (statement.name === 'post_document') onDocument(String(statement.values[1]));
            return transaction.finish(statement);
          },
        }),
      ),
  };
}

/**
 * The document that the server hands to `post_document` for an invoice of each of these books, got by posting one in
 * this process and listening.
 */
export async function overhearDocuments(
  server: BenchServer,
  books: readonly BenchBooks[],
  withKey: boolean,
): Promise<string[]> {
  const documents: string[] = [];
  const database = overhear(server.database, (document) => documents.push(document));
  const app = createApp({ database, secretKey: server.secretKey, logLevel: 'silent' });
  for (const one of books) {
    const body = invoiceBody(one, TEMPLATE_NUMBER);
    const headers = signRequest(one.credentials, { method: 'POST', path: '/invoices', body });
    const answer = await app.server.inject({
      method: 'POST',
      url: '/partners/invoices',
      headers: { ...headers, ...(withKey ? { 'idempotency-key': TEMPLATE_NUMBER } : {}) },
      payload: body,
    });
    if (answer.statusCode !== 200) throw new Error(`An invoice was refused: ${answer.body}`);
  }
  await app.close();
  return documents;
}

/**
 * The same document with a number and with ids of its own.
 *
 * @param madeSince what the ids that are the document's own, and not those of what it names, are not older than
 */
export function cloneDocument(template: string, number: string, madeSince: string): string {
  const renamed = new Map<string, string>();
  return template.replaceAll(TEMPLATE_NUMBER, number).replaceAll(UUID, (id) => {
    if (id < madeSince) return id;
    if (!renamed.has(id)) renamed.set(id, uuidv7());
    return renamed.get(id)!;
  });
}
