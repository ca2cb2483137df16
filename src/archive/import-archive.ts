import type { ChainHead } from '../ledger/seals/signed-head.ts';
import type { Database } from '../platform/database/database.ts';
import type { Transaction } from '../platform/database/transaction.ts';
import { isUniqueViolation } from '../platform/database/unique-violation.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import { scheduleAll } from '../platform/recurrence/make-due-runs.ts';
import { caseKey } from '../platform/text.ts';
import { type ProofResult, proveWorkspace } from '../reports/verify/index.ts';
import { type ArchiveCatalogue, readCatalogue, selectFileHashes } from './archive-catalogue.store.ts';
import type { ArchiveEnd, ArchiveHead } from './archive-format.ts';
import { checkArchive } from './check-archive.ts';
import { createRowInserter } from './insert-rows.ts';
import { createFileKeeper } from './keep-files.ts';
import { ArchiveError, readArchive, readArchiveHead } from './read-archive.ts';

export interface ImportOptions {
  readonly path: string;
  /** In place of the name that the workspace has in the archive. */
  readonly name?: string | undefined;
  /** Has the workspace send no mail: for a copy beside the original. */
  readonly keepMail?: boolean | undefined;
  readonly files: FileStore;
}

export interface ImportedWorkspace {
  readonly workspaceId: string;
  readonly name: string;
  readonly rows: number;
  readonly files: number;
  /** Whether the archive has the attached files. */
  readonly withFiles: boolean;
  readonly proofs: readonly ProofResult[];
}

/**
 * Makes a workspace out of an archive, in one transaction: all of it, with the same ids, seals and hashes, and only where every
 * proof then holds. The file is read twice, the first time to find it whole.
 *
 * @throws ArchiveError where nothing was imported, and why
 */
export async function importArchive(database: Database, options: ImportOptions): Promise<ImportedWorkspace> {
  const head = await readArchiveHead(options.path);
  const { workspaceId } = head;
  const catalogue = await database.read(workspaceId, async (transaction) => {
    await refuseKnownWorkspace(transaction, head);
    return readCatalogue(transaction);
  });
  const end = await checkArchive(options.path, head, catalogue);
  const keeper = createFileKeeper(options.files, workspaceId);
  try {
    return await database.transaction({ workspaceId }, async (transaction) => {
      await refuseKnownWorkspace(transaction, head);
      await insertAll(transaction, options.path, { catalogue, head, end }, keeper);
      await finishWorkspace(transaction, workspaceId, options);
      const proofs = await prove(transaction, head);
      const name = options.name ?? head.name;
      return { workspaceId, name, rows: end.rows, files: end.files, withFiles: head.files, proofs };
    });
  } catch (error) {
    await keeper.undo();
    if (isUniqueViolation(error, 'workspace_pkey')) throw alreadyThere(head);
    throw error;
  }
}

const alreadyThere = ({ workspaceId }: ArchiveHead) =>
  new ArchiveError(`The workspace ${workspaceId} is in this database already.`);

async function refuseKnownWorkspace(transaction: Transaction, head: ArchiveHead): Promise<void> {
  const known = await transaction.query('SELECT 1 FROM workspace WHERE id = $1', [head.workspaceId]);
  if (known.length > 0) throw alreadyThere(head);
}

interface CheckedArchive {
  readonly catalogue: ArchiveCatalogue;
  readonly head: ArchiveHead;
  readonly end: ArchiveEnd;
}

async function insertAll(
  transaction: Transaction,
  path: string,
  { catalogue, head, end }: CheckedArchive,
  keeper: ReturnType<typeof createFileKeeper>,
): Promise<void> {
  // The archive brings the history of its records along: none of what is inserted is a change.
  await transaction.query("SET LOCAL app.importing = 'on'");
  const inserter = createRowInserter(transaction, catalogue.tables, head.workspaceId);
  const again = await readArchive(path, (line) =>
    line.kind === 'row' ? inserter.add(line) : keeper.add(line.part),
  );
  await inserter.finish();
  await transaction.query("SET LOCAL app.importing = 'off'");
  await insertPeople(transaction, head.people);
  if (head.files) keeper.requireAll(await selectFileHashes(transaction, head.workspaceId));
  if (again.sha256 !== end.sha256) throw new ArchiveError('The archive was changed while it was read.');
}

/**
 * People whom this server does not know yet, so that the books still say who did what, and nobody approves what they wrote
 * themselves. They cannot sign in: who is made with the same e-mail later is the same person.
 */
async function insertPeople(transaction: Transaction, people: ArchiveHead['people']): Promise<void> {
  await transaction.query(
    `INSERT INTO person (id, email, email_key, name)
     SELECT p.id, p.email, p.email_key, p.name
       FROM json_to_recordset($1) AS p(id uuid, email text, email_key text, name text)
         ON CONFLICT DO NOTHING`,
    [JSON.stringify(people.map((person) => ({ ...person, email_key: caseKey(person.email) })))],
  );
}

/** What is not archived because it follows from what is, and what must not go on by itself. */
async function finishWorkspace(
  transaction: Transaction,
  workspaceId: string,
  { name, keepMail }: ImportOptions,
): Promise<void> {
  await transaction.query(
    'UPDATE workspace SET name = coalesce($2, name), keeps_mail = coalesce($3, keeps_mail) WHERE id = $1',
    [workspaceId, name ?? null, keepMail ? true : null],
  );
  await transaction.query(
    `INSERT INTO unsealed_entry (workspace_id, effective, entry_id, recorded_at)
     SELECT e.workspace_id, e.effective, e.entry_id, e.recorded_at
       FROM journal_entry e
       LEFT JOIN entry_seal s USING (workspace_id, effective, entry_id)
      WHERE e.workspace_id = $1 AND s.number IS NULL`,
    [workspaceId],
  );
  await transaction.query(
    `SELECT add_lines_to_open_items($1, array_agg(s.effective), array_agg(s.entry_id))
       FROM entry_seal s WHERE s.workspace_id = $1 HAVING count(*) > 0`,
    [workspaceId],
  );
  // Whoever wrote it is sending it: two servers would send it twice. It can be sent by hand (recount mail retry).
  await transaction.query(
    `UPDATE mail SET status = 'kept', finished_at = clock_timestamp() WHERE workspace_id = $1 AND status = 'pending'`,
    [workspaceId],
  );
  await transaction.query(
    `UPDATE mail_attempt SET outcome = 'interrupted', ended_at = clock_timestamp()
      WHERE workspace_id = $1 AND outcome IS NULL`,
    [workspaceId],
  );
  await scheduleAll(transaction);
}

/** What was signed; whether by this server does not matter. */
const SIGNED = /^recount-head:1:([0-9a-f-]{36}):(\d{1,18}):([0-9a-f]{64}):/;

/** Every proof, and that the chain ends where the archive says. */
async function prove(transaction: Transaction, head: ArchiveHead): Promise<readonly ProofResult[]> {
  await transaction.query('SET CONSTRAINTS ALL IMMEDIATE');
  const [, workspaceId = '', number = '', hash = ''] = SIGNED.exec(head.signedHead) ?? [];
  if (workspaceId !== head.workspaceId)
    throw new ArchiveError('The head of the archive is of another workspace.');
  const chain: ChainHead = { workspaceId, number: BigInt(number), hash };
  // Before the first seal there is none that the chain could go through.
  const proofs = await proveWorkspace(transaction, workspaceId, chain.number === 0n ? undefined : chain);
  const failed = proofs.filter(({ failureCount }) => failureCount > 0);
  if (failed.length > 0) throw new ArchiveError(describeFailed(failed));
  return proofs;
}

function describeFailed(failed: readonly ProofResult[]): string {
  const lines = failed.map(({ name, failures }) => `  ${name}: ${failures.slice(0, 3).join('; ')}`);
  return ['Nothing was imported, because the books in the archive do not hold:', ...lines].join('\n');
}
