import { useState } from 'preact/hooks';
import type { ConsoleProps } from './console-props.ts';
import type { DemoTarget, NoDemo } from './demo-target.ts';
import type { Credentials } from './sign.ts';

export type TargetName = 'demo' | 'own';

interface TargetPickerProps {
  readonly target: TargetName;
  /** Undefined while the server is being asked. */
  readonly demo: DemoTarget | NoDemo | undefined;
  readonly own: Credentials;
  readonly kept: boolean;
  readonly access: ConsoleProps['access'];
  onTarget(target: TargetName): void;
  onOwn(own: Credentials): void;
  onKept(kept: boolean): void;
  onForget(): void;
}

/** Whose books the request goes to. */
export function TargetPicker(props: TargetPickerProps) {
  const { target, demo, onTarget } = props;
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
        <option value="own">My own app</option>
      </select>
      {refused && <p class="field-note">{refused} Use an app of your own.</p>}
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

interface CredentialInputProps {
  readonly id: string;
  readonly label: string;
  readonly secret?: boolean;
  readonly value: string;
  onChange(value: string): void;
}

function CredentialInput({ id, label, secret = false, value, onChange }: CredentialInputProps) {
  const [shown, setShown] = useState(!secret);
  return (
    <div class="field">
      <label htmlFor={id}>{label}</label>
      <div class="field-value">
        <input
          id={id}
          type={shown ? 'text' : 'password'}
          autoComplete="off"
          spellcheck={false}
          value={value}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
        {secret && (
          <button type="button" class="icon-button" onClick={() => setShown(!shown)}>
            {shown ? 'Hide' : 'Show'} <span class="visually-hidden">{label.toLowerCase()}</span>
          </button>
        )}
      </div>
    </div>
  );
}
