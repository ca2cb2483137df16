import type pg from 'pg';
import { type BenchBooks, makeBooks } from './harness/bench-books.ts';
import { type BenchServer, makeDataDirectory, startBenchServer } from './harness/bench-server.ts';
import { type Comparison, type Figure, type Finding, numberOption } from './harness/comparison.ts';
import type { Run } from './harness/run.ts';
import { FIRST_DAY, makeDimensions, seedJournal } from './harness/seed-journal.ts';
import { spreadOf } from './harness/statistics.ts';
import { type ReadRequest, sameRequest, sendReads, timeSql } from './harness/timing.ts';
import { seedInvoices } from './reads/seed-invoices.ts';
import { FULL_SCAN } from './reports/full-scans.ts';

/** The report's date: the fifteenth of a month in the middle of the seeded ones, so that no whole month is asked for. */
const AS_OF = '2025-10-15';
const BEGINNING = 1_000_000;

interface Stage {
  readonly server: BenchServer;
  readonly books: BenchBooks;
  readonly rounds: number;
}

/** Milliseconds that a request takes at the middle, sent again and again by one client. */
async function timeRequest({ server, books }: Stage, requests: readonly ReadRequest[]): Promise<number> {
  return (await sendReads(server, books, requests, 1)).p50;
}

const timeStatement = ({ server, books }: Stage, name: string, text: string, values: unknown[]) =>
  timeSql(server, books, { name, text, values });

async function compareInvoices(stage: Stage, ids: readonly string[]): Promise<Figure[]> {
  const measured: Record<string, number[]> = { select: [], get: [], list: [], later: [], customer: [] };
  const single = ids.map((id) => ({ path: `/invoices/${id}` }));
  const customer = `customerUuid=${stage.books.customerUuid}`;
  for (let round = 0; round < stage.rounds; round += 1) {
    const selects: number[] = [];
    for (const id of ids) {
      const values = [stage.books.workspaceId, id];
      const text = 'SELECT * FROM invoice WHERE workspace_id = $1 AND id = $2';
      selects.push(await timeStatement(stage, 'bench_select', text, values));
    }
    measured.select!.push(spreadOf(selects).median);
    measured.get!.push(await timeRequest(stage, single));
    measured.list!.push(await timeRequest(stage, sameRequest(15, { path: '/invoices', query: 'limit=20' })));
    const later = { path: '/invoices', query: 'limit=20&page=100' };
    measured.later!.push(await timeRequest(stage, sameRequest(15, later)));
    const ofCustomer = { path: '/invoices', query: `limit=20&${customer}` };
    measured.customer!.push(await timeRequest(stage, sameRequest(15, ofCustomer)));
  }
  return [
    { name: 'bare select by primary key', spread: spreadOf(measured.select!), unit: 'ms' },
    { name: 'GET /invoices/{id}', spread: spreadOf(measured.get!), unit: 'ms' },
    { name: 'GET /invoices, first page of 20', spread: spreadOf(measured.list!), unit: 'ms' },
    { name: 'GET /invoices, hundredth page', spread: spreadOf(measured.later!), unit: 'ms' },
    { name: 'GET /invoices of a customer', spread: spreadOf(measured.customer!), unit: 'ms' },
  ];
}

async function compareTrialBalance(stage: Stage): Promise<{ report: number[]; scan: number[] }> {
  const report: number[] = [];
  const scan: number[] = [];
  const query = `startDate=${FIRST_DAY}&endDate=${AS_OF}`;
  for (let round = 0; round <= stage.rounds; round += 1) {
    const request = { path: '/reports/trial-balance', query };
    const ofReport = await timeRequest(stage, sameRequest(15, request));
    const ofScan = await timeStatement(stage, 'bench_scan', FULL_SCAN, [stage.books.workspaceId, AS_OF]);
    // The first goes unread: it fills the caches.
    if (round === 0) continue;
    report.push(ofReport);
    scan.push(ofScan);
  }
  return { report, scan };
}

async function measureAt(
  run: Run,
  stage: Stage,
  lines: number,
): Promise<{ finding: Finding; report: number }> {
  run.say(`Trial balance over ${lines} journal lines`);
  const { report, scan } = await compareTrialBalance(stage);
  const shares = report.map((milliseconds, round) => milliseconds / scan[round]!);
  const figures: Figure[] = [
    { name: `trial balance as of ${AS_OF}`, spread: spreadOf(report), unit: 'ms' },
    { name: 'full scan in SQL', spread: spreadOf(scan), unit: 'ms' },
    { name: 'trial balance / full scan', spread: spreadOf(shares), mark: { atMost: 1 / 20 } },
  ];
  return { finding: { setting: `${lines} journal lines`, figures }, report: spreadOf(report).median };
}

async function analyse(owner: pg.Pool): Promise<void> {
  await owner.query('VACUUM ANALYZE');
}

export const comparison: Comparison = {
  summary: 'invoices by id and in lists at 100,000; the trial balance against a full scan of the journal',
  options: {
    rounds: { type: 'string', meaning: 'Rounds; 5 when left out.' },
    invoices: { type: 'string', meaning: 'Invoices to read among; 100000 when left out.' },
    lines: {
      type: 'string',
      meaning:
        'Journal lines; 1000000 when left out. With more, the trial balance is held against itself too.',
    },
  },
  async compare(run, options) {
    const lines = numberOption(options, 'lines', BEGINNING);
    const invoices = numberOption(options, 'invoices', 100_000);
    const server = await startBenchServer(run, await makeDataDirectory(run));
    const [books] = await makeBooks(server, 1);
    const stage: Stage = { server, books: books!, rounds: numberOption(options, 'rounds', 5) };
    run.say(`Seeding ${invoices} invoices`);
    const ids = await seedInvoices(server, books!, invoices);
    await makeDimensions(server, books!);
    await analyse(server.owner);
    const findings: Finding[] = [
      { setting: `${invoices} invoices, one client`, figures: await compareInvoices(stage, ids) },
    ];
    let seeded = 0;
    const reports: number[] = [];
    for (const size of lines > BEGINNING ? [BEGINNING, lines] : [lines]) {
      run.say(`Seeding ${size - seeded} journal lines`);
      await seedJournal(server.owner, books!.workspaceId, seeded, size);
      await analyse(server.owner);
      seeded = size;
      const { finding, report } = await measureAt(run, stage, size);
      findings.push(finding);
      reports.push(report);
    }
    const [first, last] = reports;
    if (last !== undefined) {
      const name = `trial balance, ${lines} / ${BEGINNING} lines`;
      const figures = [{ name, spread: spreadOf([last / first!]), mark: { atMost: 1.5 } }];
      findings.push({ setting: 'over the same months', figures });
    }
    return { findings, notes: ['Milliseconds at the middle; reports and lists are answered over HTTP.'] };
  },
};
