import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createApp } from '../../src/app.ts';
import { createDiskStore } from '../../src/platform/files/disk-store.ts';
import type { TestDatabase } from '../support/test-cluster.ts';
import { readApiDocument } from './api-document.ts';
import { FuzzCounts } from './fuzz-counts.ts';
import { FuzzFailures } from './fuzz-failures.ts';
import { FuzzRound, type RoundContext } from './fuzz-round.ts';
import { createApps, createTenant } from './fuzz-tenants.ts';
import { describeMemory, MemoryWatch } from './memory-watch.ts';
import { findSecretNames } from './secret-names.ts';

export interface FuzzOptions {
  readonly requests: number;
  readonly seed: number;
  /** No new round begins after so long, so that a slow machine sends fewer. */
  readonly seconds?: number | undefined;
  /** The one request that is to be sent alone. */
  readonly only?: number | undefined;
  /** Tells who waits what is going on. */
  say(message: string): void;
}

/** New workspaces after so many requests: what a list answers, and so what a request costs, stays within bounds. */
const REQUESTS_OF_A_ROUND = 5_000;
/** Kept of the log: the reasons of the last failures. */
const LOG_LINES = 200;

/** Sends requests made from the seed to a server in this process. Answers what failed, as text; nothing where nothing did. */
export async function runFuzz(clone: TestDatabase, options: FuzzOptions): Promise<readonly string[]> {
  const { database, owner } = clone;
  const { requests, seed, seconds = Number.POSITIVE_INFINITY, only, say } = options;
  const started = performance.now();
  const secretKey = randomBytes(32);
  const log: string[] = [];
  const logDestination = new Writable({
    write(chunk, _encoding, done) {
      log.push(String(chunk));
      if (log.length > LOG_LINES) log.shift();
      done();
    },
  });
  const filesDirectory = await mkdtemp(join(tmpdir(), 'recount-fuzz-'));
  const app = createApp({
    database,
    secretKey,
    logLevel: 'error',
    logDestination,
    rateLimit: 0,
    files: createDiskStore(filesDirectory),
    // Random addresses are fetched from nowhere.
    outside: { resolve: async () => [], isAllowed: () => false },
  });
  await app.server.ready();
  const document = readApiDocument();
  const fuzzed = { database, owner, secretKey, document };
  const counts = new FuzzCounts(document);
  const failures = new FuzzFailures(seed, log);
  const memory = new MemoryWatch();
  const context: RoundContext = {
    ...fuzzed,
    server: app.server,
    seed,
    counts,
    failures,
    memory,
    secretNames: await findSecretNames(owner, document),
  };
  try {
    const apps = await createApps(fuzzed);
    const openRound = async (first: number) => {
      const tenants = [
        await createTenant(fuzzed, apps, { name: `Fuzzed from ${first}`, sandbox: false }),
        await createTenant(fuzzed, apps, { name: `Beside it from ${first}`, sandbox: true }),
      ] as const;
      const round = new FuzzRound(context, tenants);
      await round.begin(first);
      return round;
    };
    if (only !== undefined) {
      const round = await openRound(only);
      say(await round.sendAlone(only));
      return failures.describe();
    }
    let entries = 0;
    for (let first = 1; first <= requests; first += REQUESTS_OF_A_ROUND) {
      const last = Math.min(requests, first + REQUESTS_OF_A_ROUND - 1);
      const round = await openRound(first);
      await round.send(first, last);
      entries += await round.prove();
      const passed = (performance.now() - started) / 1000;
      say(`${last} of ${requests} requests, ${passed.toFixed(0)} s`);
      if (passed > seconds && last < requests) {
        say(`That is all that fits into ${seconds} s.`);
        break;
      }
    }
    say(counts.describe());
    say(`The books hold, with ${entries} journal entries, unless a failure says otherwise.`);
    if (entries === 0 && requests >= REQUESTS_OF_A_ROUND) failures.add('Nothing was posted.');
    say(describeMemory(memory));
    for (const fault of [...counts.findFaults(), ...memory.findFaults()]) failures.add(fault);
    return failures.describe();
  } finally {
    await app.close();
    await rm(filesDirectory, { recursive: true, force: true });
  }
}
