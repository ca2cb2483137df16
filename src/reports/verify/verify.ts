import { LEDGER_PROOFS, type Proof, type ProofResult, runProofs } from '../../ledger/proofs/index.ts';
import type { ChainHead } from '../../ledger/seals/signed-head.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { FileStore } from '../../platform/files/file-store.ts';
import { proveAttachmentsKept, proveAttachmentsUnchanged } from './attachment-proofs.ts';
import { CURRENCY_PROOFS } from './currency-proofs.ts';
import { DOCUMENT_PROOFS } from './document-proofs.ts';
import { FOUR_EYES_PROOFS } from './four-eyes-proofs.ts';
import { INVOICE_PROOFS } from './invoice-proofs.ts';
import { NUMBER_PROOFS } from './number-proofs.ts';
import { proveCloses } from './prove-closes.ts';
import { proveHead } from './prove-head.ts';
import { SETTLEMENT_PROOFS } from './settlement-proofs.ts';
import { TAX_PROOFS } from './tax-proofs.ts';
import { TAX_RETURN_PROOFS } from './tax-return-proofs.ts';

/** Every proof behind `recount verify` that is one query, in the order in which it prints them; `proveCloses` follows. */
export const PROOFS: readonly Proof[] = [
  ...LEDGER_PROOFS,
  ...INVOICE_PROOFS,
  ...DOCUMENT_PROOFS,
  ...SETTLEMENT_PROOFS,
  ...CURRENCY_PROOFS,
  ...TAX_PROOFS,
  ...TAX_RETURN_PROOFS,
  ...NUMBER_PROOFS,
  ...FOUR_EYES_PROOFS,
];

export interface WorkspaceProofs {
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly results: readonly ProofResult[];
}

/**
 * Proves the books of a workspace, all in the transaction's snapshot, so that it may run while others post and seal.
 *
 * @param head one that was signed earlier, which the chain must still go through
 * @returns a result for each proof, also for those that fail
 */
export async function proveWorkspace(
  transaction: Transaction,
  workspaceId: string,
  head?: ChainHead,
): Promise<ProofResult[]> {
  const results = [...(await runProofs(transaction, workspaceId, PROOFS)), await proveCloses(transaction)];
  return head === undefined ? results : [...results, await proveHead(transaction, head)];
}

/** Proves the books of a workspace as `proveWorkspace` does, in a snapshot of its own. */
export function verifyWorkspace(
  database: Database,
  workspaceId: string,
  head?: ChainHead,
): Promise<ProofResult[]> {
  return database.read(workspaceId, (transaction) => proveWorkspace(transaction, workspaceId, head));
}

/** Where attachments are kept, and whether each of them is to be read. */
export interface AttachmentCheck {
  readonly files: FileStore;
  readonly readEach: boolean;
}

/** Proves that the files of a workspace's attachments are there; beside the snapshot of the books, since files have none. */
export async function verifyAttachments(
  database: Database,
  workspaceId: string,
  { files, readEach }: AttachmentCheck,
): Promise<ProofResult[]> {
  const checked = { database, workspaceId, files };
  const kept = await proveAttachmentsKept(checked);
  return readEach ? [kept, await proveAttachmentsUnchanged(checked)] : [kept];
}

/**
 * Proves the books of every workspace, or of one, each in its own snapshot.
 *
 * @param head of the one workspace, signed earlier
 * @param attachments left out: only the books are proved
 * @throws RangeError where there is no workspace of that id: nothing proved is not the same as no failure
 */
export async function verifyDatabase(
  database: Database,
  workspaceId?: string,
  head?: ChainHead,
  attachments?: AttachmentCheck,
): Promise<WorkspaceProofs[]> {
  const workspaces = await database.unfenced((transaction) =>
    transaction.query<{ id: string; name: string }>(
      'SELECT id, name FROM workspace WHERE $1::uuid IS NULL OR id = $1 ORDER BY created_at, id',
      [workspaceId ?? null],
    ),
  );
  if (workspaceId !== undefined && workspaces.length === 0)
    throw new RangeError(`There is no workspace ${workspaceId}.`);
  const proved: WorkspaceProofs[] = [];
  for (const { id, name } of workspaces) {
    const books = await verifyWorkspace(database, id, head);
    const files = attachments ? await verifyAttachments(database, id, attachments) : [];
    proved.push({ workspaceId: id, workspaceName: name, results: [...books, ...files] });
  }
  return proved;
}
