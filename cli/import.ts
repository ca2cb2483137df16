import { stat } from 'node:fs/promises';
import { ArchiveError, type ImportedWorkspace, importArchive } from '../src/archive/index.ts';
import { openFileStore } from '../src/start/open-files.ts';
import { CommandError, type RunCommand, readArguments, readOnly, UsageError } from './command.ts';
import { printRecord } from './print-record.ts';
import { isVisible, makeVisible } from './terminal-text.ts';
import { withExistingDatabase } from './with-database.ts';

const LONGEST_NAME = 255;

/** `recount import`: makes a workspace out of an archive that `recount export --format json` wrote. */
export const run: RunCommand = async (args, environment) => {
  const { values, positionals } = readArguments({
    args,
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      'keep-mail': { type: 'boolean' },
      json: { type: 'boolean' },
    },
  });
  const path = readOnly(positionals, 'file');
  const name = values.name?.trim();
  if (name !== undefined && (name === '' || name.length > LONGEST_NAME || !isVisible(name)))
    throw new UsageError(`--name must have 1 to ${LONGEST_NAME} visible characters.`);
  if (!(await stat(path).catch(() => undefined))?.isFile())
    throw new CommandError(`There is no file ${path}.`, 2);
  return withExistingDatabase(
    { environment, failure: 'The archive could not be imported' },
    async (database, config, onStop) => {
      const files = await openFileStore(config, onStop);
      const imported = await importArchive(database, {
        path,
        name,
        keepMail: values['keep-mail'],
        files,
      }).catch((error) => {
        if (error instanceof ArchiveError) throw new CommandError(makeVisible(error.message));
        throw error;
      });
      const { workspaceId, rows, files: fileCount, proofs } = imported;
      const record = { workspaceId, name: imported.name, rows, files: fileCount, proofs };
      printRecord(record, values.json, () => describeImport(imported));
      return 0;
    },
  );
};

function describeImport({ workspaceId, name, rows, files, withFiles, proofs }: ImportedWorkspace): string {
  const attached = withFiles
    ? `${count(files, 'attached file')}`
    : 'no attached files: put those of the old server where this one keeps its own';
  return [
    `${makeVisible(name)}  ${workspaceId}`,
    `Imported ${count(rows, 'row')} and ${attached}. Every proof holds: ${proofs.length}.`,
    '',
    'People and apps are not in an archive. Nobody can sign in to it before you say who:',
    `  npx recount people create --email EMAIL --name NAME --workspace ${workspaceId}`,
    `  npx recount people add EMAIL --workspace ${workspaceId}`,
  ].join('\n');
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en-US')} ${what}${number === 1 ? '' : 's'}`;
}
