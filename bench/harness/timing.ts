import type { BenchBooks } from './bench-books.ts';
import type { BenchServer } from './bench-server.ts';
import { type Load, sendLoad } from './load.ts';
import { signedBytes } from './signed-requests.ts';

export interface ReadRequest {
  readonly path: string;
  readonly query?: string;
}

export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

export const sameRequest = <Request>(count: number, request: Request) =>
  Array.from({ length: count }, () => request);

/** Sends reads by some clients. */
export async function sendReads(
  server: BenchServer,
  { credentials }: BenchBooks,
  reads: readonly ReadRequest[],
  clients: number,
): Promise<Load> {
  const requests = reads.map((request) =>
    signedBytes(server.port, credentials, { method: 'GET', ...request }),
  );
  const load = await sendLoad({ port: server.port, clients, requests, expectedStatus: 200 }, () => {});
  if (load.errors > 0) throw new Error(load.firstError);
  return load;
}

/** Milliseconds that a statement takes, as the server's role and fenced, prepared by its name. */
export async function timeSql(
  { database }: BenchServer,
  { workspaceId }: BenchBooks,
  { name, text, values }: Statement,
): Promise<number> {
  return database.transaction({ workspaceId }, async (transaction) => {
    const started = performance.now();
    await transaction.query(text, values, name);
    return performance.now() - started;
  });
}
