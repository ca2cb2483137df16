import type { SampleRequest } from '../samples/sample-request.ts';
import { readError, sendRequest } from './send.ts';
import type { Credentials } from './sign.ts';
import { signRequest, toHeaders } from './sign.ts';
import { type App, keepSession, type SignInSession } from './sign-in-session.ts';

const PENDING = 'recount-console-sign-in';
const FAILURE = 'recount-console-sign-in-failure';
/** What sign-in sends the person back to; the portal's own page, which an app registers. */
const RETURN_PATH = '/docs/';
const PORTAL_PAGE = /^\/docs(\/[\w/-]*)?$/;

/** A sign-in that has begun in this tab. */
interface Pending {
  readonly state: string;
  readonly app: App;
  /** The page to come back to. */
  readonly page: string;
}

/** The address that an app must have registered, to be signed in with from these pages. */
export function redirectUri(): string {
  return location.origin + RETURN_PATH;
}

/**
 * Begins a sign-in with an app and leaves this page for that of sign-in.
 *
 * @throws Error that says in a sentence why it cannot begin
 */
export async function beginSignIn({ clientId, clientSecret }: App): Promise<void> {
  const state = newState();
  const query = new URLSearchParams({ clientId, redirectUri: redirectUri(), state });
  const response = await fetch(`/auth2/authorize-initiate?${query}`, {
    credentials: 'omit',
    cache: 'no-store',
  });
  const answer = await response.json();
  const error = readError(answer);
  if (error?.code === 'INVALID_REDIRECT_URI')
    throw new Error(`Register ${redirectUri()} as a redirect URI of the app first.`);
  if (!response.ok) throw new Error(error?.message ?? 'The server could not be asked.');
  const pending: Pending = { state, app: { clientId, clientSecret }, page: location.pathname };
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  location.assign(answer.data.redirectUri);
}

/**
 * Ends a sign-in that this tab began: exchanges the code for tokens and goes back to where it began, also where it
 * failed. Does nothing where none had begun here.
 */
export async function endSignIn(search: URLSearchParams): Promise<void> {
  const pending = readPending();
  if (!pending) return;
  sessionStorage.removeItem(PENDING);
  try {
    keepSession(await exchange(pending, search));
  } catch (error) {
    sessionStorage.setItem(FAILURE, (error as Error).message);
  }
  const page = PORTAL_PAGE.test(pending.page) ? pending.page : RETURN_PATH;
  location.replace(`${page}#request-console`);
}

/** Why the last sign-in of this tab failed, told once. */
export function takeFailure(): string | undefined {
  try {
    const failure = sessionStorage.getItem(FAILURE) ?? undefined;
    sessionStorage.removeItem(FAILURE);
    return failure;
  } catch {
    return undefined;
  }
}

async function exchange({ state, app }: Pending, search: URLSearchParams): Promise<SignInSession> {
  if (search.get('state') !== state)
    throw new Error('The state that came back is not the one that was sent, so nothing was exchanged.');
  const code = search.get('code');
  if (!code) throw new Error(search.get('error_description') ?? 'Sign-in gave no code.');
  const request: SampleRequest = {
    method: 'POST',
    path: '/partners/grant-access-token',
    query: '',
    body: JSON.stringify({ grantType: 'authorization_code', code }),
    access: 'signature',
    headers: {},
  };
  const credentials: Credentials = { ...app, accessToken: '' };
  const signature = await signRequest(request, app.clientSecret);
  const { json, error } = await sendRequest(request, toHeaders(request, credentials, signature));
  if (error) throw new Error(error.message);
  const { result } = (json as { data: { result: Omit<SignInSession, keyof App> } }).data;
  const { accessToken, accessTokenExpiresAt, workspaceName } = result;
  return { ...app, accessToken, accessTokenExpiresAt, workspaceName };
}

function readPending(): Pending | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(PENDING) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

function newState(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
