import { createReadStream } from 'node:fs';
import type { z } from 'zod';
import {
  ARCHIVE_FORMAT,
  type ArchiveEnd,
  type ArchiveHead,
  archiveEnd,
  archiveHead,
  createDigest,
  filePart,
  readRowLine,
} from './archive-format.ts';

/** No line is longer than this: not that of the longest row, and not that of a part of a file. */
const LONGEST_LINE = 128 * 1024 * 1024;
const NEWLINE = 0x0a;

/** Why an archive cannot be imported, in one sentence for people. */
export class ArchiveError extends Error {}

export type ArchiveLine =
  | { readonly kind: 'row'; readonly table: string; readonly row: string; readonly number: number }
  | { readonly kind: 'file'; readonly number: number; readonly part: z.output<typeof filePart> };

/**
 * Reads the head of an archive.
 *
 * @throws ArchiveError where the file is no archive of this format
 */
export async function readArchiveHead(path: string): Promise<ArchiveHead> {
  for await (const text of readLines(path)) return toHead(text);
  throw new ArchiveError(NO_ARCHIVE);
}

const NO_ARCHIVE = 'This file is no archive of Recount.';

function toHead(text: string): ArchiveHead {
  const read = parseJson(text);
  const version = (read as { recountArchive?: unknown } | undefined)?.recountArchive;
  if (typeof version === 'number' && version !== ARCHIVE_FORMAT)
    throw new ArchiveError(
      `This archive has the format ${version}; this version of Recount reads ${ARCHIVE_FORMAT}.`,
    );
  const head = archiveHead.safeParse(read);
  if (!head.success) throw new ArchiveError(NO_ARCHIVE);
  return head.data;
}

/**
 * Reads an archive from its head to its end, one line in memory at a time.
 *
 * @param take is given each line between head and end; the next is read when it is done
 * @throws ArchiveError where the file was cut off or changed, which shows at its end, or holds what no archive holds
 */
export async function readArchive(
  path: string,
  take: (line: ArchiveLine) => Promise<void> | void,
): Promise<ArchiveEnd> {
  const digest = createDigest();
  const found = { rows: 0, files: 0 };
  let number = 0;
  let end: ArchiveEnd | undefined;
  for await (const text of readLines(path)) {
    number += 1;
    if (end) throw new ArchiveError('Something stands behind the end of the archive.');
    const row = readRowLine(text);
    const other = row ? undefined : parseJson(text);
    const ended = archiveEnd.safeParse(other);
    if (ended.success) {
      end = ended.data.end;
      checkEnd(end, { ...found, sha256: digest.finish() });
      continue;
    }
    digest.update(`${text}\n`);
    if (row) {
      found.rows += 1;
      await take({ kind: 'row', ...row, number });
    } else if (number > 1) {
      const part = filePart.safeParse(other);
      if (!part.success) throw new ArchiveError(`Line ${number} of the archive is none that Recount writes.`);
      if (part.data.part === 1) found.files += 1;
      await take({ kind: 'file', part: part.data, number });
    }
  }
  if (!end) throw new ArchiveError(CUT_OFF);
  return end;
}

const CUT_OFF = 'The archive is cut off: its last line is missing.';

function checkEnd(said: ArchiveEnd, found: ArchiveEnd): void {
  if (said.sha256 !== found.sha256 || said.rows !== found.rows || said.files !== found.files)
    throw new ArchiveError('The archive was changed since it was written: its hash is another.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The lines of a file, which end in LF and in nothing else: U+2028 may stand in JSON, and node:readline splits there. */
async function* readLines(path: string): AsyncGenerator<string> {
  let pieces: Buffer[] = [];
  let length = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      yield Buffer.concat([...pieces, chunk.subarray(start, end)]).toString('utf8');
      pieces = [];
      length = 0;
      start = end + 1;
    }
    pieces.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > LONGEST_LINE) throw new ArchiveError(NO_ARCHIVE);
  }
  // The last line ends too: what follows it was cut off.
  if (length > 0) throw new ArchiveError(CUT_OFF);
}
