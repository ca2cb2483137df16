import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { vi } from 'vitest';
import { CommandError, type RunCommand } from '../../cli/command.ts';
import { type CommandResult, ROOT } from './run-server.ts';
import type { TestDatabase } from './test-database.ts';

/** How a test runs commands on its own database. */
export interface RecountRunner {
  /** In this process, which is quicker: what it prints, and the code that it would end with. */
  run(command: RunCommand, args: readonly string[]): Promise<CommandResult>;
  /** As an operator does: a process of its own, with this on stdin. */
  spawn(args: readonly string[], stdin?: string): Promise<CommandResult>;
}

/**
 * @param secretKey the server key, where commands are to have one
 * @param dataDirectory where commands are to find files
 */
export function createRecountRunner(
  { connection }: Pick<TestDatabase, 'connection'>,
  secretKey?: Buffer,
  dataDirectory?: string,
): RecountRunner {
  const { user, password, host, port, database } = connection;
  const place = new URLSearchParams({ host: String(host), port: String(port) });
  const login = `${user}:${encodeURIComponent(String(password))}`;
  const environment = {
    PATH: process.env.PATH,
    DATABASE_URL: `postgres://${login}@/${database}?${place}`,
    ...(secretKey ? { RECOUNT_SECRET_KEY: secretKey.toString('base64') } : {}),
    ...(dataDirectory ? { RECOUNT_DATA_DIR: dataDirectory } : {}),
  };
  return {
    async run(command, args) {
      const lines: string[] = [];
      const log = vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(line));
      const out = () => lines.map((line) => `${line}\n`).join('');
      try {
        return { code: await command([...args], environment), out: out(), err: '' };
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        return { code: error.exitCode, out: out(), err: `${error.message}\n` };
      } finally {
        log.mockRestore();
      }
    },
    async spawn(args, stdin = '') {
      const cli = join(ROOT, 'cli', 'main.ts');
      const child = spawn(process.execPath, [cli, ...args], { cwd: ROOT, env: environment });
      child.stdin.end(stdin);
      const ended = new Promise<number>((done) => child.once('close', (code) => done(code ?? -1)));
      const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
      return { code, out, err };
    },
  };
}
