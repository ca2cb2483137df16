import { invoiceBody, makeBooks } from './harness/bench-books.ts';
import { makeDataDirectory, startBenchServer } from './harness/bench-server.ts';
import { type Comparison, numberOption } from './harness/comparison.ts';
import { sendLoad } from './harness/load.ts';
import { takeNumbers } from './harness/numbers.ts';
import { memoryOfProcess } from './harness/process-cpu.ts';
import { signedBytes } from './harness/signed-requests.ts';
import { spreadOf } from './harness/statistics.ts';

/** Samples of the memory that are taken on the way. */
const SAMPLES = 20;

export const comparison: Comparison = {
  summary: "the server's memory while it takes 100,000 invoices, and whether it stays flat",
  options: { invoices: { type: 'string', meaning: 'How many; 100000 when left out, which takes minutes.' } },
  async compare(run, options) {
    const invoices = numberOption(options, 'invoices', 100_000);
    const server = await startBenchServer(run, await makeDataDirectory(run));
    const { port, pid } = server;
    const books = await makeBooks(server, 10);
    const atStart = memoryOfProcess(pid);
    const samples: number[] = [];
    for (let sample = 1; sample <= SAMPLES; sample += 1) {
      const requests = takeNumbers(Math.ceil(invoices / SAMPLES)).map((number, index) => {
        const one = books[index % books.length]!;
        const request = { method: 'POST', path: '/invoices', body: invoiceBody(one, number) } as const;
        return signedBytes(port, one.credentials, request);
      });
      const load = await sendLoad({ port, clients: 16, requests, expectedStatus: 200 }, () => {});
      if (load.errors > 0) throw new Error(`${load.errors} invoices failed. ${load.firstError}`);
      samples.push(memoryOfProcess(pid));
      run.say(`${requests.length * sample} invoices: ${samples.at(-1)!.toFixed(0)} MiB`);
    }
    const half = samples.slice(SAMPLES / 2);
    const quarters = [half.slice(0, half.length / 2), half.slice(half.length / 2)];
    const [third, last] = quarters.map((quarter) => spreadOf(quarter).median);
    const figures = [
      { name: 'resident at the start', spread: spreadOf([atStart]), unit: 'MiB' },
      { name: 'resident on the way', spread: spreadOf(samples), unit: 'MiB' },
      {
        name: 'resident in the end',
        spread: spreadOf([samples.at(-1)!]),
        unit: 'MiB',
        mark: { atMost: 200 },
      },
      { name: 'last quarter / third quarter', spread: spreadOf([last! / third!]), mark: { atMost: 1.05 } },
    ];
    return { findings: [{ setting: `16 clients, 10 workspaces, ${invoices} invoices`, figures }], notes: [] };
  },
};
