import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What one of the demo's partner apps is used with. */
export interface DemoCredentials {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly email: string;
  /** Empty once it was changed: the server does not know the new one. */
  readonly password: string;
  readonly validation: 'strict' | 'lenient';
}

/** `<data dir>/demo.json`: the strict app, and beside it the lenient one of the same workspace. */
export interface DemoFile extends DemoCredentials {
  readonly lenient: DemoCredentials;
}

/** The path of demo.json. */
export function nameDemoFile(dataDirectory: string): string {
  return join(dataDirectory, 'demo.json');
}

/**
 * Reads demo.json.
 *
 * @returns undefined where there is none, or one that says nothing
 */
export async function readDemoFile(dataDirectory: string): Promise<DemoFile | undefined> {
  try {
    const content = JSON.parse(await readFile(nameDemoFile(dataDirectory), 'utf8')) as DemoFile | null;
    return content?.workspaceId && content.lenient ? content : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Replaces demo.json in one step, readable by its owner alone. Not asynchronous, so that it can happen in the moment in
 * which the server begins to listen: whoever gets an answer finds the file, and whoever finds it gets an answer.
 */
export function writeDemoFile(dataDirectory: string, content: DemoFile): void {
  mkdirSync(dataDirectory, { recursive: true });
  const path = nameDemoFile(dataDirectory);
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeSync(file, `${JSON.stringify(content, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}
