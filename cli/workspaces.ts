import { createWorkspace } from '../src/ledger/workspaces/create-workspace.ts';
import { listWorkspaces, type WorkspaceRecord } from '../src/ledger/workspaces/list-workspaces.ts';
import type { Database } from '../src/platform/database/database.ts';
import { type RunCommand, readArguments, runSubcommand, UsageError } from './command.ts';
import { describeFields, printRecord } from './print-record.ts';
import { alignColumns, isVisible, makeVisible } from './terminal-text.ts';
import { withExistingDatabase } from './with-database.ts';

const LONGEST_NAME = 255;

/** `recount workspaces`: the sets of books of a server. */
export const run: RunCommand = (args, environment) =>
  runSubcommand('workspaces', { create, list }, args, environment);

const open = (environment: NodeJS.ProcessEnv, work: (database: Database) => Promise<number>) =>
  withExistingDatabase({ environment, failure: 'The workspaces could not be reached' }, work);

const create: RunCommand = async (args, environment) => {
  const { values } = readArguments({
    args,
    options: {
      name: { type: 'string' },
      currency: { type: 'string' },
      'time-zone': { type: 'string' },
      country: { type: 'string' },
      'fiscal-year-start-month': { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const { name = '', currency, country } = values;
  if (name.trim() === '' || name.length > LONGEST_NAME || !isVisible(name))
    throw new UsageError(`--name is required: 1 to ${LONGEST_NAME} visible characters.`);
  if (currency === undefined) throw new UsageError('--currency is required, as in --currency USD.');
  if (country !== undefined && !/^[a-z]{2}$/i.test(country))
    throw new UsageError('--country must be a code of two letters, as in --country US.');
  const timeZone = values['time-zone'];
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw new UsageError('--time-zone must be a name of IANA, as in --time-zone America/Chicago.');
  const wanted = {
    name: name.trim(),
    currency: currency.toUpperCase(),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(country === undefined ? {} : { country: country.toUpperCase() }),
    fiscalYearStartMonth: readMonth(values['fiscal-year-start-month']),
  };
  return open(environment, async (database) => {
    const id = await createWorkspace(database, wanted);
    const workspace = (await listWorkspaces(database)).find((each) => each.id === id)!;
    printRecord(workspace, values.json, describeWorkspace);
    return 0;
  });
};

const list: RunCommand = async (args, environment) => {
  const { values } = readArguments({ args, options: { json: { type: 'boolean' } } });
  return open(environment, async (database) => {
    printRecord(await listWorkspaces(database), values.json, describeWorkspaces);
    return 0;
  });
};

function readMonth(text = '1'): number {
  const month = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (month < 1 || month > 12)
    throw new UsageError('--fiscal-year-start-month must be a whole number from 1 to 12.');
  return month;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function describeWorkspace({ id, name, currency, timeZone }: WorkspaceRecord): string {
  return [
    describeFields([
      ['Name', makeVisible(name)],
      ['ID', id],
      ['Currency', currency],
      ['Time zone', timeZone],
    ]),
    'Nobody is in it yet: recount people create, or people add, lets somebody in.',
  ].join('\n\n');
}

function describeWorkspaces(workspaces: readonly WorkspaceRecord[]): string {
  if (workspaces.length === 0) return 'There is no workspace yet: recount workspaces create makes one.';
  return alignColumns([
    ['ID', 'Currency', 'Name'],
    ...workspaces.map(({ id, currency, name, sandbox }) => [
      id,
      currency,
      `${makeVisible(name)}${sandbox ? ' (sandbox)' : ''}`,
    ]),
  ]);
}
