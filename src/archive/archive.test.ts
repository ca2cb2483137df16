import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run as exportCommand } from '../../cli/export.ts';
import { run as importCommand } from '../../cli/import.ts';
import { createRecountRunner, type RecountRunner } from '../../test/support/run-recount.ts';
import { invoiceBody } from '../../test/support/sales-fixtures.ts';
import { sealAll } from '../../test/support/seal-all.ts';
import { createSignedClient } from '../../test/support/signed-client.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../test/support/test-server.ts';
import { openWholeBooks, type WholeBooks } from '../../test/support/whole-books.ts';
import { createHeadSigner } from '../ledger/seals/signed-head.ts';
import { addMember, createPerson, issueTokenFamily } from '../partners/index.ts';
import { createDiskStore } from '../platform/files/disk-store.ts';
import { verifyWorkspace } from '../reports/verify/index.ts';
import { readCatalogue } from './archive-catalogue.store.ts';
import { ARCHIVED_TABLES, TABLES_LEFT_OUT } from './archived-tables.ts';
import { importArchive, writeArchive } from './index.ts';

let books: WholeBooks;
let fresh: TestServer;
let folder: string;
let archive: string;
let text: string;
const runners = new Map<TestServer, RecountRunner>();

beforeAll(async () => {
  [books, fresh, folder] = await Promise.all([
    openWholeBooks(),
    startTestServer(),
    mkdtemp(join(tmpdir(), 'recount-archive-')),
  ]);
  for (const server of [books.server, fresh]) {
    // The commands find the files of the server, which stand under `files` in their data directory.
    const directory = await mkdtemp(join(folder, 'data-'));
    runners.set(server, createRecountRunner(server, server.secretKey, directory));
    await linkFiles(directory, server);
  }
  archive = join(folder, 'whole.json');
  const { workspaceId } = books.server;
  const result = await run(
    books.server,
    'export',
    '--format',
    'json',
    '--workspace',
    workspaceId,
    '--out',
    archive,
  );
  expect(result).toEqual({ code: 0, out: '', err: '' });
  text = await readFile(archive, 'utf8');
}, 60_000);
afterAll(async () => {
  await books.close();
  await fresh.close();
  await rm(folder, { recursive: true, force: true });
});

async function linkFiles(directory: string, { filesDirectory }: TestServer): Promise<void> {
  await symlink(filesDirectory, join(directory, 'files'));
}

const COMMANDS = { export: exportCommand, import: importCommand };
const run = (server: TestServer, command: keyof typeof COMMANDS, ...args: string[]) =>
  runners.get(server)!.run(COMMANDS[command], args);

async function exportText(server: TestServer, workspaceId: string, withFiles = true): Promise<string> {
  const pieces: string[] = [];
  const files = withFiles ? createDiskStore(server.filesDirectory) : undefined;
  const signer = createHeadSigner(server.secretKey);
  await writeArchive(
    server.database,
    { workspaceId, signer, files },
    async (piece) => void pieces.push(piece),
  );
  return pieces.join('');
}

/** What stands between the head, which is signed, and the end, whose hash covers it. */
const body = (whole: string) => whole.split('\n').slice(1, -2);
const rowsOf = (whole: string, table: string) =>
  body(whole)
    .filter((line) => line.startsWith(`{"table":"${table}"`))
    .map((line) => JSON.parse(line).row);

/** An archive whose lines were changed by somebody who then made its hash fit again. */
function forge(change: (lines: string[]) => readonly string[]): string {
  const lines = change(text.split('\n').slice(0, -2));
  const content = lines.map((line) => `${line}\n`).join('');
  const rows = lines.filter((line) => line.startsWith('{"table"')).length;
  const files = lines.filter((line) => line.startsWith('{"file"') && line.includes('"part":1,')).length;
  const sha256 = createHash('sha256').update(content).digest('hex');
  return `${content}${JSON.stringify({ end: { rows, files, sha256 } })}\n`;
}

async function importText(changed: string, ...args: string[]) {
  const path = join(folder, 'changed.json');
  await writeFile(path, changed);
  return run(fresh, 'import', path, ...args);
}

async function nothingIsLeft(): Promise<void> {
  const { rows } = await fresh.owner.query(
    `SELECT (SELECT count(*)::int FROM workspace WHERE id = $1) + (SELECT count(*)::int FROM journal_entry WHERE workspace_id = $1)
          + (SELECT count(*)::int FROM outbox_event WHERE workspace_id = $1) AS count`,
    [books.server.workspaceId],
  );
  expect(rows[0].count).toBe(0);
  const kept = await readdir(fresh.filesDirectory, { recursive: true });
  expect(kept.filter((path) => path.startsWith(books.server.workspaceId) && path.length > 70)).toEqual([]);
}

describe('an archive', () => {
  it('knows every table that holds rows of a workspace, and has one of each kind here', async () => {
    const tables = await books.server.database.read(books.server.workspaceId, readCatalogue);
    expect(tables.tables.map(({ name }) => name).sort()).toEqual([...ARCHIVED_TABLES].sort());
    expect([...ARCHIVED_TABLES].filter((table) => table in TABLES_LEFT_OUT)).toEqual([]);
    const { rows } = await books.server.owner.query(
      `SELECT DISTINCT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'workspace_id'`,
    );
    const known = [...ARCHIVED_TABLES, ...Object.keys(TABLES_LEFT_OUT)].filter(
      (name) => name !== 'workspace',
    );
    expect(rows.map(({ table_name }) => table_name).sort()).toEqual(known.sort());
    expect([...ARCHIVED_TABLES].filter((table) => rowsOf(text, table).length === 0)).toEqual([]);
  });

  it('begins with whose it is, and the signed head of the chain', () => {
    const head = JSON.parse(text.split('\n')[0]!);
    expect(head).toMatchObject({
      recountArchive: 2,
      workspaceId: books.server.workspaceId,
      name: 'Whole books',
      files: true,
    });
    expect(createHeadSigner(books.server.secretKey).read(head.signedHead)).toMatchObject({
      workspaceId: books.server.workspaceId,
    });
  });

  it('has exact numbers as texts, bytes in base64, instants in UTC', () => {
    const lines = rowsOf(text, 'journal_line');
    expect(lines.map(({ amount }) => amount)).toContain('12345678923');
    expect(rowsOf(text, 'exchange_rate')[0].rate).toBe('1.0987654321');
    expect(Buffer.from(rowsOf(text, 'invoice_logo')[0].bytes, 'base64').subarray(1, 4).toString()).toBe(
      'PNG',
    );
    expect(rowsOf(text, 'books')[0].created_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/);
  });

  it('has nothing that opens a door', async () => {
    const sent = rowsOf(text, 'mail')
      .map(({ text_body }) => text_body)
      .join();
    expect(sent).toContain('/i/(left-out)');
    const { rows } = await books.server.owner.query(
      `SELECT text_body FROM mail WHERE text_body ~ '/i/[A-Za-z0-9_-]{44}'`,
    );
    expect(rows).not.toEqual([]);
    expect(text).not.toMatch(/\/i\/[\w-]{44}/);
    for (const word of ['password', 'token_hash', 'client_secret', 'secret'])
      expect(text.includes(`"${word}`), word).toBe(false);
  });

  it('is written piece by piece, each when the one before is taken, and none long', async () => {
    const { server } = books;
    let taking = false;
    let longest = 0;
    const signer = createHeadSigner(server.secretKey);
    const files = createDiskStore(server.filesDirectory);
    const { workspaceId } = server;
    await writeArchive(server.database, { workspaceId, signer, files }, async (piece) => {
      expect(taking).toBe(false);
      taking = true;
      longest = Math.max(longest, piece.length);
      await setImmediate();
      taking = false;
    });
    expect(books.attached.length).toBeGreaterThan(1_200_000);
    expect(longest).toBeLessThan(1_100_000);
  });

  it('is the same bytes for the same books', async () => {
    expect(await exportText(books.server, books.server.workspaceId)).toBe(text);
  });

  it('is refused where it was cut off, wherever that is', async () => {
    const lines = text.split('\n');
    for (const cut of [
      text.slice(0, 10),
      text.slice(0, text.length / 2),
      text.slice(0, -1),
      `${lines.slice(0, -2).join('\n')}\n`,
      '',
    ]) {
      const { code, err } = await importText(cut);
      expect(code, err).toBe(1);
      expect(err).toMatch(/cut off|no archive of Recount/);
    }
    await nothingIsLeft();
  });

  it('is refused where a byte of it was changed', async () => {
    for (const [from, to] of [
      ['"customer":"Aimee"', '"customer":"Aimée"'],
      ['"name":"Whole books"', '"name":"Other books"'],
      ['"amount":"12345678923"', '"amount":"12345678924"'],
    ] as const) {
      expect(text).toContain(from);
      expect((await importText(text.replace(from, to))).err).toContain('was changed since it was written');
    }
    expect((await importText(`${text}{}\n`)).err).toContain('behind the end');
    await nothingIsLeft();
  });

  it('is refused where somebody changed the books in it and made its hash fit again', async () => {
    const edit = (from: RegExp, to: string) =>
      forge((lines) => lines.map((line) => (from.test(line) ? line.replace(from, to) : line)));
    const cases: readonly [string, string][] = [
      [
        edit(
          /"amount":"-?12345678923","base_amount":"(-?)12345678923"/,
          '"amount":"$11","base_amount":"$11"',
        ),
        'chain-holds',
      ],
      [edit(/"description":"Cash sales"/, '"description":"Sales in cash"'), 'chain-holds'],
      [
        forge((lines) => lines.filter((line) => !line.startsWith('{"table":"journal_line_tag"'))),
        'chain-holds',
      ],
      [edit(/"number":"1",(.*"sealed_at")/, '"number":"999",$1'), 'seals-gapless'],
      [
        forge((lines) => lines.filter((line) => !line.startsWith('{"table":"allocation"'))),
        'invoices-settled',
      ],
    ];
    for (const [forged, proof] of cases) {
      expect(forged).not.toBe(text);
      const { code, err } = await importText(forged);
      expect(code, err).toBe(1);
      expect(err).toContain(proof);
    }
    await nothingIsLeft();
  });

  it('is refused where it holds rows of another workspace, of another table or with other columns', async () => {
    const other = fresh.workspaceId;
    const insert = (line: string) => forge((lines) => [...lines.slice(0, -3), line, ...lines.slice(-3)]);
    for (const line of [
      `{"table":"vendor","row":{"workspace_id":"${other}","id":"${other}","name":"x"}}`,
      `{"table":"person","row":{"id":"${other}"}}`,
      '{"table":"books","row":{}}',
      '{"something":"else"}',
      'not JSON',
    ]) {
      const { code, err } = await importText(insert(line));
      expect(code, err).toBe(1);
      expect(err).toMatch(/^Line \d+ of the archive/);
    }
    const stolen = forge((lines) => lines.map((line) => line.replace(books.server.workspaceId, other)));
    expect((await importText(stolen)).err).toContain('is in this database already');
    const nobody = '018f0000-0000-7000-8000-000000000000';
    const moved = forge(([head, ...lines]) => [head!.replaceAll(books.server.workspaceId, nobody), ...lines]);
    expect((await importText(moved)).err).toContain('chain-holds');
    await nothingIsLeft();
  });

  it('is refused in another format, or of another schema', async () => {
    const newer = forge(([head, ...lines]) => [
      head!.replace('"recountArchive":2', '"recountArchive":3'),
      ...lines,
    ]);
    expect((await importText(newer)).err).toContain('has the format 3');
    const older = forge(([head, ...lines]) => [
      head!.replace(/"schema":\{[^}]+\}/, '"schema":{"migration":"0001_platform","sha256":"0"}'),
      ...lines,
    ]);
    expect((await importText(older)).err).toContain(
      'of the schema 0001_platform, and this database is of 00',
    );
    await nothingIsLeft();
  });

  it('is refused where an attached file is not what its hash says', async () => {
    const part = (change: (line: string) => string | undefined) =>
      forge((lines) => lines.flatMap((line) => (line.includes('"part":2,') ? (change(line) ?? []) : line)));
    expect(
      (await importText(part((line) => line.replace(/"base64":"..../, '"base64":"AAAA')))).err,
    ).toContain('has another hash than its name');
    expect((await importText(part(() => undefined))).err).toContain('is not in the archive');
    await nothingIsLeft();
  });
});

const REPORTS = ['trial-balance', 'pnl', 'balance-sheet', 'general-ledger'];

describe('a workspace that was imported', () => {
  let moved: TestWorkspace;

  beforeAll(async () => {
    const result = await run(fresh, 'import', archive, '--name', 'Moved books');
    expect(result.err).toBe('');
    expect(result.code).toBe(0);
    expect(result.out).toContain('and 2 attached files. Every proof holds: ');
    expect(result.out).toContain(`npx recount people add EMAIL --workspace ${books.server.workspaceId}`);
    moved = await fresh.enterWorkspace(books.server.workspaceId);
  });

  it('gives the same reports in both books', async () => {
    for (const report of REPORTS) {
      for (const basis of ['accrual', 'cash']) {
        const query = { startDate: '2020-01-01', endDate: '2999-12-31', basis };
        const path = `/reports/${report}`;
        const [before, after] = await Promise.all([
          books.server.strict.get(path, query),
          moved.strict.get(path, query),
        ]);
        expect([report, after.status]).toEqual([report, 200]);
        expect(strip(after.body.data)).toEqual(strip(before.body.data));
      }
    }
  });

  /** What is signed or signs with the server's key, and the name that was given. */
  function strip(data: object): string {
    return JSON.stringify(data)
      .replaceAll(/recount-head:[^"]+/g, 'head')
      .replaceAll(/(Whole|Moved) books/g, 'books');
  }

  it('is proved, also by the chain of the server that it came from', async () => {
    const results = await verifyWorkspace(fresh.database, moved.workspaceId);
    expect(results.filter(({ failureCount }) => failureCount > 0)).toEqual([]);
    const [before, after] = await Promise.all(
      [books.server, fresh].map(async ({ owner }) => {
        const seals =
          'SELECT number, hash, sealed_at FROM entry_seal WHERE workspace_id = $1 ORDER BY number';
        return (await owner.query(seals, [moved.workspaceId])).rows;
      }),
    );
    expect(after).toEqual(before);
    expect(after!.length).toBeGreaterThan(8);
  });

  it('is exported as the same bytes again', async () => {
    const again = await exportText(fresh, moved.workspaceId);
    const renamed = (lines: readonly string[]) =>
      lines.map((line) => line.replace('Moved books', 'Whole books'));
    // Since then somebody was let in.
    const entered = `"entity_type":"membership","entity_id":"${moved.personId}"`;
    const kept = body(again).filter((line) => !line.includes(entered));
    expect(renamed(kept)).toEqual(body(text));
  });

  it('has its attached files', async () => {
    const path = `/invoices/${books.invoiceId}/attachments`;
    const { body: list } = await moved.strict.get(path);
    const file = await moved.strict.get(`${path}/${list.data.attachments[0].uuid}`);
    expect(file.body).toEqual(books.attached);
  });

  it('has what was deleted and is retained, and what waits to be approved', async () => {
    const path = `/invoices/${books.invoiceId}/attachments`;
    const deleted = { deleted: 'true' };
    const { body: list } = await moved.strict.get(path, deleted);
    const file = await moved.strict.get(`${path}/${list.data.attachments[0].uuid}`, deleted);
    expect(file.body.toString()).toBe('deleted, and retained');
    const drafts = async ({ strict }: TestWorkspace) =>
      (await strict.get('/journal-entries', { status: 'draft' })).body.data;
    expect((await drafts(moved)).journalEntries).toMatchObject([
      { descriptionEntry: 'Cash sales of the shop' },
    ]);
    expect(await drafts(moved)).toEqual(await drafts(books.server));
  });

  it('says who did what, and holds it against them as the other server did', async () => {
    const { workspaceId, owner } = books.server;
    const year = { startDate: '2020-01-01', endDate: '2030-12-31' };
    const [before, after] = await Promise.all(
      [books.server, moved].map(async ({ strict }) => (await strict.get('/ledger/audit', year)).body.data),
    );
    // Since then somebody was let in.
    const [entered, ...earlier] = after.masterDataChanges.rows;
    expect(entered).toMatchObject({ entity: 'membership', entityUuid: moved.personId });
    const masterDataChanges = { count: after.masterDataChanges.count - 1, rows: earlier };
    expect({ ...after, masterDataChanges }).toEqual(before);
    expect(JSON.stringify(after)).toContain('Test person');
    const { rows } = await owner.query(
      `SELECT i.id, p.id AS "personId", p.email, p.name
         FROM invoice i
         JOIN journal_entry e ON e.workspace_id = $1 AND e.source_id = i.id
         JOIN person p ON p.id = e.actor
        WHERE i.workspace_id = $1 AND i.invoice_type = 'invoice' AND i.paid_amount < i.total AND i.voided_at IS NULL
        ORDER BY i.id LIMIT 1`,
      [workspaceId],
    );
    const { id, personId, email, name } = rows[0];
    const { database } = fresh;
    expect(await createPerson(database, { email, name, password: 'one of this server' })).toBe(personId);
    await addMember(database, { workspaceId, personId, role: 'owner' });
    const family = { partnerAppId: fresh.strictAppId, workspaceId, personId };
    const { accessToken } = await issueTokenFamily(database, family);
    const writer = createSignedClient({ ...moved.strict.credentials, accessToken });
    const limit = (fourEyesLimit: number | null) => moved.strict.patch('/workspace', { fourEyesLimit });
    expect((await limit(1)).status).toBe(200);
    expect((await writer.patch(`/invoices/${id}/write-off`, {})).body.code).toBe('SECOND_PERSON_NEEDED');
    expect((await limit(null)).status).toBe(200);
  });

  it('keeps the links that its customers have, for a server with the same key', async () => {
    const path = `/invoices/${books.invoiceId}/public-link`;
    const [before, after] = await Promise.all([books.server.strict.get(path), moved.strict.get(path)]);
    // The id of a link comes first, then what the server's key makes of it.
    const [first, second] = [before, after].map(({ body: answer }) => answer.data.url.split('/i/')[1]);
    expect(second.slice(0, 22)).toBe(first.slice(0, 22));
    expect(second).not.toBe(first);
  });

  it('goes on: posts, seals, numbers and makes what recurs', async () => {
    const created = await moved.strict.post('/invoices', invoiceBody(books.fixtures));
    expect(created.status).toBe(200);
    const line = { productUuid: books.fixtures.productUuid, quantity: 1, price: 10 };
    const numbered = await moved.lenient.post('/invoices', {
      customerUuid: books.fixtures.customerUuid,
      products: [line],
      isDraft: false,
      date: '2026-08-01',
      dueDate: '2026-08-31',
    });
    const next = rowsOf(text, 'number_series').find(({ series }) => series === 'INV-').next_number;
    expect(numbered.body.data.invoiceNumber).toBe(`INV-00000${next}`);
    await sealAll(fresh.database, moved.workspaceId);
    const { rows } = await fresh.owner.query(
      `SELECT ARRAY(SELECT kind FROM recurring_due WHERE workspace_id = $1 ORDER BY kind) AS recurring,
              (SELECT count(*)::int FROM reminder_due WHERE workspace_id = $1) AS reminders`,
      [moved.workspaceId],
    );
    expect(rows).toEqual([{ recurring: ['invoice', 'journal_entry'], reminders: 1 }]);
    const runs = async () =>
      (
        await fresh.owner.query(
          `SELECT (SELECT count(*)::int FROM recurring_invoice_run WHERE workspace_id = $1) AS invoices,
                  (SELECT count(*)::int FROM recurring_journal_run WHERE workspace_id = $1) AS entries`,
          [moved.workspaceId],
        )
      ).rows[0];
    const before = await runs();
    await moved.strict.post('/test-clock', { advance: 31 });
    const wanted = { invoices: before.invoices + 1, entries: before.entries + 1 };
    await expect.poll(runs, { timeout: 10_000 }).toEqual(wanted);
    const results = await verifyWorkspace(fresh.database, moved.workspaceId);
    expect(results.filter(({ failureCount }) => failureCount > 0)).toEqual([]);
  });

  it('is not imported twice, and stays as it is', async () => {
    const count = async () =>
      (
        await fresh.owner.query('SELECT count(*)::int FROM journal_line WHERE workspace_id = $1', [
          moved.workspaceId,
        ])
      ).rows;
    const before = await count();
    const { code, err } = await run(fresh, 'import', archive);
    expect({ code, err }).toEqual({
      code: 1,
      err: `The workspace ${moved.workspaceId} is in this database already.\n`,
    });
    expect(await count()).toEqual(before);
    const { body: list } = await moved.strict.get(`/invoices/${books.invoiceId}/attachments`);
    expect(list.data.totalRecords).toBe(1);
  });
});

describe('a copy beside the original', () => {
  it('sends no mail that was still to be sent, and none at all where it is told so', async () => {
    const waiting = forge((lines) =>
      lines.map((line) =>
        line.startsWith('{"table":"mail",')
          ? line
              .replace('"status":"sent"', '"status":"pending"')
              .replace(/"finished_at":"[^"]+"/, '"finished_at":null')
          : line,
      ),
    );
    expect(waiting).toContain('"status":"pending"');
    const copy = await startTestServer();
    const path = join(folder, 'waiting.json');
    await writeFile(path, waiting);
    const files = createDiskStore(copy.filesDirectory);
    await importArchive(copy.database, { path, keepMail: true, files });
    const { rows } = await copy.owner.query(
      `SELECT DISTINCT m.status, w.keeps_mail, d.due_at FROM mail m JOIN workspace w ON w.id = m.workspace_id
         LEFT JOIN mail_due d USING (workspace_id) WHERE m.workspace_id = $1`,
      [books.server.workspaceId],
    );
    expect(rows).toEqual([{ status: 'kept', keeps_mail: true, due_at: null }]);
    await copy.close();
  });

  it('seals what no seal covered, by the same chain', async () => {
    const { server } = books;
    // Who holds the head of the chain keeps the sealer away.
    const holder = await server.owner.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM chain_head WHERE workspace_id = $1 FOR UPDATE', [server.workspaceId]);
    await server.strict.post('/invoices', invoiceBody(books.fixtures));
    const path = join(folder, 'unsealed.json');
    await writeFile(path, await exportText(server, server.workspaceId, false));
    await holder.query('ROLLBACK');
    holder.release();
    const copy = await startTestServer();
    const imported = await importArchive(copy.database, {
      path,
      files: createDiskStore(copy.filesDirectory),
    });
    expect(imported.withFiles).toBe(false);
    const heads = [];
    for (const { database, owner } of [server, copy]) {
      await sealAll(database, server.workspaceId);
      const { rows } = await owner.query('SELECT number, hash FROM chain_head WHERE workspace_id = $1', [
        server.workspaceId,
      ]);
      heads.push(rows[0]);
    }
    expect(heads[1]).toEqual(heads[0]);
    await copy.close();
  });
});
