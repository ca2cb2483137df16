import { useState } from 'preact/hooks';
import type { Field } from './console-props.ts';
import { type Editor, readText, showText } from './fields.ts';

export interface ScalarInputProps {
  readonly field: Field;
  readonly editor: Editor;
  readonly value: unknown;
  readonly id: string;
  /** The element that says what is wrong, where something is. */
  readonly describedBy?: string | undefined;
  onChange(value: unknown): void;
}

/** One input, of the kind that its field asks for. */
export function ScalarInput({ field, editor, value, id, describedBy, onChange }: ScalarInputProps) {
  const shared = { id, 'aria-describedby': describedBy, 'aria-invalid': describedBy ? true : undefined };
  const placeholder =
    value === null ? 'null' : value === undefined && field.required ? 'left out' : undefined;
  const onInput = (event: Event) => onChange(readText(field, (event.target as HTMLInputElement).value));
  if (editor === 'json') return <JsonInput {...shared} value={value} onChange={onChange} />;
  if (editor === 'choice' || editor === 'boolean') {
    const choices = editor === 'boolean' ? ['true', 'false'] : field.choices;
    return (
      <select
        {...shared}
        value={value === null ? 'null' : showText(value)}
        onChange={({ currentTarget }) =>
          onChange(readChoice(field, editor, currentTarget.value, currentTarget.selectedIndex === 1))
        }
      >
        <option value="">left out</option>
        {field.nullable && <option value="null">null</option>}
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    );
  }
  const text = {
    ...shared,
    value: showText(value),
    placeholder,
    onInput,
    autoComplete: 'off',
    spellcheck: false,
  };
  if (editor === 'long-text') return <textarea {...text} rows={2} />;
  const numeric = field.types[0] === 'number' || field.types[0] === 'integer';
  return (
    <input {...text} type={editor === 'date' ? 'date' : 'text'} inputMode={numeric ? 'decimal' : undefined} />
  );
}

function readChoice(field: Field, editor: Editor, choice: string, isSecond: boolean): unknown {
  if (choice === '') return undefined;
  if (field.nullable && isSecond) return null;
  return editor === 'boolean' ? choice === 'true' : readText(field, choice);
}

interface JsonInputProps {
  readonly id: string;
  readonly value: unknown;
  onChange(value: unknown): void;
}

/** Any value, as JSON; what is not yet JSON is kept here, and not sent. */
function JsonInput({ value, onChange, ...shared }: JsonInputProps) {
  const [draft, setDraft] = useState<string>();
  const onInput = ({ currentTarget }: { currentTarget: HTMLTextAreaElement }) => {
    const text = currentTarget.value;
    try {
      onChange(text.trim() === '' ? undefined : JSON.parse(text));
      setDraft(undefined);
    } catch {
      setDraft(text);
    }
  };
  return (
    <textarea
      {...shared}
      rows={1}
      placeholder="JSON"
      spellcheck={false}
      aria-invalid={draft === undefined ? undefined : true}
      value={draft ?? (value === undefined ? '' : JSON.stringify(value))}
      onInput={onInput}
    />
  );
}
