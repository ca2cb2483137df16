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

/** An archive as it is read: its head, what stands in it, and in the end how it ended. */
export interface OpenedArchive {
  readonly head: ArchiveHead;
  /** What stands between head and end. The end is checked when all of it was taken. */
  readonly lines: AsyncGenerator<ArchiveLine, ArchiveEnd>;
}

/**
 * Opens an archive and reads its head.
 *
 * @throws ArchiveError where the file is no archive of this format; `lines` throws it where the file was cut off or changed
 */
export async function openArchive(path: string): Promise<OpenedArchive> {
  const texts = readLines(path);
  const first = await texts.next();
  const parsed = first.done ? undefined : archiveHead.safeParse(parseJson(first.value));
  const version = first.done
    ? undefined
    : (parseJson(first.value) as { recountArchive?: unknown })?.recountArchive;
  if (typeof version === 'number' && version !== ARCHIVE_FORMAT)
    throw new ArchiveError(
      `This archive has the format ${version}; this version of Recount reads ${ARCHIVE_FORMAT}.`,
    );
  if (!parsed?.success) throw new ArchiveError('This file is no archive of Recount.');
  return { head: parsed.data, lines: readBody(texts, first.value as string) };
}

async function* readBody(
  texts: AsyncGenerator<string>,
  first: string,
): AsyncGenerator<ArchiveLine, ArchiveEnd> {
  const digest = createDigest();
  digest.update(`${first}\n`);
  const counted = { rows: 0, files: 0 };
  let number = 1;
  for await (const text of texts) {
    number += 1;
    const row = readRowLine(text);
    const other = row ? undefined : parseJson(text);
    const end = archiveEnd.safeParse(other);
    if (end.success) {
      checkEnd(end.data.end, { ...counted, sha256: digest.finish() });
      if (!(await texts.next()).done)
        throw new ArchiveError('Something stands behind the end of the archive.');
      return end.data.end;
    }
    digest.update(`${text}\n`);
    if (row) {
      counted.rows += 1;
      yield { kind: 'row', ...row, number };
      continue;
    }
    const part = filePart.safeParse(other);
    if (!part.success) throw new ArchiveError(`Line ${number} of the archive is none that Recount writes.`);
    if (part.data.part === 1) counted.files += 1;
    yield { kind: 'file', part: part.data, number };
  }
  throw new ArchiveError('The archive is cut off: its last line is missing.');
}

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
    if (length > LONGEST_LINE) throw new ArchiveError('This file is no archive of Recount.');
  }
  // The last line ends too: what follows it was cut off.
  if (length > 0) throw new ArchiveError('The archive is cut off: its last line is missing.');
}
