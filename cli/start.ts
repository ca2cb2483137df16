import type { RunCommand } from './command.ts';
import { UsageError } from './command.ts';

/** `recount start`: the server, until it is stopped. */
export const run: RunCommand = async (args) => {
  if (args.length > 0)
    throw new UsageError('start takes no arguments: it is configured by environment variables.');
  await import('../src/main.ts');
  return 0;
};
