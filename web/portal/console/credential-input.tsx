import { useState } from 'preact/hooks';

interface CredentialInputProps {
  readonly id: string;
  readonly label: string;
  readonly secret?: boolean;
  readonly value: string;
  onChange(value: string): void;
}

/** A credential of an app; a secret one can be shown. */
export function CredentialInput({ id, label, secret = false, value, onChange }: CredentialInputProps) {
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
