import { createHash } from 'node:crypto';
import type { ProofResult } from '../../ledger/proofs/index.ts';
import type { Database } from '../../platform/database/database.ts';
import type { FileStore } from '../../platform/files/file-store.ts';

const KEPT = {
  name: 'attachments-kept',
  description:
    'Each attachment, also a deleted one that is retained, has its file, of the size that it was recorded with.',
};
const UNCHANGED = {
  name: 'attachments-unchanged',
  description: 'The file of each attachment is byte for byte the one that was recorded, by its SHA-256.',
};
const PAGE = 1_000;
const FAILURES_SHOWN = 20;

interface Recorded extends Record<string, unknown> {
  readonly id: string;
  readonly invoiceId: string;
  readonly fileName: string;
  readonly size: number;
  readonly sha256: string;
}

interface Checked {
  readonly database: Database;
  readonly workspaceId: string;
  readonly files: FileStore;
}

/** Proves that the store has a file of the right size for every attachment of a workspace: reads none of them. */
export async function proveAttachmentsKept(checked: Checked): Promise<ProofResult> {
  const started = performance.now();
  const sizes = new Map<string, number>();
  for await (const page of checked.files.list(checked.workspaceId))
    for (const { sha256, size } of page) sizes.set(sha256, size);
  return prove(checked, KEPT, started, async ({ sha256, size }) => {
    // What was stored after its part of the list was read is not in it.
    const found = sizes.get(sha256) ?? (await checked.files.sizeOf(checked.workspaceId, sha256));
    if (found === undefined) return `its file ${sha256} is missing`;
    return found === size ? undefined : `its file ${sha256} has ${found} bytes, not ${size}`;
  });
}

/** Proves that the file of every attachment is what it was, by reading each. What is missing is another proof's failure. */
export async function proveAttachmentsUnchanged(checked: Checked): Promise<ProofResult> {
  const started = performance.now();
  // Files that several attachments share are read once.
  const hashes = new Map<string, string | undefined>();
  const hashOf = async (sha256: string) => {
    if (hashes.has(sha256)) return hashes.get(sha256);
    const bytes = await checked.files.get(checked.workspaceId, sha256);
    const hash = bytes && createHash('sha256').update(bytes).digest('hex');
    hashes.set(sha256, hash);
    return hash;
  };
  return prove(checked, UNCHANGED, started, async ({ sha256 }) => {
    const found = await hashOf(sha256);
    return found === undefined || found === sha256
      ? undefined
      : `its file ${sha256} is not what it was: its SHA-256 is ${found}`;
  });
}

async function prove(
  { database, workspaceId }: Checked,
  proof: typeof KEPT,
  started: number,
  findFault: (attachment: Recorded) => Promise<string | undefined>,
): Promise<ProofResult> {
  const failures: string[] = [];
  let checked = 0;
  let failureCount = 0;
  for await (const attachment of listRecorded(database, workspaceId)) {
    checked += 1;
    const fault = await findFault(attachment);
    // No snapshot holds for files: it may have been deleted while this looked.
    if (fault === undefined || !(await isRecorded(database, workspaceId, attachment.id))) continue;
    failureCount += 1;
    const { id, fileName, invoiceId } = attachment;
    if (failures.length < FAILURES_SHOWN)
      failures.push(`attachment ${id} (${fileName}) of document ${invoiceId}: ${fault}`);
  }
  return { ...proof, checked, failureCount, failures, milliseconds: Math.round(performance.now() - started) };
}

async function* listRecorded(database: Database, workspaceId: string): AsyncIterable<Recorded> {
  for (let after: string | null = null; ; ) {
    const page: Recorded[] = await database.read(workspaceId, (transaction) =>
      transaction.query<Recorded>(
        `SELECT id, invoice_id AS "invoiceId", file_name AS "fileName", size, encode(sha256, 'hex') AS sha256
           FROM invoice_attachment
          WHERE workspace_id = $1 AND (deleted_at IS NULL OR retained) AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
        [workspaceId, after, PAGE],
      ),
    );
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}

async function isRecorded(database: Database, workspaceId: string, id: string): Promise<boolean> {
  const found = await database.read(workspaceId, (transaction) =>
    transaction.query(
      'SELECT id FROM invoice_attachment WHERE workspace_id = $1 AND id = $2 AND (deleted_at IS NULL OR retained)',
      [workspaceId, id],
    ),
  );
  return found.length > 0;
}
