import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { type BenchBooks, invoiceBody, makeBooks } from './harness/bench-books.ts';
import { type BenchServer, makeDataDirectory, startBenchServer } from './harness/bench-server.ts';
import { type Comparison, type Figure, type Finding, numberOption } from './harness/comparison.ts';
import { type Load, sendLoad } from './harness/load.ts';
import { takeNumbers } from './harness/numbers.ts';
import { findPgbench, runPgbench } from './harness/pgbench.ts';
import { cpuOfFamily, cpuOfProcess } from './harness/process-cpu.ts';
import { proveBooks } from './harness/prove-books.ts';
import type { Run } from './harness/run.ts';
import { signedBytes } from './harness/signed-requests.ts';
import { spreadOf } from './harness/statistics.ts';
import { addedRows, assertSameRows, countRows, type TableRows } from './harness/table-rows.ts';
import { untilSealed } from './harness/until-sealed.ts';
import { FROZEN_SCRIPT, prepareFrozenTables } from './invoices/frozen-script.ts';
import {
  POST_DOCUMENT_SCRIPT,
  prepareDocumentTable,
  storeDocuments,
} from './invoices/post-document-script.ts';
import { overhearDocuments } from './invoices/prepared-documents.ts';

/** What one side of one round came to. */
interface Side extends Load {
  readonly invoices: number;
  /** CPU seconds of PostgreSQL, and of the server, until everything posted was sealed too. */
  readonly databaseCpu: number;
  readonly serverCpu: number;
  readonly rows: TableRows;
}

interface Round {
  readonly http: Side;
  readonly pgbench: Side | undefined;
  readonly frozen: Side | undefined;
}

interface Setting {
  readonly clients: number;
  readonly books: readonly BenchBooks[];
  /** Of each side of each round. */
  readonly invoices: number;
}

interface Stage {
  readonly server: BenchServer;
  readonly pgbench: string | undefined;
  readonly withKey: boolean;
  /** The ids of what is made for a round are not older than this; those of the books are. */
  readonly madeSince: string;
}

/** @param send calls `onStart` in the moment from which on its work counts */
async function measure(
  { server }: Stage,
  invoices: number,
  send: (onStart: () => void) => Promise<Load>,
): Promise<Side> {
  const rowsBefore = await countRows(server.owner);
  let databaseBefore = 0;
  let serverBefore = 0;
  const load = await send(() => {
    databaseBefore = cpuOfFamily(server.postmaster);
    serverBefore = cpuOfProcess(server.pid);
  });
  await untilSealed(server);
  const databaseCpu = cpuOfFamily(server.postmaster) - databaseBefore;
  const serverCpu = cpuOfProcess(server.pid) - serverBefore;
  const rows = addedRows(rowsBefore, await countRows(server.owner));
  if (load.errors > 0) throw new Error(`${load.errors} invoices failed. ${load.firstError}`);
  return { ...load, invoices, databaseCpu, serverCpu, rows };
}

function postOverHttp(stage: Stage, { clients, books, invoices }: Setting): Promise<Side> {
  const { port } = stage.server;
  const requests = takeNumbers(invoices).map((number, index) => {
    const one = books[index % books.length]!;
    const request = { method: 'POST', path: '/invoices', body: invoiceBody(one, number) } as const;
    return signedBytes(port, one.credentials, {
      ...request,
      ...(stage.withKey ? { idempotencyKey: number } : {}),
    });
  });
  const job = { port, clients, requests, expectedStatus: 200 };
  return measure(stage, invoices, (onStart) => sendLoad(job, onStart));
}

/** Autovacuum works for a second now and then: chance decided in whose turn that was. */
async function stopAutovacuum({ owner }: BenchServer): Promise<void> {
  await owner.query('ALTER SYSTEM SET autovacuum = off');
  await owner.query('SELECT pg_reload_conf()');
}

/** What autovacuum would have done, before a side begins. */
async function tidyTables({ owner }: BenchServer): Promise<void> {
  await owner.query('VACUUM (ANALYZE)');
}

/** Transactions of each pgbench connection after which it has settled: plans are kept from the sixth on. */
const SETTLING = 25;

/**
 * A side as it goes on connections that have settled, as the server's have: a short run is taken off a long one. pgbench
 * connects anew for each run, which costs as much as some twenty invoices.
 */
async function settled(setting: Setting, post: (setting: Setting) => Promise<Side>): Promise<Side> {
  const short = await post({ ...setting, invoices: SETTLING * setting.clients });
  const long = await post(setting);
  return {
    ...long,
    invoices: long.invoices - short.invoices,
    databaseCpu: long.databaseCpu - short.databaseCpu,
  };
}

async function postByPgbench(stage: Stage, setting: Setting, templates: readonly string[]): Promise<Side> {
  const { clients, books, invoices } = setting;
  await storeDocuments(stage.server, books, templates, takeNumbers(invoices), stage.madeSince);
  const job = {
    program: stage.pgbench!,
    script: POST_DOCUMENT_SCRIPT,
    clients,
    transactionsOfEach: invoices / clients,
    untimedOfEach: SETTLING - 1,
    variables: { first: 0, turn: 0, clients },
  };
  return measure(stage, invoices, (onStart) => {
    onStart();
    return runPgbench(stage.server, job);
  });
}

function postFrozen(stage: Stage, { clients, invoices }: Setting): Promise<Side> {
  const job = {
    program: stage.pgbench!,
    script: FROZEN_SCRIPT,
    clients,
    transactionsOfEach: invoices / clients,
    untimedOfEach: SETTLING - 1,
  };
  return measure(stage, invoices, (onStart) => {
    onStart();
    return runPgbench(stage.server, job);
  });
}

async function runRound(stage: Stage, setting: Setting, templates: readonly string[]): Promise<Round> {
  await tidyTables(stage.server);
  // Plans are made anew after that. The server's connections stay, so that no run need be taken off.
  await postOverHttp(stage, { ...setting, invoices: SETTLING * setting.clients });
  const http = await postOverHttp(stage, setting);
  if (!stage.pgbench) return { http, pgbench: undefined, frozen: undefined };
  await tidyTables(stage.server);
  const pgbench = await settled(setting, (one) => postByPgbench(stage, one, templates));
  assertSameRows('The server', http.rows, 'pgbench', pgbench.rows);
  await tidyTables(stage.server);
  return { http, pgbench, frozen: await settled(setting, (one) => postFrozen(stage, one)) };
}

const MILLISECONDS = 1000;
const cpuOf = (side: Side) => ((side.databaseCpu + side.serverCpu) / side.invoices) * MILLISECONDS;
const databaseCpuOf = (side: Side) => (side.databaseCpu / side.invoices) * MILLISECONDS;

function toFigures(rounds: readonly Round[], { clients }: Setting): Figure[] {
  const http = rounds.map((round) => round.http);
  const over = (sides: readonly Side[], read: (side: Side) => number) => spreadOf(sides.map(read));
  const figures: Figure[] = [
    { name: 'HTTP: invoices', spread: over(http, (side) => side.perSecond), unit: 'a second' },
    { name: 'HTTP: half answered within', spread: over(http, (side) => side.p50), unit: 'ms' },
    { name: 'HTTP: 99 of 100 within', spread: over(http, (side) => side.p99), unit: 'ms' },
    {
      name: 'HTTP: CPU of the server',
      spread: over(http, (side) => (side.serverCpu / side.invoices) * MILLISECONDS),
      unit: 'ms an invoice',
    },
    { name: 'HTTP: CPU of PostgreSQL', spread: over(http, databaseCpuOf), unit: 'ms an invoice' },
  ];
  const compared = rounds.flatMap(({ http, pgbench, frozen }) =>
    pgbench && frozen ? [{ http, pgbench, frozen }] : [],
  );
  if (compared.length === 0) return figures;
  const pgbench = compared.map((round) => round.pgbench);
  const ratio = (read: (round: (typeof compared)[number]) => number) => spreadOf(compared.map(read));
  const isMarked = clients > 1;
  return [
    ...figures,
    { name: 'pgbench: invoices', spread: over(pgbench, (side) => side.perSecond), unit: 'a second' },
    { name: 'pgbench: half answered within', spread: over(pgbench, (side) => side.p50), unit: 'ms' },
    { name: 'pgbench: 99 of 100 within', spread: over(pgbench, (side) => side.p99), unit: 'ms' },
    { name: 'pgbench: CPU of PostgreSQL', spread: over(pgbench, databaseCpuOf), unit: 'ms an invoice' },
    {
      name: 'throughput, HTTP / pgbench',
      spread: ratio((round) => round.http.perSecond / round.pgbench.perSecond),
      ...(isMarked ? { mark: { atLeast: 0.5 } } : {}),
    },
    {
      name: 'CPU, pgbench / HTTP',
      spread: ratio((round) => databaseCpuOf(round.pgbench) / cpuOf(round.http)),
      ...(isMarked ? { mark: { atLeast: 0.5 } } : {}),
    },
    {
      name: 'throughput, pgbench / 11 rows',
      spread: ratio((round) => round.pgbench.perSecond / round.frozen.perSecond),
      ...(isMarked ? { mark: { atLeast: 0.4 } } : {}),
    },
    {
      name: 'CPU, 11 rows / pgbench',
      spread: ratio((round) => databaseCpuOf(round.frozen) / databaseCpuOf(round.pgbench)),
    },
  ];
}

async function compareSetting(
  run: Run,
  stage: Stage,
  setting: Setting,
  templates: readonly string[],
  rounds: number,
): Promise<Finding> {
  const { clients, books, invoices } = setting;
  const name = `${clients} ${clients === 1 ? 'client' : 'clients'}, ${books.length} ${books.length === 1 ? 'workspace' : 'workspaces'}`;
  run.say(`${name}: ${rounds} rounds of ${invoices} invoices a side`);
  // One round goes unread: caches fill, code is compiled.
  await runRound(stage, setting, templates);
  const done: Round[] = [];
  for (let round = 1; round <= rounds; round += 1) done.push(await runRound(stage, setting, templates));
  return { setting: `${name}, ${rounds} rounds of ${invoices} invoices`, figures: toFigures(done, setting) };
}

export const comparison: Comparison = {
  summary:
    'signed, approved, taxed 3-line invoices over HTTP, against pgbench that calls the same post_document',
  options: {
    rounds: { type: 'string', meaning: 'Rounds of each setting; 5 when left out.' },
    invoices: {
      type: 'string',
      meaning: 'Invoices of each side of a round at 16 clients; 3200 when left out, at least 800.',
    },
    setting: { type: 'string', meaning: 'Only one: 1x1, 1x50, 16x1 or 16x50 (clients x workspaces).' },
    'without-key': { type: 'boolean', meaning: 'Sends no Idempotency-Key.' },
  },
  async compare(run, options) {
    const rounds = numberOption(options, 'rounds', 5);
    const wanted = Math.max(numberOption(options, 'invoices', 3200), 2 * SETTLING * 16);
    const invoices = Math.ceil(wanted / 16) * 16;
    const pgbench = findPgbench();
    if (!pgbench)
      run.say('There is no pgbench here (Debian: postgresql-15), so there is nothing to compare with.');
    const server = await startBenchServer(run, await makeDataDirectory(run));
    const allBooks = await makeBooks(server, 50);
    await sleep(2);
    const stage: Stage = { server, pgbench, withKey: !options['without-key'], madeSince: uuidv7() };
    const templates = await overhearDocuments(server, allBooks, stage.withKey);
    await untilSealed(server);
    await prepareDocumentTable(server);
    await prepareFrozenTables(server);
    await stopAutovacuum(server);
    const findings: Finding[] = [];
    for (const [clients, workspaces] of [
      [1, 1],
      [1, 50],
      [16, 1],
      [16, 50],
    ] as const) {
      if (options.setting !== undefined && options.setting !== `${clients}x${workspaces}`) continue;
      const books = allBooks.slice(0, workspaces);
      const setting = { clients, books, invoices: clients === 1 ? invoices / 4 : invoices };
      findings.push(await compareSetting(run, stage, setting, templates, rounds));
    }
    const proofs = await proveBooks(server.database);
    const missing = 'There is no pgbench here (Debian: postgresql-15), so no ratio is given.';
    return { findings, notes: [...(pgbench ? [] : [missing]), proofs] };
  },
};
