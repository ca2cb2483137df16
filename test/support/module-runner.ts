import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** One Node that runs many programs, one after the other: a process for each costs half a second of the processor. */
export interface ModuleRunner {
  /** Runs the program of a file, once, and answers as its own process would. */
  run(path: string): Promise<{ readonly code: number; readonly out: string; readonly err: string }>;
  stop(): Promise<void>;
}

const PROGRAM = `
import { createInterface } from 'node:readline';
import { format } from 'node:util';
for await (const path of createInterface({ input: process.stdin })) {
  let out = '';
  let err = '';
  console.log = (...texts) => void (out += format(...texts) + '\\n');
  console.error = (...texts) => void (err += format(...texts) + '\\n');
  try {
    await import(path);
  } catch (error) {
    process.exitCode = 1;
    err += error.stack;
  }
  process.stdout.write(JSON.stringify({ code: process.exitCode ?? 0, out, err }) + '\\n');
  process.exitCode = undefined;
}
`;

/** Starts a Node with this environment, in a folder. */
export function startModuleRunner(folder: string, env: NodeJS.ProcessEnv): ModuleRunner {
  const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    env,
    cwd: folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const answers = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  return {
    async run(path) {
      child.stdin!.write(`${path}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`${path} ended the process that ran it`);
      return JSON.parse(value);
    },
    async stop() {
      child.stdin!.end();
      await ended;
    },
  };
}
