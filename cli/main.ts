#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { CommandError, type RunCommand, UsageError } from './command.ts';
import { HELP } from './help.ts';
import { ReaderGone, watchOutput } from './output.ts';

/** Each command is loaded only when it is asked for, so that none waits for the others. */
const COMMANDS: Readonly<Record<string, () => Promise<{ run: RunCommand }>>> = {
  call: () => import('./call.ts'),
  verify: () => import('./verify.ts'),
  export: () => import('./export.ts'),
  import: () => import('./import.ts'),
  'import-csv': () => import('./import-csv.ts'),
  apps: () => import('./apps.ts'),
  people: () => import('./people.ts'),
  'reset-key': () => import('./reset-key.ts'),
  workspaces: () => import('./workspaces.ts'),
  mail: () => import('./mail.ts'),
  feedback: () => import('./feedback.ts'),
  start: () => import('./start.ts'),
};

async function main([name = 'help', ...rest]: string[]): Promise<number> {
  if (name === '--version' || name === '-v') {
    console.log(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version);
    return 0;
  }
  if (['help', '--help', '-h'].includes(name) || rest.includes('--help')) {
    console.log(HELP);
    return 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) throw new UsageError(`There is no command ${name}.`);
  return (await load()).run(rest, process.env);
}

const output = watchOutput();
try {
  process.exitCode = await main(process.argv.slice(2));
  await output.finish();
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  // Where nobody reads on, the code stands that the command itself ended with.
  if (!(error instanceof ReaderGone)) {
    console.error(error.message);
    if (error instanceof UsageError) console.error('`npx recount help` lists what there is.');
    process.exitCode = error.exitCode;
  }
}
