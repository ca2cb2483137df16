import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Who PostgreSQL runs as. It refuses to run as root. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** "nobody" and "nogroup": there on every Linux, so no user has to be made. */
export const NOBODY: ServerUser = { uid: 65534, gid: 65534 };

/** Whether this process is root, and so must hand PostgreSQL to another user. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Whether the user may enter a folder (or run a file), by its owner, group and mode. */
export function mayEnter(entry: Stats, user: ServerUser): boolean {
  if (entry.uid === user.uid) return (entry.mode & 0o100) !== 0;
  if (entry.gid === user.gid) return (entry.mode & 0o010) !== 0;
  return (entry.mode & 0o001) !== 0;
}

/** The first folder above `path` that the user may not enter, or null when the user can reach `path`. */
export async function findClosedParent(path: string, user: ServerUser): Promise<string | null> {
  const parent = dirname(path);
  if (parent === path) return null;
  const closedAbove = await findClosedParent(parent, user);
  if (closedAbove !== null) return closedAbove;
  return mayEnter(await stat(parent), user) ? null : parent;
}
