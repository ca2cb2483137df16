import type { ConsoleProps } from './console-props.ts';
import { CredentialInput } from './credential-input.tsx';
import type { DemoTarget, NoDemo } from './demo-target.ts';
import type { Credentials } from './sign.ts';
import { SignInPanel } from './sign-in-panel.tsx';
import type { SignInSession } from './sign-in-session.ts';

export type TargetName = 'demo' | 'signed-in' | 'own';

interface TargetPickerProps {
  readonly target: TargetName;
  /** Undefined while the server is being asked. */
  readonly demo: DemoTarget | NoDemo | undefined;
  readonly own: Credentials;
  readonly kept: boolean;
  readonly session: SignInSession | undefined;
  readonly signInFailure: string | undefined;
  readonly access: ConsoleProps['access'];
  onTarget(target: TargetName): void;
  onOwn(own: Credentials): void;
  onKept(kept: boolean): void;
  onForget(): void;
  onSignOut(): void;
}

/** Whose books the request goes to. */
export function TargetPicker(props: TargetPickerProps) {
  const { target, demo, session, own, signInFailure, onTarget, onOwn, onSignOut } = props;
  const refused = demo !== undefined && 'refused' in demo ? demo.refused : undefined;
  return (
    <div class="target">
      <label htmlFor="console-target">Target</label>
      <select
        id="console-target"
        value={target}
        onChange={({ currentTarget }) => onTarget(currentTarget.value as TargetName)}
      >
        <option value="demo" disabled={refused !== undefined}>
          Demo workspace of this server
        </option>
        <option value="signed-in">A workspace that I sign in to</option>
        <option value="own">My own app, with its access token</option>
      </select>
      {refused && <p class="field-note">{refused} Use an app of your own.</p>}
      {target === 'signed-in' && (
        <SignInPanel
          session={session}
          demoApp={demo && !('refused' in demo) ? demo : undefined}
          own={own}
          failure={signInFailure}
          onOwn={onOwn}
          onSignOut={onSignOut}
        />
      )}
      {target === 'own' && <OwnCredentials {...props} />}
    </div>
  );
}

function OwnCredentials({ own, kept, access, onOwn, onKept, onForget }: TargetPickerProps) {
  const set = (name: keyof Credentials) => (value: string) => onOwn({ ...own, [name]: value.trim() });
  return (
    <fieldset class="credentials">
      <legend>Credentials of your app</legend>
      <CredentialInput id="own-client-id" label="Client ID" value={own.clientId} onChange={set('clientId')} />
      <CredentialInput
        id="own-client-secret"
        label="Client secret"
        secret
        value={own.clientSecret}
        onChange={set('clientSecret')}
      />
      {access === 'partner' && (
        <CredentialInput
          id="own-access-token"
          label="Access token"
          secret
          value={own.accessToken}
          onChange={set('accessToken')}
        />
      )}
      <label class="remember">
        <input
          type="checkbox"
          checked={kept}
          aria-describedby="remember-note"
          onChange={({ currentTarget }) => onKept(currentTarget.checked)}
        />{' '}
        Remember on this device
      </label>
      <p id="remember-note" class="field-note">
        The secret is used in this page to sign and is never sent. It stays in memory until you leave the
        page; remembered, it is kept in this browser’s local storage, unencrypted.
      </p>
      <button type="button" class="button-quiet" onClick={onForget}>
        Forget
      </button>
    </fieldset>
  );
}
