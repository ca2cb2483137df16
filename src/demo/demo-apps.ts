import { createPartnerApp, issueTokenFamily, registerRedirectUris } from '../partners/index.ts';
import type { Database } from '../platform/database/database.ts';
import type { DemoWorkspace } from './demo-workspace.ts';

/** One of the demo's two partner apps. */
export interface DemoApp {
  readonly id: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly validation: 'strict' | 'lenient';
}

type Remembered = Pick<DemoApp, 'clientId' | 'clientSecret'>;

/** Makes a partner app of the demo. */
export async function makeDemoApp(
  database: Database,
  secretKey: Buffer,
  validation: DemoApp['validation'],
): Promise<DemoApp> {
  const app = await createPartnerApp(database, secretKey, {
    name: `Recount demo (${validation})`,
    validation,
    demo: true,
  });
  return { ...app, validation };
}

/**
 * Finds a partner app again by what demo.json remembers of it, and marks it as the demo's, which older versions did not.
 *
 * @returns undefined where it is gone or disabled
 */
export async function findDemoApp(
  database: Database,
  { clientId, clientSecret }: Remembered,
  validation: DemoApp['validation'],
): Promise<DemoApp | undefined> {
  const [row] = await database.unfenced((transaction) =>
    transaction.query<{ id: string }>(
      `UPDATE partner_app SET demo = true WHERE client_id = $1 AND validation = $2 AND status = 'active' RETURNING id`,
      [clientId, validation],
    ),
  );
  return row && { id: row.id, clientId, clientSecret, validation };
}

/** Registers where a sign-in with the app may send people back to, which changes with the server's addresses. */
export function registerDemoAddresses(
  database: Database,
  app: DemoApp,
  addresses: readonly string[],
): Promise<void> {
  const documentation = [...new Set(addresses.flatMap(otherNames))].map((address) => `${address}/docs/`);
  const callbacks = ['http://127.0.0.1:17845/callback', 'http://localhost:3000/success'];
  return registerRedirectUris(database, app.id, [...callbacks, ...documentation]);
}

/** An address of this machine alone is opened under either of its names. */
function otherNames(address: string): string[] {
  const names = ['127.0.0.1', 'localhost'];
  const { hostname } = new URL(address);
  if (!names.includes(hostname)) return [address];
  return names.map((name) => address.replace(`//${hostname}`, `//${name}`));
}

/** A pair of a new family for an app; older pairs live until they expire. */
export function issueDemoTokens(
  database: Database,
  app: DemoApp,
  { workspaceId, personId }: DemoWorkspace,
): ReturnType<typeof issueTokenFamily> {
  return issueTokenFamily(database, { partnerAppId: app.id, workspaceId, personId });
}
