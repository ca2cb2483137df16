import { parseArgs } from 'node:util';
import { runToEnd } from '../../bench/harness/run.ts';
import { type Fault, type Outcome, Skipped } from './harness/fault.ts';
import { describeReport, type FaultReport } from './harness/print-report.ts';

/** In the order in which they are done; each is loaded only when it is asked for. */
const FAULTS: Readonly<Record<string, () => Promise<{ fault: Fault }>>> = {
  'kill-server': () => import('./kill-server.ts'),
  'kill-database': () => import('./kill-database.ts'),
  'kill-both': () => import('./kill-both.ts'),
  'stop-server': () => import('./stop-server.ts'),
  'restart-database': () => import('./restart-database.ts'),
  'exhaust-pool': () => import('./exhaust-pool.ts'),
  'skew-clock': () => import('./skew-clock.ts'),
  'fill-disk': () => import('./fill-disk.ts'),
  'lose-commits': () => import('./lose-commits.ts'),
  'commit-late': () => import('./commit-late.ts'),
  'race-close': () => import('./race-close.ts'),
  recurring: () => import('./recurring.ts'),
};

async function describeUsage(): Promise<string> {
  const lines = ['npm run faults -- [NAME] [--times N] [--json]', ''];
  for (const [name, load] of Object.entries(FAULTS)) lines.push(`  ${name}: ${(await load()).fault.summary}`);
  return lines.join('\n');
}

async function report(name: string, times: number | undefined): Promise<FaultReport> {
  const { fault } = await FAULTS[name]!();
  process.stderr.write(`${name}: ${fault.summary}\n`);
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  try {
    const outcome: Outcome = await runToEnd((run) => fault.provoke(run, times ?? fault.times));
    return { name, verdict: 'passed', outcome, seconds: seconds() };
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof Skipped) return { name, verdict: 'skipped', reason: message, seconds: seconds() };
    process.stderr.write(`${(error as Error).stack}\n`);
    return { name, verdict: 'failed', reason: message, seconds: seconds() };
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { times: { type: 'string' }, json: { type: 'boolean' } },
});
const times = values.times === undefined ? undefined : Number(values.times);
const isUsable = times === undefined || (Number.isInteger(times) && times >= 1 && times <= 1000);
if (!isUsable || positionals.some((name) => !Object.hasOwn(FAULTS, name))) {
  console.error(await describeUsage());
  process.exit(2);
}
const reports: FaultReport[] = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(FAULTS)) {
  reports.push(await report(name, times));
}
console.log(values.json ? JSON.stringify(reports, null, 2) : describeReport(reports));
process.exit(reports.some(({ verdict }) => verdict === 'failed') ? 1 : 0);
