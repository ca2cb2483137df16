import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { writeArchive } from '../src/archive/index.ts';
import { createHeadSigner } from '../src/ledger/seals/signed-head.ts';
import { openServerKey } from '../src/partners/index.ts';
import { isUuid } from '../src/platform/text.ts';
import { EXPORT_FORMATS, exportBooks } from '../src/reports/exports/index.ts';
import { openFileStore } from '../src/start/open-files.ts';
import { chooseWorkspace } from './choose-workspace.ts';
import { type RunCommand, readArguments, UsageError } from './command.ts';
import { writeTo } from './output.ts';
import { withExistingDatabase } from './with-database.ts';

const BASES = ['accrual', 'cash'] as const;

/** The format that `recount import` reads. */
const ARCHIVE = 'json';

/** `recount export`: all of a workspace as an archive, or its journal for another accounting program, or as a table. */
export const run: RunCommand = async (args, environment) => {
  const { values } = readArguments({
    args,
    options: {
      format: { type: 'string' },
      workspace: { type: 'string' },
      basis: { type: 'string' },
      out: { type: 'string' },
      'without-files': { type: 'boolean' },
    },
  });
  const { format, workspace, out } = values;
  const formats = [ARCHIVE, ...EXPORT_FORMATS];
  if (format === undefined || !formats.includes(format))
    throw new UsageError(`--format must be one of ${formats.join(', ')}.`);
  if (format === ARCHIVE && values.basis !== undefined)
    throw new UsageError('--basis is of the other formats: an archive has both books.');
  if (format !== ARCHIVE && values['without-files'])
    throw new UsageError('--without-files is of --format json: no other format has files.');
  if (workspace !== undefined && !isUuid(workspace))
    throw new UsageError('--workspace must be the UUID of a workspace.');
  const basis = BASES.find((known) => known === values.basis);
  if (values.basis !== undefined && basis === undefined)
    throw new UsageError(`--basis must be one of ${BASES.join(', ')}.`);
  return withExistingDatabase(
    { environment, failure: 'The books could not be exported' },
    async (database, config, onStop) => {
      const workspaceId = await chooseWorkspace(database, workspace?.toLowerCase(), config);
      const signer = createHeadSigner(await openServerKey(database, config));
      const files = values['without-files'] ? undefined : await openFileStore(config, onStop);
      const write = (stream: Writable) => {
        const put = (text: string) => writeTo(stream, text);
        return format === ARCHIVE
          ? writeArchive(database, { workspaceId, signer, files }, put)
          : exportBooks(database, { workspaceId, format, basis, signer }, put);
      };
      await (out === undefined ? write(process.stdout) : writeFile(out, write));
      return 0;
    },
  );
};

/** Writes beside the file and then puts it in its place, so that nobody finds half an export there. */
async function writeFile(path: string, write: (stream: Writable) => Promise<void>): Promise<void> {
  const unfinished = `${path}.unfinished`;
  const stream = createWriteStream(unfinished, { mode: 0o600 });
  try {
    await once(stream, 'open');
    // Each write tells it too.
    stream.on('error', () => {});
    await write(stream);
    stream.end();
    await once(stream, 'close');
    await rename(unfinished, path);
  } catch (error) {
    stream.destroy();
    await rm(unfinished, { force: true });
    throw error;
  }
}
