import type { Database } from '../../platform/database/database.ts';

/** A workspace, as its operator sees it. */
export interface WorkspaceRecord {
  readonly id: string;
  readonly name: string;
  readonly sandbox: boolean;
  readonly currency: string;
  readonly timeZone: string;
  readonly createdAt: Date;
}

/** Every workspace of the server, by name. Each is looked into by itself, since its settings are behind its fence. */
export async function listWorkspaces(database: Database): Promise<WorkspaceRecord[]> {
  const named = await database.unfenced((transaction) =>
    transaction.query<Pick<WorkspaceRecord, 'id' | 'name' | 'sandbox' | 'createdAt'>>(
      'SELECT id, name, sandbox, created_at AS "createdAt" FROM workspace ORDER BY lower(name), id',
    ),
  );
  const workspaces: WorkspaceRecord[] = [];
  for (const workspace of named) {
    const [settings] = await database.read(workspace.id, (transaction) =>
      transaction.query<Pick<WorkspaceRecord, 'currency' | 'timeZone'>>(
        'SELECT currency, time_zone AS "timeZone" FROM books WHERE workspace_id = $1',
        [workspace.id],
      ),
    );
    if (settings) workspaces.push({ ...workspace, ...settings });
  }
  return workspaces;
}
