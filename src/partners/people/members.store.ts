import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../../platform/database/database.ts';
import type { Transaction } from '../../platform/database/transaction.ts';

/** Owners do everything, bookkeepers all but closing and reopening the books; auditors look at everything and change nothing. */
export type MemberRole = 'owner' | 'bookkeeper' | 'auditor';

export interface NewMember {
  readonly workspaceId: string;
  readonly personId: string;
  readonly role: MemberRole;
}

/** Lets a person into a workspace; one who is in already takes the new role. The audit log keeps what changed. */
export function addMember(database: Database, { workspaceId, personId, role }: NewMember): Promise<void> {
  return database.transaction({ workspaceId }, async (transaction) => {
    const before = await lockRole(transaction, personId);
    if (before === role) return;
    await transaction.query(
      `INSERT INTO membership (workspace_id, person_id, role) VALUES ($1, $2, $3)
       ON CONFLICT (workspace_id, person_id) DO UPDATE SET role = excluded.role`,
      [workspaceId, personId, role],
    );
    await recordRole(transaction, personId, { from: before, to: role });
  });
}

/**
 * Takes a person out of a workspace: what they let apps do there ends within 10 seconds. The audit log keeps that they were in.
 *
 * @returns whether they were in it
 */
export function removeMember(
  database: Database,
  { workspaceId, personId }: Pick<NewMember, 'workspaceId' | 'personId'>,
): Promise<boolean> {
  return database.transaction({ workspaceId }, async (transaction) => {
    const before = await lockRole(transaction, personId);
    if (before === null) return false;
    await transaction.query('DELETE FROM membership WHERE workspace_id = $1 AND person_id = $2', [
      workspaceId,
      personId,
    ]);
    await recordRole(transaction, personId, { from: before, to: null });
    return true;
  });
}

/** The role that a person has; null: none. Their row is the lock, since there may be no membership yet. */
async function lockRole(transaction: Transaction, personId: string): Promise<MemberRole | null> {
  await transaction.query('SELECT 1 FROM person WHERE id = $1 FOR NO KEY UPDATE', [personId]);
  const [row] = await transaction.query<{ role: MemberRole }>(
    'SELECT role FROM membership WHERE workspace_id = $1 AND person_id = $2',
    [transaction.workspaceId, personId],
  );
  return row?.role ?? null;
}

/** Keeps a change of a role, which is that of whoever runs the server. No event tells apps of it. */
async function recordRole(
  transaction: Transaction,
  personId: string,
  role: { readonly from: MemberRole | null; readonly to: MemberRole | null },
): Promise<void> {
  const id = uuidv7();
  const audit = {
    id,
    action: role.from === null ? 'created' : role.to === null ? 'deleted' : 'updated',
    entity_type: 'membership',
    entity_id: personId,
    changes: JSON.stringify({ role }),
    person_id: null,
    partner_app_id: null,
    request_id: `people:${id}`,
    remote_address: null,
    via: 'operator',
  };
  const trail = JSON.stringify({ audit: [audit], events: [] });
  await transaction.query('SELECT record_change($1, $2)', [transaction.workspaceId, trail]);
}
