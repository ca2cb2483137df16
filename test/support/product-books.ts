import type pg from 'pg';
import { createTax } from './sales-fixtures.ts';
import type { TestClient } from './signed-client.ts';

interface Workspace {
  readonly workspaceId: string;
  readonly strict: TestClient;
}

/** The ids of a workspace's accounts by name, those of the system also by role. */
export async function accountIdsByName(owner: pg.Pool, workspaceId: string): Promise<Record<string, string>> {
  const { rows } = await owner.query('SELECT id, name, role FROM account WHERE workspace_id = $1', [
    workspaceId,
  ]);
  return Object.fromEntries(
    rows.flatMap(({ id, name, role }) => [[name, id], ...(role ? [[role, id]] : [])]),
  );
}

/** Looks up the accounts of a workspace by name, and makes two taxes in it, of 8.25 % and 5 %. */
export async function openBooks<W extends Workspace>(owner: pg.Pool, workspace: W) {
  const account = await accountIdsByName(owner, workspace.workspaceId);
  const salesTax = await createTax(workspace.strict, 'Sales tax', 8.25);
  const cityTax = await createTax(workspace.strict, 'City tax', 5);
  return { ...workspace, account, salesTax, cityTax };
}

export type Books = Awaited<ReturnType<typeof openBooks>>;
