import { readFile } from 'node:fs/promises';
import type { Config } from '../src/config.ts';
import { nameDemoFile } from '../src/demo/demo-file.ts';
import { listWorkspaces } from '../src/ledger/workspaces/list-workspaces.ts';
import type { Database } from '../src/platform/database/database.ts';
import { CommandError, UsageError } from './command.ts';

/** The one that is named; else the only one there is, else the demo's. */
export async function chooseWorkspace(
  database: Database,
  wanted: string | undefined,
  config: Config,
): Promise<string> {
  const workspaces = await listWorkspaces(database);
  if (wanted !== undefined) {
    if (workspaces.some(({ id }) => id === wanted)) return wanted;
    throw new CommandError('There is no such workspace: recount workspaces list shows those there are.', 2);
  }
  const [only, ...others] = workspaces;
  if (only === undefined) throw new CommandError('There is no workspace yet, so there are no books.', 2);
  if (others.length === 0) return only.id;
  const demo = await readFile(nameDemoFile(config.dataDirectory), 'utf8').then(JSON.parse, () => undefined);
  if (workspaces.some(({ id }) => id === demo?.workspaceId)) return demo.workspaceId;
  throw new UsageError('There is more than one workspace: name one with --workspace.');
}
