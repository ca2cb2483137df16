import type { Credentials } from './sign.ts';

const KEY = 'recount-console-session';

/** The app that a person signs in with. */
export type App = Omit<Credentials, 'accessToken'>;

/** A workspace that a person has signed in to. */
export interface SignInSession extends Credentials {
  readonly accessTokenExpiresAt: string;
  readonly workspaceName: string;
}

/** What this tab has signed in to, while its token is good. */
export function readSession(): SignInSession | undefined {
  try {
    const session: SignInSession | null = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    return session && Date.parse(session.accessTokenExpiresAt) > Date.now() ? session : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it until the tab is closed. */
export function keepSession({
  clientId,
  clientSecret,
  accessToken,
  accessTokenExpiresAt,
  workspaceName,
}: SignInSession): void {
  const kept = { clientId, clientSecret, accessToken, accessTokenExpiresAt, workspaceName };
  sessionStorage.setItem(KEY, JSON.stringify(kept));
}

/** Forgets it. The token stays good until it expires. */
export function forgetSession(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept either.
  }
}
