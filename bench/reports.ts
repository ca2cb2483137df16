import { type BenchBooks, makeBooks } from './harness/bench-books.ts';
import { type BenchServer, makeDataDirectory, startBenchServer } from './harness/bench-server.ts';
import { type Comparison, type Figure, type Finding, numberOption } from './harness/comparison.ts';
import type { Run } from './harness/run.ts';
import { makeDimensions, seedJournal } from './harness/seed-journal.ts';
import { spreadOf } from './harness/statistics.ts';
import { sameRequest, sendReads, timeSql } from './harness/timing.ts';
import {
  EARLY_PAGE,
  LATE_PAGE,
  type ReportCase,
  reportCases,
  TRIAL_BALANCE,
} from './reports/report-cases.ts';
import { whilePosting } from './reports/while-posting.ts';

const MILLION = 1_000_000;
const READERS = 16;
/** Requests of each report in each round, by one reader and by all. */
const READS = 9;
const READS_OF_ALL = 3 * READERS;

interface Stage {
  readonly server: BenchServer;
  readonly books: BenchBooks;
  readonly rounds: number;
  readonly lines: number;
}

/** Milliseconds that one report took at the middle, round by round. */
interface Measured {
  readonly one: number[];
  readonly all: number[];
  readonly posting: number[];
  readonly scan: number[];
}

async function measure(stage: Stage, cases: readonly ReportCase[]) {
  const { server, books } = stage;
  const measured = new Map<string, Measured>(
    cases.map(({ name }) => [name, { one: [], all: [], posting: [], scan: [] }]),
  );
  const posted: number[] = [];
  const read = async ({ request }: ReportCase, count: number, readers: number) =>
    (await sendReads(server, books, sameRequest(count, request), readers)).p50;
  for (let round = 0; round <= stage.rounds; round += 1) {
    for (const one of cases) {
      const ofOne = await read(one, READS, 1);
      const scan = one.scan && (await timeSql(server, books, one.scan));
      // The first goes unread: it fills the caches.
      if (round === 0) continue;
      measured.get(one.name)!.one.push(ofOne);
      if (scan !== undefined) measured.get(one.name)!.scan.push(scan);
      measured.get(one.name)!.all.push(await read(one, READS_OF_ALL, READERS));
    }
    if (round === 0) continue;
    const perSecond = await whilePosting(server, books, async () => {
      for (const one of cases) measured.get(one.name)!.posting.push(await read(one, READS_OF_ALL, READERS));
    });
    posted.push(perSecond);
  }
  return { measured, posted };
}

const ratios = (over: readonly number[], under: readonly number[]) =>
  spreadOf(over.map((value, round) => value / under[round]!));

function toFindings(
  { lines }: Stage,
  cases: readonly ReportCase[],
  { measured, posted }: Awaited<ReturnType<typeof measure>>,
): Finding[] {
  const of = (name: string) => measured.get(name)!;
  const latencies = (kind: 'one' | 'all' | 'posting'): Figure[] =>
    cases.map(({ name }) => ({ name, spread: spreadOf(of(name)[kind]), unit: 'ms' }));
  const shares = cases.flatMap(({ name, scan, mark, markFrom = 0 }): Figure[] =>
    scan === undefined
      ? []
      : [
          {
            name: `${name} / full scan`,
            spread: ratios(of(name).one, of(name).scan),
            ...(mark !== undefined && lines >= markFrom ? { mark } : {}),
          },
        ],
  );
  const depth: Figure = {
    name: 'general ledger, after nine tenths / after a tenth',
    spread: ratios(of(LATE_PAGE).one, of(EARLY_PAGE).one),
    mark: { atMost: 1.5 },
  };
  const slowed = cases.map(({ name }) => ({
    name: `${name}, while posting / without`,
    spread: ratios(of(name).posting, of(name).all),
  }));
  const setting = `${lines} journal lines`;
  return [
    { setting: `${setting}, 1 reader`, figures: [...latencies('one'), ...shares, depth] },
    { setting: `${setting}, ${READERS} readers`, figures: latencies('all') },
    {
      setting: `${setting}, ${READERS} readers while 16 writers post`,
      figures: [
        ...latencies('posting'),
        ...slowed,
        { name: 'invoices posted meanwhile', spread: spreadOf(posted), unit: 'a second' },
      ],
    },
  ];
}

async function compareAt(run: Run, stage: Stage) {
  run.say(`Reports over ${stage.lines} journal lines: ${stage.rounds} rounds`);
  const cases = await reportCases(stage.server, stage.books);
  const outcome = await measure(stage, cases);
  const middles = new Map([...outcome.measured].map(([name, { one }]) => [name, spreadOf(one).median]));
  return { findings: toFindings(stage, cases, outcome), middles };
}

/** How much slower each report is with ten, or more, times the lines over the same days. */
function compareSizes(small: ReadonlyMap<string, number>, large: ReadonlyMap<string, number>): Figure[] {
  return [...large].map(([name, milliseconds]) => ({
    name,
    spread: spreadOf([milliseconds / small.get(name)!]),
    ...(name === TRIAL_BALANCE ? { mark: { atMost: 1.5 } } : {}),
  }));
}

export const comparison: Comparison = {
  summary: 'reports against full scans of the journal, by 1 and 16 readers and while 16 writers post',
  options: {
    rounds: { type: 'string', meaning: 'Rounds; 3 when left out.' },
    lines: {
      type: 'string',
      meaning: 'Journal lines; 1000000 when left out. With more, the reports are held against a million too.',
    },
  },
  async compare(run, options) {
    const lines = numberOption(options, 'lines', MILLION);
    const rounds = numberOption(options, 'rounds', 3);
    const server = await startBenchServer(run, await makeDataDirectory(run));
    const [books] = await makeBooks(server, 1);
    await makeDimensions(server, books!);
    const findings: Finding[] = [];
    const middles: ReadonlyMap<string, number>[] = [];
    let seeded = 0;
    for (const size of lines > MILLION ? [MILLION, lines] : [lines]) {
      run.say(`Seeding ${size - seeded} journal lines`);
      await seedJournal(server.owner, books!.workspaceId, seeded, size);
      await server.owner.query('VACUUM ANALYZE');
      seeded = size;
      const outcome = await compareAt(run, { server, books: books!, rounds, lines: size });
      findings.push(...outcome.findings);
      middles.push(outcome.middles);
    }
    const [small, large] = middles;
    if (large) {
      const setting = `${lines} / ${MILLION} journal lines over the same days, 1 reader`;
      findings.push({ setting, figures: compareSizes(small!, large) });
    }
    const notes = [
      'Milliseconds at the middle, answered over HTTP; scans are timed in SQL alone.',
      'One of eight seeded entries is an invoice that is still open, which the stats age.',
    ];
    return { findings, notes };
  },
};
