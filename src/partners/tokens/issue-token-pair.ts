import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../../platform/database/database.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { hashToken, makeToken } from './token.ts';

/** What a client is given: the tokens, until when they are good (ISO 8601), and the one workspace they open. */
export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly accessTokenExpiresAt: string;
  readonly refreshTokenExpiresAt: string;
  readonly workspaceId: string;
  readonly workspaceName: string;
}

/** One consent: this person lets this app act in this workspace. */
export interface Consent {
  readonly partnerAppId: string;
  readonly workspaceId: string;
  readonly personId: string;
}

/** Starts a token family for a consent and issues its first pair: access for 24 hours, refresh for 90 days. */
export async function issueTokenFamily(database: Database, consent: Consent): Promise<TokenPair> {
  return database.unfenced(async (transaction) => (await startTokenFamily(transaction, consent)).pair);
}

/** The same within a transaction of the caller's. */
export async function startTokenFamily(
  transaction: Transaction,
  { partnerAppId, workspaceId, personId }: Consent,
): Promise<{ familyId: string; pair: TokenPair }> {
  const familyId = uuidv7();
  await transaction.query(
    'INSERT INTO token_family (id, partner_app_id, workspace_id, person_id) VALUES ($1, $2, $3, $4)',
    [familyId, partnerAppId, workspaceId, personId],
  );
  return { familyId, pair: await issueTokenPair(transaction, { familyId, workspaceId }) };
}

interface Issued {
  readonly access_expires_at: Date;
  readonly refresh_expires_at: Date;
  readonly workspace_name: string;
}

/**
 * Adds a pair to a family. The database's clock tells when it expires, since several servers may share the database.
 *
 * @param predecessorHash the refresh token that this pair was got for
 */
export async function issueTokenPair(
  transaction: Transaction,
  family: { readonly familyId: string; readonly workspaceId: string; readonly predecessorHash?: Buffer },
): Promise<TokenPair> {
  const accessToken = makeToken('access');
  const refreshToken = makeToken('refresh');
  const [issued] = await transaction.query<Issued>(
    `WITH access AS (
       INSERT INTO access_token (token_hash, family_id, expires_at)
       VALUES ($2, $1, clock_timestamp() + interval '24 hours') RETURNING expires_at
     ), refresh AS (
       INSERT INTO refresh_token (token_hash, family_id, predecessor_hash, expires_at)
       VALUES ($3, $1, $4, clock_timestamp() + interval '90 days') RETURNING expires_at
     )
     SELECT access.expires_at AS access_expires_at, refresh.expires_at AS refresh_expires_at, workspace.name AS workspace_name
       FROM access, refresh, workspace WHERE workspace.id = $5`,
    [
      family.familyId,
      hashToken(accessToken),
      hashToken(refreshToken),
      family.predecessorHash ?? null,
      family.workspaceId,
    ],
  );
  if (!issued)
    throw new Error(`Tokens were issued for a workspace that does not exist: ${family.workspaceId}`);
  return {
    accessToken,
    refreshToken,
    accessTokenExpiresAt: issued.access_expires_at.toISOString(),
    refreshTokenExpiresAt: issued.refresh_expires_at.toISOString(),
    workspaceId: family.workspaceId,
    workspaceName: issued.workspace_name,
  };
}
