import { createHash } from 'node:crypto';
import { z } from 'zod';

/** The version of the form that an archive has. What another version wrote is refused. */
export const ARCHIVE_FORMAT = 2;

/** The first line: whose books they are, and what reads them. */
export const archiveHead = z.object({
  recountArchive: z.int(),
  workspaceId: z.guid(),
  name: z.string(),
  schema: z.object({ migration: z.string(), sha256: z.string() }),
  /** The head of the chain, signed, and the key to check the signature with. */
  signedHead: z.string(),
  publicKey: z.string(),
  /** Who is named in it: what they need to be known again, and nothing that opens a door. */
  people: z.array(z.object({ id: z.guid(), email: z.string(), name: z.string() })),
  /** Whether the attached files are in it. */
  files: z.boolean(),
});
export type ArchiveHead = z.output<typeof archiveHead>;

/** The last line: how much stands before it, and the SHA-256 of all of that. */
export const archiveEnd = z.object({
  end: z.object({ rows: z.int(), files: z.int(), sha256: z.string() }),
});
export type ArchiveEnd = z.output<typeof archiveEnd>['end'];

/** A line with a row: what `readRowLine` reads. The row is JSON that PostgreSQL wrote and PostgreSQL reads. */
export const writeRowLine = (table: string, row: string): string => `{"table":"${table}","row":${row}}\n`;

const ROW_LINE = /^\{"table":"([a-z_0-9]+)","row":/;

/** The table and the text of the row of such a line; undefined where it is another. */
export function readRowLine(line: string): { readonly table: string; readonly row: string } | undefined {
  const [begin = '', table] = ROW_LINE.exec(line) ?? [];
  return table === undefined ? undefined : { table, row: line.slice(begin.length, -1) };
}

/** A part of an attached file: parts follow each other, so that no line is longer than memory likes. */
export const filePart = z.object({
  file: z.string().regex(/^[0-9a-f]{64}$/),
  part: z.int().positive(),
  of: z.int().positive(),
  base64: z.base64(),
});

export const FILE_PART_BYTES = 768 * 1024;

/** Adds up what goes through: the hash of all lines, and how many they were. */
export function createDigest() {
  const hash = createHash('sha256');
  return {
    update: (piece: string | Buffer): void => void hash.update(piece),
    /** In hex; nothing can be added afterwards. */
    finish: (): string => hash.digest('hex'),
  };
}
