import { type BenchBooks, makeBooks } from './harness/bench-books.ts';
import { type BenchServer, makeDataDirectory, startBenchServer } from './harness/bench-server.ts';
import { type Comparison, type Finding, numberOption } from './harness/comparison.ts';
import { sendLoad } from './harness/load.ts';
import { takeNumbers } from './harness/numbers.ts';
import { proveBooks } from './harness/prove-books.ts';
import type { Run } from './harness/run.ts';
import { callData, signedBytes } from './harness/signed-requests.ts';
import { spreadOf } from './harness/statistics.ts';
import { addedRows, assertSameRows, countRows, type TableRows } from './harness/table-rows.ts';
import { untilSealed } from './harness/until-sealed.ts';

/** As many as a bulk call takes. */
const ROWS_A_CALL = 100;

/** Something that can be created one by one and in bulk. */
interface Resource {
  readonly name: string;
  readonly path: string;
  /** The field of the bulk call. */
  readonly field: string;
  /** A row that no other of this run is like. */
  makeRow(number: string): object;
}

interface Stage {
  readonly server: BenchServer;
  readonly books: BenchBooks;
}

interface Side {
  readonly rowsPerSecond: number;
  /** What was added to the tables. */
  readonly rows: TableRows;
}

async function customersAndJournalEntries({ server, books }: Stage): Promise<Resource[]> {
  const accountOf = async (type: string): Promise<string> => {
    const request = { method: 'GET', path: '/chart-of-accounts', query: `type=${type}&page=1` } as const;
    return (await callData(server.port, books.credentials, request)).accounts[0].uuid;
  };
  const [expense, income] = [await accountOf('Expenses'), await accountOf('Income')];
  return [
    {
      name: 'customers',
      path: '/customers',
      field: 'customers',
      makeRow: (number) => ({
        customer: `Customer ${number}`,
        email: `${number}@example.com`,
        mainPhone: '+1 413 555 0142',
        billingAddress: { street: '12 Elm Street', city: 'Springfield', state: 'MA', country: 'US' },
      }),
    },
    {
      name: 'journal entries of two lines',
      path: '/journal-entries',
      field: 'journalEntries',
      makeRow: (number) => ({
        descriptionEntry: 'Work done in July, invoiced in August',
        date: '2026-07-31',
        refNumber: number,
        lines: [
          { accountUuid: expense, amountDebit: 250, descriptionLine: 'Junk removal' },
          { accountUuid: income, amountCredit: 250 },
        ],
      }),
    },
  ];
}

/** Sends the bodies one after the other and waits until what they posted is sealed, so that no side pays for the other. */
async function send({ server, books }: Stage, path: string, bodies: readonly object[], rows: number) {
  const before = await countRows(server.owner);
  const requests = bodies.map((body) =>
    signedBytes(server.port, books.credentials, { method: 'POST', path, body: JSON.stringify(body) }),
  );
  const load = await sendLoad({ port: server.port, clients: 1, requests, expectedStatus: 201 }, () => {});
  if (load.errors > 0) throw new Error(load.firstError);
  await untilSealed(server);
  const added = addedRows(before, await countRows(server.owner));
  return { rowsPerSecond: rows / load.seconds, rows: added };
}

/** The same number of rows one by one and in bulk; a bulk row that failed would be missing from the tables. */
async function runRound(
  stage: Stage,
  resource: Resource,
  rows: number,
): Promise<{ single: Side; bulk: Side }> {
  const { path, field } = resource;
  const makeRows = () => takeNumbers(rows).map((number) => resource.makeRow(number));
  const single = await send(stage, path, makeRows(), rows);
  const forBulk = makeRows();
  const calls = Array.from({ length: rows / ROWS_A_CALL }, (_, call) => ({
    [field]: forBulk.slice(call * ROWS_A_CALL, (call + 1) * ROWS_A_CALL),
  }));
  const bulk = await send(stage, `${path}/bulk`, calls, rows);
  return { single, bulk };
}

async function compareResource(
  run: Run,
  stage: Stage,
  resource: Resource,
  { rounds, rows }: { rounds: number; rows: number },
): Promise<Finding> {
  run.say(`${resource.name}: ${rounds} rounds of ${rows} rows a side`);
  // One round goes unread: caches fill, code is compiled, and the first entry of a day makes the rows of its totals.
  await runRound(stage, resource, rows);
  const done: Awaited<ReturnType<typeof runRound>>[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const one = await runRound(stage, resource, rows);
    assertSameRows('Single creates', one.single.rows, 'bulk calls', one.bulk.rows);
    done.push(one);
  }
  const over = (read: (round: (typeof done)[number]) => number) => spreadOf(done.map(read));
  const unit = 'rows a second';
  return {
    setting: `${resource.name}, one client, ${rounds} rounds of ${rows} rows`,
    figures: [
      { name: 'one by one', spread: over(({ single }) => single.rowsPerSecond), unit },
      { name: `${ROWS_A_CALL} a call`, spread: over(({ bulk }) => bulk.rowsPerSecond), unit },
      {
        name: 'rows, in bulk / one by one',
        spread: over(({ single, bulk }) => bulk.rowsPerSecond / single.rowsPerSecond),
        mark: { atLeast: 8 },
      },
    ],
  };
}

export const comparison: Comparison = {
  summary: 'customers and journal entries in bulk, 100 a call, against the same created one by one',
  options: {
    rounds: { type: 'string', meaning: 'Rounds; 5 when left out.' },
    rows: { type: 'string', meaning: 'Rows of each side of a round, in hundreds; 500 when left out.' },
  },
  async compare(run, options) {
    const rounds = numberOption(options, 'rounds', 5);
    const rows = Math.ceil(numberOption(options, 'rows', 500) / ROWS_A_CALL) * ROWS_A_CALL;
    const server = await startBenchServer(run, await makeDataDirectory(run));
    const [books] = await makeBooks(server, 1);
    const stage: Stage = { server, books: books! };
    const findings: Finding[] = [];
    for (const resource of await customersAndJournalEntries(stage))
      findings.push(await compareResource(run, stage, resource, { rounds, rows }));
    return { findings, notes: [await proveBooks(server.database)] };
  },
};
