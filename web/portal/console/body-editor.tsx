import { useState } from 'preact/hooks';
import { readFaithfully } from '../samples/print-literal.ts';
import type { Field } from './console-props.ts';
import { FieldList } from './field-editor.tsx';
import { isObject } from './fields.ts';

interface BodyEditorProps {
  readonly fields: readonly Field[];
  readonly text: string;
  readonly example: string;
  onChange(text: string): void;
}

type View = 'Fields' | 'JSON';

/** The body as inputs or as JSON, whichever is handier: both edit the text that is sent. */
export function BodyEditor({ fields, text, example, onChange }: BodyEditorProps) {
  const [view, setView] = useState<View>(fields.length > 0 ? 'Fields' : 'JSON');
  return (
    <fieldset class="body-editor">
      <legend>Body</legend>
      {fields.length > 0 && <ViewSwitch view={view} onChange={setView} />}
      {view === 'JSON' ? (
        <JsonText text={text} onChange={onChange} />
      ) : (
        <BodyFields fields={fields} text={text} example={example} onChange={onChange} />
      )}
    </fieldset>
  );
}

function ViewSwitch({ view, onChange }: { readonly view: View; onChange(view: View): void }) {
  return (
    <div class="switch" role="radiogroup" aria-label="Edit the body as">
      {(['Fields', 'JSON'] as const).map((each) => (
        <label key={each}>
          <input type="radio" name="body-view" checked={view === each} onChange={() => onChange(each)} />
          <span>{each}</span>
        </label>
      ))}
    </div>
  );
}

function JsonText({ text, onChange }: Pick<BodyEditorProps, 'text' | 'onChange'>) {
  const broken = describeFault(text);
  return (
    <>
      <textarea
        class="json-text"
        aria-label="Body as JSON"
        aria-invalid={broken ? true : undefined}
        aria-describedby={broken ? 'json-fault' : undefined}
        rows={Math.min(24, Math.max(4, text.split('\n').length))}
        spellcheck={false}
        value={text}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
      {broken && (
        <p id="json-fault" class="field-note">
          {broken} It is sent as it is.
        </p>
      )}
    </>
  );
}

function BodyFields({ fields, text, example, onChange }: BodyEditorProps) {
  const body = readFaithfully(text)?.value;
  if (!isObject(body)) {
    return <p class="field-note">The fields cannot show this body without changing it. Edit it as JSON.</p>;
  }
  return (
    <FieldList
      fields={fields}
      value={body}
      example={JSON.parse(example)}
      path=""
      onChange={(next) => onChange(JSON.stringify(next, null, 2))}
    />
  );
}

function describeFault(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return `Not valid JSON: ${(error as Error).message}.`;
  }
}
