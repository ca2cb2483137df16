import { invoiceBody, makeBooks } from './harness/bench-books.ts';
import { makeDataDirectory, startBenchServer } from './harness/bench-server.ts';
import { type Comparison, numberOption } from './harness/comparison.ts';
import { takeNumbers } from './harness/numbers.ts';
import { callData } from './harness/signed-requests.ts';
import { spreadOf } from './harness/statistics.ts';

const INVOICES = 100;

export const comparison: Comparison = {
  summary: 'from the start of the server on existing data to its first answer',
  options: { rounds: { type: 'string', meaning: 'Starts; 7 when left out.' } },
  async compare(run, options) {
    const dataDirectory = await makeDataDirectory(run);
    const first = await startBenchServer(run, dataDirectory);
    const [books] = await makeBooks(first, 1);
    for (const number of takeNumbers(INVOICES)) {
      const body = invoiceBody(books!, number);
      await callData(first.port, books!.credentials, { method: 'POST', path: '/invoices', body });
    }
    await first.stop();
    const seconds: number[] = [];
    for (let round = 1; round <= numberOption(options, 'rounds', 7); round += 1) {
      const server = await startBenchServer(run, dataDirectory);
      seconds.push(server.secondsToAnswer);
      await server.stop();
    }
    const mark = { atMost: 3 };
    const figures = [{ name: 'to the first answer', spread: spreadOf(seconds), unit: 's', mark }];
    return { findings: [{ setting: `${INVOICES} invoices, no demo`, figures }], notes: [] };
  },
};
