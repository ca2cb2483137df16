import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder of the repository. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** What our own variables say must come from the test alone. */
function environmentOf(variables: Record<string, string>): NodeJS.ProcessEnv {
  const ours = /^(PORT|HOST|RECOUNT_|DATABASE_|LOG_LEVEL|SMTP_URL)/;
  const others = Object.entries(process.env).filter(([name]) => !ours.test(name));
  return { ...Object.fromEntries(others), ...variables };
}

/** A server in a process of its own. */
export interface ServerRun {
  readonly child: ChildProcess;
  /** All that it printed so far, on both streams. */
  said(): string;
  /** The exit code, once it has ended. */
  readonly ended: Promise<number | null>;
}

/** Starts `node src/main.ts` as a process of its own and waits until it listens, or has ended. */
export async function runServer(variables: Record<string, string>): Promise<ServerRun> {
  const child = spawn(process.execPath, [join(ROOT, 'src', 'main.ts')], {
    cwd: ROOT,
    env: environmentOf(variables),
  });
  let said = '';
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const listening = new Promise<void>((done) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        said += text;
        if (said.includes('is running')) done();
      });
    }
  });
  await Promise.race([listening, ended]);
  return { child, said: () => said, ended };
}

/** What a program printed, and how it ended. */
export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program, in the repository's folder unless another is named. */
export function runCommand(
  program: string,
  args: string[],
  variables: Record<string, string> = {},
  folder: string = ROOT,
): Promise<CommandResult> {
  return new Promise((done) => {
    execFile(program, args, { cwd: folder, env: environmentOf(variables) }, (error, out, err) => {
      done({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

/** Reads a file of JSON. */
export async function readJson(path: string) {
  return JSON.parse(await readFile(path, 'utf8'));
}
