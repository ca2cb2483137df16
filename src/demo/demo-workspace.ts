import { createHmac } from 'node:crypto';
import { createWorkspace } from '../ledger/workspaces/create-workspace.ts';
import { addMember, createPerson } from '../partners/index.ts';
import type { Database } from '../platform/database/database.ts';

/** The demo person's sign-in. */
export const DEMO_EMAIL = 'owner@demo.recount.example';

const FIRM = {
  name: 'Junk Removal Pros',
  currency: 'USD',
  // Integrators on every continent try the demo.
  timeZone: 'UTC',
  country: 'US',
  industry: 'Junk removal',
  taxNumber: '37-1402218',
  address: { street: '418 Foundry Road', city: 'Springfield', state: 'IL', zipCode: '62703', country: 'US' },
  sandbox: true,
};

/** The demo workspace and its owner. */
export interface DemoWorkspace {
  readonly workspaceId: string;
  readonly personId: string;
}

/**
 * While a demo workspace is filled its person is a bookkeeper in it; who has become its owner owns a whole one. So the
 * database itself tells a demo that was left half made from a finished one.
 */
const WHOLE = 'owner';
const HALF_MADE = 'bookkeeper';

/** The finished demo workspace: the one that demo.json names or, where that is lost, the demo person's own. */
export async function findDemoWorkspace(
  database: Database,
  remembered: string | undefined,
): Promise<DemoWorkspace | undefined> {
  const [row] = await database.unfenced((transaction) =>
    transaction.query<{ workspace_id: string; person_id: string }>(
      `SELECT m.workspace_id, m.person_id
         FROM membership m JOIN workspace w ON w.id = m.workspace_id JOIN person p ON p.id = m.person_id
        WHERE w.sandbox AND m.role = '${WHOLE}' AND (m.workspace_id = $1 OR p.email_key = $2)
        ORDER BY (m.workspace_id = $1) DESC NULLS LAST, (p.email_key = $2) DESC, m.created_at LIMIT 1`,
      [remembered ?? null, DEMO_EMAIL],
    ),
  );
  return row && { workspaceId: row.workspace_id, personId: row.person_id };
}

/** Begins a demo workspace, still empty; one that an earlier start left half made is forgotten. */
export async function beginDemoWorkspace(database: Database, password: string): Promise<DemoWorkspace> {
  const personId = await findOrMakeDemoPerson(database, password);
  await forgetHalfMade(database, personId);
  const workspaceId = await createWorkspace(database, FIRM);
  await keepMail(database, workspaceId, true);
  await addMember(database, { workspaceId, personId, role: HALF_MADE });
  return { workspaceId, personId };
}

/** Declares a demo workspace filled. */
export async function finishDemoWorkspace(database: Database, workspace: DemoWorkspace): Promise<void> {
  await keepMail(database, workspace.workspaceId, false);
  await addMember(database, { ...workspace, role: WHOLE });
}

/** What the demo is filled with goes to nobody, whatever mail server there is; what a visitor sends does. */
async function keepMail(database: Database, workspaceId: string, keeps: boolean): Promise<void> {
  await database.unfenced((transaction) =>
    transaction.query('UPDATE workspace SET keeps_mail = $2 WHERE id = $1', [workspaceId, keeps]),
  );
}

/**
 * The demo person's password. It follows from the server key, which is random: so it is the same again after demo.json
 * was lost, and for several servers of one database.
 */
export function demoPassword(secretKey: Buffer): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  const bytes = createHmac('sha256', secretKey).update('password of the demo person').digest();
  const word = (index: number) =>
    [...bytes.subarray(index * 4, index * 4 + 4)].map((byte) => letters[byte % 32]).join('');
  return [0, 1, 2, 3].map(word).join('-');
}

async function findOrMakeDemoPerson(database: Database, password: string): Promise<string> {
  const [found] = await database.unfenced((transaction) =>
    transaction.query<{ id: string }>('SELECT id FROM person WHERE email_key = $1', [DEMO_EMAIL]),
  );
  return found?.id ?? createPerson(database, { email: DEMO_EMAIL, name: 'Dana Whitfield', password });
}

/** The journal cannot be deleted, so the workspace stays; nobody is in it any more, and its name says why. */
async function forgetHalfMade(database: Database, personId: string): Promise<void> {
  await database.unfenced((transaction) =>
    transaction.query(
      `WITH forgotten AS (
         DELETE FROM membership m USING workspace w
          WHERE w.id = m.workspace_id AND w.sandbox AND m.person_id = $1 AND m.role = '${HALF_MADE}' RETURNING w.id
       ) UPDATE workspace SET name = name || ' (unfinished)' WHERE id IN (SELECT id FROM forgotten)`,
      [personId],
    ),
  );
}
