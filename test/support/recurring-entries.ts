import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from 'vitest';
import { makeDueEntries } from '../../src/ledger/journal-entries/recurring/index.ts';
import { verifyWorkspace } from '../../src/reports/verify/index.ts';
import { accountIds } from './post-entry.ts';
import { startTestServer, type TestServer, type TestWorkspace } from './test-server.ts';

export const TEMPLATES = '/recurring-journal-entry-templates';

// biome-ignore lint/suspicious/noExplicitAny: tests read answers as the JSON they are
type Data = any;

/** A workspace whose clock can be moved, in which a template is to post. */
export interface RecurringSandbox {
  readonly workspace: TestWorkspace;
  readonly today: string;
  /** Balanced lines of 100.00. */
  readonly lines: readonly object[];
  /** An account of the workspace by its number. */
  id(number: string): string;
  /** Creates a template that is active, and answers it. */
  create(changes: Record<string, unknown>): Promise<Data>;
  read(templateId: string): Promise<Data>;
  /** What became of its dates, the newest first. */
  runsOf(templateId: string): Promise<Data[]>;
  /** The entries written by hand or by templates, the oldest first. */
  entries(): Promise<Data[]>;
  dates(): Promise<string[]>;
  advance(days: number): Promise<unknown>;
  /** As if the books had been closed while the server was down. */
  close(closedThrough: string | null): Promise<unknown>;
  /** Holds all proofs against the workspace. */
  prove(): Promise<void>;
}

/** A server for the tests of a file, whose templates post when they are told to and in the background. */
export interface RecurringEntries {
  readonly server: TestServer;
  open(): Promise<RecurringSandbox>;
  /** Makes all that is due; what the server's own background work is at is waited for. */
  make(): Promise<void>;
}

/** Has a server of its own for the tests of the file that calls it. */
export function useRecurringEntries(): RecurringEntries {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ sandbox: true });
  });
  afterAll(() => server.close());
  return {
    get server() {
      return server;
    },
    open: () => openSandbox(server),
    make: () => makeAll(server),
  };
}

async function makeAll({ database, owner }: TestServer): Promise<void> {
  const errors: Error[] = [];
  const signal = new AbortController().signal;
  for (;;) {
    await makeDueEntries({ database, signal, onMade: () => {}, onError: (error) => errors.push(error) });
    const { rows } = await owner.query('SELECT FROM recurring_due WHERE due_at <= clock_timestamp()');
    if (rows.length === 0) break;
    await sleep(20);
  }
  expect(errors).toEqual([]);
}

async function openSandbox(server: TestServer): Promise<RecurringSandbox> {
  const workspace = await server.addWorkspace({ sandbox: true });
  const { strict, workspaceId } = workspace;
  const ids = await accountIds(server.database, workspaceId);
  const id = (number: string) => ids.get(number)!;
  const { body } = await strict.get('/test-clock');
  const lines = [
    { accountUuid: id('6700'), amountDebit: '100.00', descriptionLine: 'Dump truck' },
    { accountUuid: id('1590'), amountCredit: '100.00' },
  ];
  const entries = () => listEntries(workspace);
  return {
    workspace,
    today: body.data.today,
    lines,
    id,
    async create(changes) {
      const standard = {
        descriptionEntry: 'Depreciation',
        recurrencePattern: 'monthly',
        isDraft: false,
        lines,
      };
      const created = await strict.post(TEMPLATES, { ...standard, ...changes });
      expect(created.status, JSON.stringify(created.body)).toBe(201);
      return created.body.data;
    },
    read: async (templateId) => (await strict.get(`${TEMPLATES}/${templateId}`)).body.data,
    runsOf: async (templateId) => (await strict.get(`${TEMPLATES}/${templateId}/runs`)).body.data.runs,
    entries,
    dates: async () => (await entries()).map(({ date }) => date),
    advance: (days) => strict.post('/test-clock', { advance: days }),
    close: (closedThrough) =>
      server.owner.query('UPDATE books SET closed_through = $2 WHERE workspace_id = $1', [
        workspaceId,
        closedThrough,
      ]),
    async prove() {
      const proofs = await verifyWorkspace(server.database, workspaceId);
      expect(proofs.filter(({ failureCount }) => failureCount > 0)).toEqual([]);
    },
  };
}

async function listEntries({ strict }: TestWorkspace): Promise<Data[]> {
  const entries: Data[] = [];
  for (let page = 1; ; page += 1) {
    const query = { source: 'journal', limit: '100', page: String(page) };
    const { body } = await strict.get('/journal-entries', query);
    entries.unshift(...body.data.journalEntries.toReversed());
    if (page >= body.data.totalPages) return entries;
  }
}
