import { parseArgs } from 'node:util';
import type { Comparison } from './harness/comparison.ts';
import { describeResult } from './harness/print-result.ts';
import { runToEnd } from './harness/run.ts';

/** Each comparison is loaded only when it is asked for. */
const COMPARISONS: Readonly<Record<string, () => Promise<{ comparison: Comparison }>>> = {
  invoices: () => import('./invoices.ts'),
  reports: () => import('./reports.ts'),
  reads: () => import('./reads.ts'),
  import: () => import('./import.ts'),
  memory: () => import('./memory.ts'),
  signature: () => import('./signature.ts'),
  start: () => import('./start.ts'),
};

async function describeUsage(): Promise<string> {
  const lines = ['npm run bench -- NAME [--json] [options]', ''];
  for (const [name, load] of Object.entries(COMPARISONS)) {
    const { summary, options } = (await load()).comparison;
    lines.push(`  ${name}: ${summary}`);
    for (const [option, { meaning }] of Object.entries(options)) lines.push(`      --${option}  ${meaning}`);
  }
  return lines.join('\n');
}

async function readOptions({ options }: Comparison) {
  try {
    return parseArgs({ args, options: { json: { type: 'boolean' }, ...options } });
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${await describeUsage()}`);
    return process.exit(2);
  }
}

const [name = '', ...args] = process.argv.slice(2);
const load = Object.hasOwn(COMPARISONS, name) ? COMPARISONS[name] : undefined;
if (!load) {
  console.error(await describeUsage());
  process.exit(2);
}
const { comparison } = await load();
const { values } = await readOptions(comparison);
const result = await runToEnd((run) => comparison.compare(run, values));
console.log(values.json ? JSON.stringify({ comparison: name, ...result }, null, 2) : describeResult(result));
