import { createAuthenticator } from '../src/partners/index.ts';
import type { RawRequest } from '../src/platform/http/endpoint.ts';
import { type BenchBooks, invoiceBody, makeBooks } from './harness/bench-books.ts';
import { type BenchServer, makeDataDirectory, startBenchServer } from './harness/bench-server.ts';
import { type Comparison, numberOption } from './harness/comparison.ts';
import { sendLoad } from './harness/load.ts';
import { takeNumbers } from './harness/numbers.ts';
import { cpuOfProcess } from './harness/process-cpu.ts';
import { signedBytes, signedRequest } from './harness/signed-requests.ts';
import { spreadOf } from './harness/statistics.ts';

const CHECKS = 4_000;

/** Milliseconds of CPU that the check of one signed invoice takes, its app and token being known already. */
async function measureChecks({ database, secretKey }: BenchServer, books: BenchBooks): Promise<number> {
  const authenticate = createAuthenticator({ database, secretKey });
  const requests = takeNumbers(CHECKS).map((number): RawRequest => {
    const body = invoiceBody(books, number);
    const { headers } = signedRequest(books.credentials, { method: 'POST', path: '/invoices', body });
    const known = { id: number, method: 'POST', path: '/partners/invoices', remoteAddress: '127.0.0.1' };
    return { ...known, headers, body: Buffer.from(body) };
  });
  await authenticate(requests[0]!, 'partner');
  const before = process.cpuUsage();
  for (const request of requests) await authenticate(request, 'partner');
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / CHECKS;
}

/** Milliseconds of the server's CPU that one invoice takes over HTTP. */
async function measureRequests(
  { port, pid }: BenchServer,
  books: BenchBooks,
  count: number,
): Promise<number> {
  const requests = takeNumbers(count).map((number) =>
    signedBytes(port, books.credentials, {
      method: 'POST',
      path: '/invoices',
      body: invoiceBody(books, number),
    }),
  );
  let before = 0;
  const load = await sendLoad({ port, clients: 4, requests, expectedStatus: 200 }, () => {
    before = cpuOfProcess(pid);
  });
  if (load.errors > 0) throw new Error(`${load.errors} invoices failed. ${load.firstError}`);
  return ((cpuOfProcess(pid) - before) * 1000) / count;
}

export const comparison: Comparison = {
  summary: 'the check of signature and token, against the CPU of the whole request',
  options: { rounds: { type: 'string', meaning: 'Rounds; 7 when left out.' } },
  async compare(run, options) {
    const server = await startBenchServer(run, await makeDataDirectory(run));
    const [books] = await makeBooks(server, 1);
    const checks: number[] = [];
    const requests: number[] = [];
    for (let round = 0; round <= numberOption(options, 'rounds', 7); round += 1) {
      const check = await measureChecks(server, books!);
      const request = await measureRequests(server, books!, 400);
      // The first goes unread: code is compiled.
      if (round === 0) continue;
      checks.push(check);
      requests.push(request);
    }
    const shares = checks.map((check, round) => check / requests[round]!);
    const figures = [
      { name: 'the check', spread: spreadOf(checks), unit: 'ms of CPU' },
      { name: 'the request, the server alone', spread: spreadOf(requests), unit: 'ms of CPU' },
      { name: 'share of the check', spread: spreadOf(shares), mark: { atMost: 0.1 } },
    ];
    return { findings: [{ setting: 'POST /partners/invoices', figures }], notes: [] };
  },
};
