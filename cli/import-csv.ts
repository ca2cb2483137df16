import { readFile } from 'node:fs/promises';
import {
  type CsvImportResult,
  createOperator,
  DATE_FORMATS,
  IMPORT_KINDS,
  ImportError,
  importCsv,
} from '../src/imports/index.ts';
import { isUuid } from '../src/platform/text.ts';
import { chooseWorkspace } from './choose-workspace.ts';
import { CommandError, type RunCommand, readArguments, UsageError } from './command.ts';
import { makeVisible } from './terminal-text.ts';
import { withExistingDatabase } from './with-database.ts';

const SEPARATORS = { comma: ',', semicolon: ';', tab: '\t' } as const;

/** `recount import-csv`: accounts, customers, products or journal entries out of a table. */
export const run: RunCommand = async (args, environment) => {
  const { wanted, path, workspace, json } = readWanted(args);
  const bytes = await readFile(path).catch((error: Error) => {
    throw new CommandError(`The file ${path} cannot be read: ${error.message}`, 2);
  });
  return withExistingDatabase(
    { environment, failure: 'The file could not be imported' },
    async (database, config) => {
      const workspaceId = await chooseWorkspace(database, workspace, config);
      const table = { ...wanted, bytes };
      const operator = createOperator(database, workspaceId, table);
      const { data: result } = await importCsv(operator, table).catch((error) => {
        if (error instanceof ImportError) throw new CommandError(makeVisible(error.message), 2);
        throw error;
      });
      console.log(json ? JSON.stringify(result, null, 2) : describe(result, wanted));
      return result.bad > 0 && !(wanted.skipBad && result.kept) ? 1 : 0;
    },
  );
};

function readWanted(args: string[]) {
  const { values, positionals } = readArguments({
    args,
    allowPositionals: true,
    options: {
      workspace: { type: 'string' },
      map: { type: 'string', multiple: true },
      'dry-run': { type: 'boolean' },
      'skip-bad': { type: 'boolean' },
      again: { type: 'boolean' },
      'date-format': { type: 'string' },
      'decimal-comma': { type: 'boolean' },
      separator: { type: 'string' },
      encoding: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const [name, path, ...more] = positionals;
  const kind = IMPORT_KINDS.find((known) => known === name);
  if (kind === undefined) throw new UsageError(`import-csv must be followed by ${IMPORT_KINDS.join(', ')}.`);
  if (path === undefined || more.length > 0) throw new UsageError('Give one file.');
  const { workspace } = values;
  if (workspace !== undefined && !isUuid(workspace))
    throw new UsageError('--workspace must be the UUID of a workspace.');
  const wanted = {
    kind,
    columns: readMap(values.map ?? []),
    dates: readChoice('date-format', values['date-format'] ?? 'YYYY-MM-DD', DATE_FORMATS),
    decimals: values['decimal-comma'] ? ('comma' as const) : ('point' as const),
    separator: values.separator === undefined ? undefined : readSeparator(values.separator),
    encoding: values.encoding,
    dryRun: values['dry-run'] ?? false,
    skipBad: values['skip-bad'] ?? false,
    again: values.again ?? false,
  };
  return { wanted, path, workspace: workspace?.toLowerCase(), json: values.json };
}

/** `Column=field`, each with a --map of its own, since the name of a column may have a comma in it. */
function readMap(given: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    given.map((pair) => {
      const at = pair.lastIndexOf('=');
      if (at < 1) throw new UsageError('--map must be written "Column=field".');
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
    }),
  );
}

function readSeparator(name: string) {
  return SEPARATORS[readChoice('separator', name, Object.keys(SEPARATORS) as (keyof typeof SEPARATORS)[])];
}

function readChoice<Choice extends string>(option: string, given: string, known: readonly Choice[]): Choice {
  const found = known.find((one) => one === given);
  if (found === undefined) throw new UsageError(`--${option} must be one of ${known.join(', ')}.`);
  return found;
}

function describe(result: CsvImportResult, wanted: { dryRun: boolean; skipBad: boolean }): string {
  const read = result.columns.filter(({ field }) => field !== null);
  const unread = result.columns.filter(({ field }) => field === null);
  const pairs = read.map(({ column, field }) => (column === field ? column : `${column} = ${field}`));
  return [
    `Columns: ${makeVisible(pairs.join(', '))}`,
    ...(unread.length > 0 ? [`Not read: ${makeVisible(unread.map(({ column }) => column).join(', '))}`] : []),
    ...result.problems.map(
      ({ line, column, reason }) =>
        `line ${line}${column === null ? '' : `, ${makeVisible(column)}`}: ${makeVisible(reason)}`,
    ),
    '',
    describeOutcome(result, wanted),
  ].join('\n');
}

function describeOutcome(
  { records, imported, known, bad, kept }: CsvImportResult,
  { dryRun, skipBad }: { dryRun: boolean; skipBad: boolean },
): string {
  const count = (number: number) => number.toLocaleString('en-US');
  const counts = [
    `${count(imported)} of ${count(records)} ${kept ? 'imported' : 'good'}`,
    ...(known > 0 ? [`${count(known)} imported before`] : []),
    ...(bad > 0 ? [`${count(bad)} bad`] : []),
  ].join(', ');
  if (kept) return `${counts}.`;
  if (dryRun) return `${counts}. Nothing was written: this was a dry run.`;
  return `${counts}. Nothing was imported: put the bad ones right${skipBad ? '' : ', or leave them out with --skip-bad'}.`;
}
