import { type BenchBooks, invoiceBody } from '../harness/bench-books.ts';
import type { BenchServer } from '../harness/bench-server.ts';
import { sendLoad } from '../harness/load.ts';
import { takeNumbers } from '../harness/numbers.ts';
import { signedBytes } from '../harness/signed-requests.ts';
import { untilSealed } from '../harness/until-sealed.ts';

const WRITERS = 16;
/** Signed at once; a signature is good for five minutes. */
const BATCH = 2000;

/** Does some work while 16 clients post invoices, and tells how many a second they posted. */
export async function whilePosting(
  server: BenchServer,
  books: BenchBooks,
  work: () => Promise<void>,
): Promise<number> {
  const stop = new AbortController();
  let begin = () => {};
  const begun = new Promise<void>((done) => {
    begin = done;
  });
  const writing = postUntil(server, books, stop.signal, begin);
  try {
    await Promise.race([begun, writing]);
    await work();
  } finally {
    stop.abort();
    await writing;
  }
  const perSecond = await writing;
  await untilSealed(server);
  return perSecond;
}

async function postUntil(server: BenchServer, books: BenchBooks, signal: AbortSignal, onStart: () => void) {
  const { port } = server;
  let posted = 0;
  let seconds = 0;
  while (!signal.aborted) {
    const requests = takeNumbers(BATCH).map((number) =>
      signedBytes(port, books.credentials, {
        method: 'POST',
        path: '/invoices',
        body: invoiceBody(books, number),
      }),
    );
    const job = { port, clients: WRITERS, requests, expectedStatus: 200 };
    const load = await sendLoad(job, onStart, signal);
    if (load.errors > 0) throw new Error(load.firstError);
    posted += load.perSecond * load.seconds;
    seconds += load.seconds;
  }
  return posted / seconds;
}
