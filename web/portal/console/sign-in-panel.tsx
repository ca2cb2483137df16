import { useState } from 'preact/hooks';
import { beginSignIn, redirectUri } from './authorization.ts';
import { CredentialInput } from './credential-input.tsx';
import type { Credentials } from './sign.ts';
import type { App, SignInSession } from './sign-in-session.ts';

interface SignInPanelProps {
  readonly session: SignInSession | undefined;
  /** Undefined where this server has no demo to offer. */
  readonly demoApp: App | undefined;
  readonly own: Credentials;
  /** Why the last sign-in failed. */
  readonly failure: string | undefined;
  onOwn(own: Credentials): void;
  onSignOut(): void;
}

/** Signing in to a workspace, as a person does with an app. */
export function SignInPanel({ session, demoApp, own, failure, onOwn, onSignOut }: SignInPanelProps) {
  const [wantsOwn, setWantsOwn] = useState(false);
  const [fault, setFault] = useState<string>();
  const isOwn = wantsOwn || !demoApp;
  const told = fault ?? failure;
  const signIn = async () => {
    setFault(undefined);
    const app = isOwn ? own : demoApp;
    if (!app.clientId || !app.clientSecret) return setFault('Client ID and client secret are needed.');
    await beginSignIn(app).catch((error: Error) => setFault(error.message));
  };
  const set = (name: keyof Credentials) => (value: string) => onOwn({ ...own, [name]: value.trim() });
  return (
    <fieldset class="credentials">
      <legend>Sign-in</legend>
      {session && (
        <p class="field-note" id="signed-in-to">
          Signed in to <strong>{session.workspaceName}</strong> until{' '}
          {new Date(session.accessTokenExpiresAt).toLocaleString()}.
        </p>
      )}
      {demoApp && (
        <>
          <label htmlFor="sign-in-app">App</label>
          <select
            id="sign-in-app"
            value={isOwn ? 'own' : 'demo'}
            onChange={({ currentTarget }) => setWantsOwn(currentTarget.value === 'own')}
          >
            <option value="demo">The demo’s app</option>
            <option value="own">My own app</option>
          </select>
        </>
      )}
      {isOwn && (
        <>
          <CredentialInput
            id="own-client-id"
            label="Client ID"
            value={own.clientId}
            onChange={set('clientId')}
          />
          <CredentialInput
            id="own-client-secret"
            label="Client secret"
            secret
            value={own.clientSecret}
            onChange={set('clientSecret')}
          />
          <p class="field-note">
            The app needs the redirect URI <code>{redirectUri()}</code>.
          </p>
        </>
      )}
      <p id="sign-in-note" class="field-note">
        You choose the workspace on the page of sign-in. Secret and token stay in this tab until you sign out
        or close it.
      </p>
      <div class="sign-in-buttons">
        <button
          type="button"
          id="console-sign-in"
          class="button-quiet"
          aria-describedby="sign-in-note"
          onClick={signIn}
        >
          {session ? 'Sign in again' : 'Sign in'}
        </button>
        {session && (
          <button type="button" class="button-quiet" onClick={onSignOut}>
            Sign out
          </button>
        )}
      </div>
      {told && (
        <p class="field-failure" role="alert">
          {told}
        </p>
      )}
    </fieldset>
  );
}
