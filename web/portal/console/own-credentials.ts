import type { Credentials } from './sign.ts';

const KEY = 'recount-console-credentials';

export const NO_CREDENTIALS: Credentials = { clientId: '', clientSecret: '', accessToken: '' };

/** The credentials that were kept on this device, if any. */
export function readKeptCredentials(): Credentials | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return kept ? { ...NO_CREDENTIALS, ...kept } : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps credentials on this device, where the browser keeps anything. */
export function keepCredentials({ clientId, clientSecret, accessToken }: Credentials): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ clientId, clientSecret, accessToken }));
  } catch {
    // They stay in memory.
  }
}

/** Removes what was kept on this device. */
export function forgetCredentials(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was kept either.
  }
}
