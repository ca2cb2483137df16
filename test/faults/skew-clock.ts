import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BenchBooks } from '../../bench/harness/bench-books.ts';
import { checkInvoices } from './harness/check-invoices.ts';
import type { Fault } from './harness/fault.ts';
import { type FaultServer, makeFolder, prepareServer, untilReadiness } from './harness/fault-server.ts';
import { postInvoice, type WantedInvoice, wantInvoice } from './harness/load.ts';
import { makeFaultBooks } from './harness/rounds.ts';
import { untilSealed } from './harness/until-sealed.ts';

const HOUR = 3600;
const INVOICES = 20;
const PRELOAD = pathToFileURL(join(import.meta.dirname, 'harness', 'shift-clock.ts')).href;

async function make(server: FaultServer, invoice: WantedInvoice, now: number): Promise<string> {
  const attempt = await postInvoice(server.port, invoice, now);
  if (attempt.kind !== 'made')
    throw new Error(attempt.kind === 'wrong' ? attempt.message : `invoice ${invoice.number} was refused.`);
  return attempt.uuid;
}

/** The server's clock is this many seconds off; the client's and the database's are right. */
async function runSkewed(
  server: FaultServer,
  books: readonly BenchBooks[],
  shift: number,
): Promise<WantedInvoice[]> {
  await server.start({
    NODE_OPTIONS: `--import ${PRELOAD}`,
    FAULT_CLOCK_SHIFT: String(shift),
    LOG_LEVEL: 'info',
  });
  await untilReadiness(server, 200);
  const refused = wantInvoice(books[0]!);
  const attempt = await postInvoice(server.port, refused);
  if (attempt.kind !== 'wrong' || attempt.code !== 'invalid_signature')
    throw new Error(`A signature ${shift} s off came to: ${JSON.stringify(attempt)}`);
  const invoices = [refused];
  const atServer = () => Date.now() + shift * 1000;
  for (let count = 1; count <= INVOICES; count += 1) {
    const invoice = wantInvoice(books[count % books.length]!);
    const uuid = await make(server, invoice, atServer());
    if ((await make(server, invoice, atServer())) !== uuid)
      throw new Error(`invoice ${invoice.number} was made twice under a clock that is off.`);
    invoices.push(invoice);
  }
  await untilSealed(server);
  // Only once it has ended is all that it printed sure to be read.
  await server.end('SIGTERM');
  if (!server.said().includes('the timestamp is malformed or more than 5 minutes off'))
    throw new Error('The log does not say why the signature was refused.');
  return invoices;
}

export const fault: Fault = {
  summary: 'the server’s clock an hour ahead of, and behind, the clients’ and the database’s',
  times: 1,
  async provoke(run, times) {
    const server = await prepareServer(run, join(await makeFolder(run), 'data'));
    await server.start();
    const books = await makeFaultBooks(server);
    const sum = { answered: 0, unanswered: 0, unansweredKept: 0 };
    for (let round = 1; round <= times; round += 1) {
      for (const shift of [HOUR, -HOUR]) {
        await server.end('SIGTERM');
        const invoices = await runSkewed(server, books, shift);
        await server.start();
        for (const invoice of invoices.slice(1)) {
          // With a clock that is right again a repeat still finds what was made under the wrong one.
          const attempt = await postInvoice(server.port, invoice);
          if (attempt.kind !== 'made') throw new Error(`invoice ${invoice.number} cannot be repeated.`);
          invoice.answer = attempt;
        }
        const checked = await checkInvoices(server, invoices);
        for (const name of ['answered', 'unanswered', 'unansweredKept'] as const) sum[name] += checked[name];
      }
    }
    const notes = [
      'signed by the clients’ clock: 401 invalid_signature, the log says why; by the server’s: made',
    ];
    return { rounds: times, recoveries: [], ...sum, notes };
  },
};
