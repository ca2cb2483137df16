import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { cloneDatabase, startTestCluster } from '../support/test-cluster.ts';
import { runFuzz } from './fuzz-run.ts';

const STANDARD_REQUESTS = '100000';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: STANDARD_REQUESTS },
    seed: { type: 'string' },
    seconds: { type: 'string' },
    only: { type: 'string' },
  },
});

function readNumber(name: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  console.error(`--${name} must be a whole number.`);
  process.exit(2);
}

const requests = readNumber('requests', values.requests);
const seed = values.seed === undefined ? randomInt(2 ** 31) : readNumber('seed', values.seed);
const seconds = values.seconds === undefined ? undefined : readNumber('seconds', values.seconds);
const only = values.only === undefined ? undefined : readNumber('only', values.only);

console.log(`seed ${seed}, ${only === undefined ? `${requests} requests` : `request ${only} alone`}`);
const started = performance.now();
const { cluster, stop } = await startTestCluster();
const clone = await cloneDatabase(cluster);
try {
  const say = (message: string) => console.log(message);
  const failures = await runFuzz(clone, { requests, seed, seconds, only, say });
  for (const failure of failures) console.error(`\n${failure}`);
  const passed = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`\n${failures.length} kinds of failure, ${passed} s, seed ${seed}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
} finally {
  await clone.close();
  await stop();
}
