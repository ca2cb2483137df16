import { selectChainState } from '../ledger/seals/chain-heads.store.ts';
import type { HeadSigner } from '../ledger/seals/signed-head.ts';
import type { Database } from '../platform/database/database.ts';
import type { Transaction } from '../platform/database/transaction.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import { readCatalogue, selectFileHashes, selectNamedPeople, selectRows } from './archive-catalogue.store.ts';
import {
  ARCHIVE_FORMAT,
  type ArchiveEnd,
  type ArchiveHead,
  createDigest,
  FILE_PART_BYTES,
  writeRowLine,
} from './archive-format.ts';

/** What is read at once, and so held in memory: rows, and of long rows about so many characters. */
const MOST_ROWS = 500;
const MOST_CHARACTERS = 4 * 1024 * 1024;

interface WriteOptions {
  readonly workspaceId: string;
  readonly signer: HeadSigner;
  /** Where attached files are; without it they are left out. */
  readonly files?: FileStore | undefined;
}

/**
 * Writes all of a workspace, from one snapshot: a line for its head, one for each row, for each part of an attached file, and
 * one that ends it. The same books give the same bytes, but for who signed the head.
 *
 * @param write takes the text piece by piece; the next is made when it is done
 * @throws RangeError where a file that an attachment stands for is not there
 */
export function writeArchive(
  database: Database,
  { workspaceId, signer, files }: WriteOptions,
  write: (text: string) => Promise<void>,
): Promise<void> {
  return database.read(workspaceId, async (transaction) => {
    const digest = createDigest();
    const put = (text: string) => {
      digest.update(text);
      return write(text);
    };
    // Instants are told alike wherever the server stands.
    await transaction.query(`SET LOCAL TimeZone = 'UTC'`);
    const { schema, tables } = await readCatalogue(transaction);
    const head = await selectHead(transaction, workspaceId, signer);
    await put(toLine({ recountArchive: ARCHIVE_FORMAT, ...head, schema, files: files !== undefined }));
    let rows = 0;
    for (const table of tables) {
      for await (const batch of readBatches(transaction, selectRows(table, workspaceId))) {
        rows += batch.length;
        await put(batch.map((row) => writeRowLine(table.name, row)).join(''));
      }
    }
    const written = files ? await writeFiles(transaction, workspaceId, files, put) : 0;
    const end: ArchiveEnd = { rows, files: written, sha256: digest.finish() };
    await write(toLine({ end }));
  });
}

const toLine = (value: object): string => `${JSON.stringify(value)}\n`;

async function selectHead(
  transaction: Transaction,
  workspaceId: string,
  signer: HeadSigner,
): Promise<Pick<ArchiveHead, 'workspaceId' | 'name' | 'signedHead' | 'publicKey' | 'people'>> {
  const [workspace] = await transaction.query<{ name: string }>('SELECT name FROM workspace WHERE id = $1', [
    workspaceId,
  ]);
  const signedHead = signer.sign(await selectChainState(transaction, workspaceId));
  const people = await selectNamedPeople(transaction, workspaceId);
  return { workspaceId, name: workspace!.name, signedHead, publicKey: signer.publicKey, people };
}

async function* readBatches(transaction: Transaction, select: string): AsyncGenerator<readonly string[]> {
  await transaction.query(`DECLARE archived NO SCROLL CURSOR FOR ${select}`);
  for (let count = 1; ; ) {
    const batch = await transaction.query<{ row: string }>(`FETCH ${count} FROM archived`);
    if (batch.length === 0) break;
    yield batch.map(({ row }) => row);
    const longest = Math.max(...batch.map(({ row }) => row.length));
    count = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_CHARACTERS / longest)));
  }
  await transaction.query('CLOSE archived');
}

async function writeFiles(
  transaction: Transaction,
  workspaceId: string,
  files: FileStore,
  put: (text: string) => Promise<void>,
): Promise<number> {
  const hashes = await selectFileHashes(transaction, workspaceId);
  for (const sha256 of hashes) {
    const bytes = await files.get(workspaceId, sha256);
    if (bytes === undefined) throw new RangeError(missingFile(sha256));
    const of = Math.ceil(bytes.length / FILE_PART_BYTES);
    for (let part = 1; part <= of; part += 1) {
      const piece = bytes.subarray((part - 1) * FILE_PART_BYTES, part * FILE_PART_BYTES);
      await put(toLine({ file: sha256, part, of, base64: piece.toString('base64') }));
    }
  }
  return hashes.length;
}

function missingFile(sha256: string): string {
  return `The attached file ${sha256} is missing: put it back, or leave all of them out with --without-files.`;
}
