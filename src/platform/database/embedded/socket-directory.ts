import { chmod, lchown, lstat, mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { type ClusterHome, makeSharedFolder, nameSharedFolder } from './cluster-home.ts';

/** The port in a socket's name; nothing listens on it. */
export const SOCKET_PORT = 5432;

/** What the system's sockaddr_un holds, without the closing NUL. */
const LONGEST_SOCKET_PATH = process.platform === 'linux' ? 107 : 103;

/**
 * Makes the folder for the database's socket: beside the cluster, or under a short path when that one is too long or
 * its file system has no sockets. Mode 700, owned by the server's user.
 * @returns null where no socket can be made at all: use the loopback interface
 * @throws when the only possible folder belongs to somebody else
 */
export async function makeSocketDirectory(home: ClusterHome): Promise<string | null> {
  const beside = nameDirectoryBeside(home);
  if (fits(beside) && (await makeOwnFolder(beside, home)) && (await canListen(beside))) return beside;
  const short = await nameShortDirectory(home);
  if (fits(short) && (await makeOwnFolder(short, home)) && (await canListen(short))) return short;
  return null;
}

/** Whether a server's host is a socket folder outside the data directory. */
export function isShortDirectory(home: ClusterHome, host: string): boolean {
  return isAbsolute(host) && host !== nameDirectoryBeside(home);
}

/** A free port of the loopback interface, for where there are no sockets. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, fail) => server.once('error', fail).listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('No free port on 127.0.0.1.');
  return address.port;
}

function nameDirectoryBeside(home: ClusterHome): string {
  return join(home.folder, 'socket');
}

function fits(directory: string): boolean {
  return Buffer.byteLength(`${directory}/.s.PGSQL.${SOCKET_PORT}`) <= LONGEST_SOCKET_PATH;
}

async function nameShortDirectory(home: ClusterHome): Promise<string> {
  if (home.user !== null) {
    const shared = nameSharedFolder(home.key);
    await makeSharedFolder(shared, home.user);
    return join(shared, 's');
  }
  const name = `recount-${process.getuid?.()}-${home.key}`;
  const runtime = process.env.XDG_RUNTIME_DIR;
  if (runtime && fits(join(runtime, name)) && (await lstat(runtime).catch(() => null)))
    return join(runtime, name);
  const temporary = join(tmpdir(), name);
  return fits(temporary) ? temporary : join('/tmp', name);
}

/** The folder may lie in a world-writable one, so whose it is gets checked, not assumed. */
async function makeOwnFolder(path: string, home: ClusterHome): Promise<true> {
  await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const folder = await lstat(path);
  const owners = [process.getuid?.(), home.user?.uid];
  if (!folder.isDirectory() || !owners.includes(folder.uid)) {
    throw new Error(`${path}, where the database's socket belongs, is not a folder of this user: remove it.`);
  }
  if (home.user !== null) await lchown(path, home.user.uid, home.user.gid);
  await chmod(path, 0o700);
  return true;
}

/** Folders shared into a virtual machine or container may have no sockets: only trying tells. */
async function canListen(directory: string): Promise<boolean> {
  const server = createServer();
  return await new Promise((done) => {
    server.once('error', () => done(false));
    server.listen(join(directory, '.try'), () => server.close(() => done(true)));
  });
}
