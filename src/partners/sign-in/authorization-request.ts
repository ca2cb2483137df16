import type { Database } from '../../platform/database/database.ts';
import { matchesRedirectUri } from './match-redirect-uri.ts';

/** What an app asks for: that a person lets it into a workspace. */
export interface AuthorizationRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  /** The app's own, handed back as it came. */
  readonly state: string | undefined;
}

/** The app that asks, with a redirect URI that is one of its own. */
export interface CheckedRequest extends AuthorizationRequest {
  readonly app: { readonly id: string; readonly name: string };
}

/** Why nobody may be sent anywhere for a request. */
export type RequestFault = 'unknown client' | 'invalid redirect uri';

/**
 * Checks who asks and where the person is to be sent back to: at every step anew, since both may have changed.
 *
 * @returns the fault where the app is unknown or disabled, or the redirect URI is not registered for it
 */
export async function checkAuthorizationRequest(
  database: Database,
  request: AuthorizationRequest,
): Promise<CheckedRequest | RequestFault> {
  const [row] = await database.unfenced((transaction) =>
    transaction.query<{ id: string; name: string; redirect_uris: string[] }>(
      `SELECT id, name, redirect_uris FROM partner_app WHERE client_id = $1 AND status = 'active'`,
      [request.clientId],
    ),
  );
  if (!row) return 'unknown client';
  if (!matchesRedirectUri(row.redirect_uris, request.redirectUri)) return 'invalid redirect uri';
  return { ...request, app: { id: row.id, name: row.name } };
}

/** The query of a request, as the address of each step has it. */
export function toQuery({ clientId, redirectUri, state }: AuthorizationRequest): string {
  return encodeQuery({ clientId, redirectUri, state });
}

/** Where the person goes back to, with the code or the refusal, and the state as it came (reference 2.1). */
export function redirectWith(
  { redirectUri, state }: AuthorizationRequest,
  answer: Readonly<Record<string, string>>,
): string {
  return `${redirectUri}?${encodeQuery({ ...answer, state })}`;
}

/** A blank as `%20`, which every reader of a query takes for one. */
export function encodeQuery(fields: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(fields)
    .filter((field): field is [string, string] => field[1] !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}
