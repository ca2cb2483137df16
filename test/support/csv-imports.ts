import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { run as importCsvCommand } from '../../cli/import-csv.ts';
import { verifyWorkspace } from '../../src/reports/verify/index.ts';
import { createRecountRunner, type RecountRunner } from './run-recount.ts';
import { startTestServer, type TestServer, type TestWorkspace } from './test-server.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests read answers as the JSON they are
export type Data = any;

/** The lines of a file. */
export const lines = (...all: readonly string[]) => `${all.join('\n')}\n`;

/** A server for the tests of a file, into whose workspaces tables are imported by the command. */
export class CsvImports {
  server!: TestServer;
  folder!: string;
  workspace!: TestWorkspace;
  #runner!: RecountRunner;

  async start(): Promise<void> {
    this.server = await startTestServer();
    this.#runner = createRecountRunner(this.server, this.server.secretKey);
    this.folder = await mkdtemp(join(tmpdir(), 'recount-import-csv-'));
  }

  async stop(): Promise<void> {
    await this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** A workspace of its own for each test. */
  async open(): Promise<TestWorkspace> {
    this.workspace = await this.server.addWorkspace();
    return this.workspace;
  }

  async importText(kind: string, text: string | Buffer, ...args: string[]) {
    const path = join(this.folder, 'table.csv');
    await writeFile(path, text);
    return this.#runner.run(importCsvCommand, [
      kind,
      path,
      '--workspace',
      this.workspace.workspaceId,
      ...args,
    ]);
  }

  async importJson(kind: string, text: string | Buffer, ...args: string[]) {
    const { code, out, err } = await this.importText(kind, text, '--json', ...args);
    return { code, err, ...(out === '' ? {} : JSON.parse(out)) };
  }

  async list(path: string, query: Record<string, string> = {}): Promise<Data> {
    const { body } = await this.workspace.strict.get(path, { limit: '100', ...query });
    return body.data;
  }

  async countOf(table: string): Promise<number> {
    const { rows } = await this.server.owner.query(
      `SELECT count(*)::int AS count FROM ${table} WHERE workspace_id = $1`,
      [this.workspace.workspaceId],
    );
    return rows[0].count;
  }

  async proved(): Promise<void> {
    const results = await verifyWorkspace(this.server.database, this.workspace.workspaceId);
    expect(results.filter(({ failureCount }) => failureCount > 0)).toEqual([]);
  }
}

/** Declares a server for the tests of this file. */
export function useCsvImports(): CsvImports {
  const imports = new CsvImports();
  beforeAll(() => imports.start());
  afterAll(() => imports.stop());
  return imports;
}
