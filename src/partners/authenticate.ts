import { randomBytes } from 'node:crypto';
import { ApiError } from '../errors.ts';
import type { Database } from '../platform/database/database.ts';
import type { Access, Announce, Caller, RawRequest, SignedApp } from '../platform/http/endpoint.ts';
import { findPartnerApp, type PartnerApp } from './apps/find-partner-app.ts';
import type { LimitedApp } from './rate-limit/app-rate-limiter.ts';
import { RecentCache } from './recent-cache.ts';
import { findSignatureFault } from './signatures/check-signature.ts';
import { claimSignature } from './signatures/claim-signature.ts';
import { isAnswered } from './signatures/is-answered.ts';
import { isTimely } from './signatures/timestamp.ts';
import { type AccessToken, findAccessToken } from './tokens/find-access-token.ts';
import { hashToken } from './tokens/token.ts';

const CACHE_LIFETIME = 10_000;
const CACHED_APPS = 1_000;
const CACHED_TOKENS = 20_000;
const SAFE_METHODS = new Set(['GET', 'HEAD']);
/** Signatures of unknown clients are compared all the same, so that the time taken does not tell them apart. */
const NOBODYS_SECRET = randomBytes(32).toString('base64url');

export interface AuthenticatorOptions {
  readonly database: Database;
  /** The server key that client secrets are encrypted with, 32 bytes. */
  readonly secretKey: Buffer;
  /** Counts a signed request. Answers the headers that tell the app's budget; throws RATE_LIMITED. */
  readonly countRequest?: (app: LimitedApp) => Promise<Readonly<Record<string, string>>>;
}

/**
 * Makes the check that stands before every endpoint: headers present, then the signature, then the token (reference
 * 2.3, 2.4). Apps and tokens are looked up again after 10 seconds at the latest; expiry is checked at each use.
 *
 * The check answers the caller for `partner`, the signing app for `signature`, undefined for `public`, and throws
 * ApiError: missing_credentials, invalid_signature, invalid_token, token_expired, workspace_not_authorized,
 * REPLAYED_REQUEST, RATE_LIMITED. Why exactly stands in its `cause`, for the log. Its `screen` checks what needs no body.
 */
export function createAuthenticator({ database, secretKey, countRequest }: AuthenticatorOptions) {
  const apps = new RecentCache<PartnerApp>({ lifetime: CACHE_LIFETIME, size: CACHED_APPS });
  const tokens = new RecentCache<AccessToken>({ lifetime: CACHE_LIFETIME, size: CACHED_TOKENS });

  const findApp = (clientId: string) =>
    apps.get(clientId, () => findPartnerApp(database, secretKey, clientId));
  const findToken = async (authorization: string) => {
    const hash = hashBearer(authorization);
    return hash && (await tokens.get(hash.toString('base64'), () => findAccessToken(database, hash)));
  };

  const authenticate = async (
    raw: RawRequest,
    access: Access,
    announce?: Announce,
  ): Promise<Caller | { app: SignedApp } | undefined> => {
    if (access === 'public') return undefined;
    const credentials = readCredentials(raw, access);
    const partner = await findApp(credentials.clientId);
    const { app, rejectReplays, rateLimit, demo } = checkSignature(raw, credentials, partner);
    // Once the signature holds, so that nobody spends another's budget; before the token, which costs a look-up.
    if (countRequest) announce?.(await countRequest({ id: app.id, rateLimit, demo }));
    const caller =
      access === 'partner' ? checkToken(app, await findToken(credentials.authorization)) : { app };
    // Last, so that a request refused for its token may be sent again within the same second.
    if (rejectReplays && !SAFE_METHODS.has(raw.method))
      await claimSignature(database, app.id, credentials.signature).catch(async (replayed) => {
        if (!('workspaceId' in caller) || !(await isAnswered(database, caller, raw))) throw replayed;
      });
    return caller;
  };

  /** What the check finds without the body, so that a large one is read for nobody but who knows a client and its token. */
  const screen = async (raw: RawRequest, access: Access): Promise<void> => {
    if (access === 'public') return;
    const { clientId, timestamp, authorization } = readCredentials(raw, access);
    const partner = await findApp(clientId);
    if (!partner?.active)
      throw new ApiError('invalid_signature', { cause: 'the client is unknown or disabled' });
    if (!isTimely(timestamp, Date.now()))
      throw new ApiError('invalid_signature', {
        cause: 'the timestamp is malformed or more than 5 minutes off',
      });
    if (access === 'partner') checkToken(partner.app, await findToken(authorization));
  };
  return Object.assign(authenticate, { screen });
}

interface Credentials {
  readonly clientId: string;
  readonly signature: string;
  readonly timestamp: string;
  /** Empty where none is asked for. */
  readonly authorization: string;
}

function readCredentials(raw: RawRequest, access: 'partner' | 'signature'): Credentials {
  const missing: string[] = [];
  const read = (name: string): string => {
    const value = raw.headers[name.toLowerCase()];
    if (typeof value === 'string' && value.trim() !== '') return value;
    missing.push(name);
    return '';
  };
  const credentials = {
    clientId: read('x-client-id'),
    signature: read('x-signature'),
    timestamp: read('x-timestamp'),
    authorization: access === 'partner' ? read('Authorization') : '',
  };
  if (missing.length > 0) throw new ApiError('missing_credentials', { details: { missing } });
  return credentials;
}

function checkSignature(
  raw: RawRequest,
  credentials: Credentials,
  partner: PartnerApp | undefined,
): PartnerApp {
  const request = {
    method: raw.method,
    path: raw.path,
    timestamp: credentials.timestamp,
    contentType: raw.headers['content-type'] as string | undefined,
    body: raw.body,
  };
  const fault = findSignatureFault(request, credentials.signature, partner?.clientSecret ?? NOBODYS_SECRET);
  if (!partner) throw new ApiError('invalid_signature', { cause: 'the client is unknown' });
  if (fault) throw new ApiError('invalid_signature', { cause: fault });
  if (!partner.active) throw new ApiError('invalid_signature', { cause: 'the client is disabled' });
  return partner;
}

/** RFC 9110 11.1: the scheme's name is case-insensitive. */
function hashBearer(authorization: string): Buffer | undefined {
  const token = /^bearer +([\x21-\x7e]{1,512})$/i.exec(authorization.trim())?.[1];
  return token === undefined ? undefined : hashToken(token);
}

function checkToken(app: SignedApp, token: AccessToken | undefined): Caller {
  if (!token) throw new ApiError('invalid_token', { cause: 'the token is unknown' });
  if (token.partnerAppId !== app.id)
    throw new ApiError('invalid_token', { cause: 'the token is another app’s' });
  if (token.revoked) throw new ApiError('invalid_token', { cause: 'the token is revoked' });
  if (token.expiresAt <= Date.now()) throw new ApiError('token_expired');
  if (token.role === null)
    throw new ApiError('workspace_not_authorized', { cause: 'the person has left the workspace' });
  const { workspaceId, personId, role } = token;
  return { app, workspaceId, personId, readOnly: role === 'auditor' };
}
