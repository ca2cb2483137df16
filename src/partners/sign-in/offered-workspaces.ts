import type { Database } from '../../platform/database/database.ts';
import type { MemberRole } from '../people/members.store.ts';

/** A workspace that a person may let an app into. */
export interface OfferedWorkspace {
  readonly id: string;
  readonly name: string;
  readonly sandbox: boolean;
  readonly role: MemberRole;
}

/** The workspaces that a person may let an app into. */
export async function findOfferedWorkspaces(
  database: Database,
  personId: string,
): Promise<OfferedWorkspace[]> {
  return database.unfenced((transaction) =>
    transaction.query<OfferedWorkspace>(
      `SELECT w.id, w.name, w.sandbox, m.role FROM membership m JOIN workspace w ON w.id = m.workspace_id
        WHERE m.person_id = $1 ORDER BY lower(w.name), w.id`,
      [personId],
    ),
  );
}
