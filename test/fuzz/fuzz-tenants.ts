import type pg from 'pg';
import { createWorkspace } from '../../src/ledger/workspaces/create-workspace.ts';
import {
  addMember,
  createPartnerApp,
  createPerson,
  issueTokenFamily,
  registerRedirectUris,
} from '../../src/partners/index.ts';
import type { Credentials } from '../../src/partners/signatures/sign-request.ts';
import { issueAuthorizationCode } from '../../src/partners/tokens/issue-authorization-code.ts';
import type { Database } from '../../src/platform/database/database.ts';
import type { ApiDocument } from './api-document.ts';
import { KnownBooks } from './known-books.ts';

/** A workspace that requests are sent for: the credentials of a strict and of a lenient app, and what is known of its books. */
export interface FuzzTenant {
  readonly workspaceId: string;
  /** Whether its clock may be moved. */
  readonly isSandbox: boolean;
  readonly apps: readonly Credentials[];
  readonly expiredTokens: readonly string[];
  readonly books: KnownBooks;
}

type App = Awaited<ReturnType<typeof createPartnerApp>>;

export interface Fuzzed {
  readonly database: Database;
  readonly owner: pg.Pool;
  readonly secretKey: Buffer;
  readonly document: ApiDocument;
}

const REDIRECT = 'https://app.example.com/callback';
const CODES = 10;
/** What an e-invoice says of who sends it. */
const SELLER = {
  country: 'US',
  taxNumber: '12-3456789',
  address: { street: '1 Main Street', city: 'Springfield', state: 'IL', zipCode: '62701', country: 'US' },
};

/** Registers the two apps that all workspaces share. */
export async function createApps({ database, secretKey }: Fuzzed): Promise<App[]> {
  const apps: App[] = [];
  for (const validation of ['strict', 'lenient'] as const) {
    const app = await createPartnerApp(database, secretKey, { name: `Fuzz ${validation}`, validation });
    await registerRedirectUris(database, app.id, [REDIRECT]);
    apps.push(app);
  }
  return apps;
}

/** Makes a workspace with tokens of all apps, and codes and refresh tokens that requests may spend. */
export async function createTenant(
  fuzzed: Fuzzed,
  apps: readonly App[],
  { name, sandbox }: { name: string; sandbox: boolean },
): Promise<FuzzTenant> {
  const { database, owner, document } = fuzzed;
  const workspaceId = await createWorkspace(database, { name, currency: 'USD', sandbox, ...SELLER });
  const email = `${workspaceId}@example.com`;
  const personId = await createPerson(database, { email, name, password: 'correct horse' });
  await addMember(database, { workspaceId, personId, role: 'owner' });
  const books = new KnownBooks(document);
  const credentials: Credentials[] = [];
  const expiredTokens: string[] = [];
  const spendable: { code: string[]; refreshToken: string[] } = { code: [], refreshToken: [] };
  for (const app of apps) {
    const consent = { partnerAppId: app.id, workspaceId, personId };
    const { accessToken } = await issueTokenFamily(database, consent);
    credentials.push({ ...app, accessToken });
    expiredTokens.push((await issueTokenFamily(database, consent)).accessToken);
    for (let count = 0; count < CODES; count += 1) {
      spendable.code.push(await issueAuthorizationCode(database, { ...consent, redirectUri: REDIRECT }));
      spendable.refreshToken.push((await issueTokenFamily(database, consent)).refreshToken);
    }
  }
  await expire(owner, expiredTokens);
  books.tell('code', spendable.code);
  books.tell('refreshToken', spendable.refreshToken);
  books.tell(
    'clientId',
    apps.map(({ clientId }) => clientId),
  );
  books.tell('redirectUri', [REDIRECT]);
  return { workspaceId, isSandbox: sandbox, apps: credentials, expiredTokens, books };
}

async function expire(owner: pg.Pool, tokens: readonly string[]): Promise<void> {
  await owner.query(
    `UPDATE access_token SET expires_at = clock_timestamp() - interval '1 hour'
      WHERE token_hash IN (SELECT sha256(token::bytea) FROM unnest($1::text[]) AS token)`,
    [tokens],
  );
}
