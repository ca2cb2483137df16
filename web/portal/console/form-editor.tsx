import { useContext } from 'preact/hooks';
import type { FormPart } from '../model/open-api.ts';
import { sortParts } from '../samples/sample-request.ts';
import type { Field } from './console-props.ts';
import { FailingFields, FieldEditor } from './field-editor.tsx';

interface FormEditorProps {
  readonly fields: readonly Field[];
  readonly form: readonly FormPart[];
  readonly example: readonly FormPart[];
  onChange(form: readonly FormPart[]): void;
}

/** A multipart body as inputs: files are chosen from this computer, and the example's own is sent until one is. */
export function FormEditor({ fields, form, example, onChange }: FormEditorProps) {
  const change = (name: string, parts: readonly FormPart[]) =>
    onChange(
      fields.flatMap((field) =>
        field.name === name ? parts : form.filter((part) => part.name === field.name),
      ),
    );
  return (
    <fieldset class="body-editor">
      <legend>Body</legend>
      {fields.map((field) => {
        const own = (parts: readonly FormPart[]) => parts.filter(({ name }) => name === field.name);
        const props = { field, form: own(form), example: own(example) };
        const set = (parts: readonly FormPart[]) => change(field.name, parts);
        return isFile(field) ? (
          <FileInput key={field.name} {...props} onChange={set} />
        ) : (
          <TextParts key={field.name} {...props} onChange={set} />
        );
      })}
    </fieldset>
  );
}

function isFile({ fields, format }: Field): boolean {
  return (fields[0]?.format ?? format) === 'binary';
}

interface PartsProps {
  readonly field: Field;
  readonly form: readonly FormPart[];
  readonly example: readonly FormPart[];
  onChange(form: readonly FormPart[]): void;
}

function FileInput({ field: { name, required }, form, example, onChange }: PartsProps) {
  const failures = Object.entries(useContext(FailingFields)).filter(
    ([path]) => path === name || path.startsWith(`${name}[`),
  );
  const id = `field-${name}`;
  const choose = ({ currentTarget: { files } }: { currentTarget: HTMLInputElement }) => {
    const chosen = [...(files ?? [])].map((file) => ({
      name,
      fileName: file.name,
      contentType: file.type,
      content: file,
    }));
    onChange(chosen.length > 0 ? chosen : example);
  };
  return (
    <div class={failures.length > 0 ? 'field field-failing' : 'field'}>
      <div class="field-head">
        <label htmlFor={id}>
          <span class="field-name">{name}</span> <span class="field-type">files</span>
          {required && <span class="field-required"> required</span>}
        </label>
      </div>
      <div class="field-value">
        <input type="file" id={id} multiple aria-describedby={`${id}-sent`} onChange={choose} />
      </div>
      <p id={`${id}-sent`} class="field-note">
        {sameFiles(form, example) ? 'Until you choose, the example’s own is sent: ' : 'Sent: '}
        {sortParts(form)
          .files.map(({ fileName }) => fileName)
          .join(', ')}
      </p>
      {failures.map(([path, failure]) => (
        <p key={path} class="field-failure">
          {failure}
        </p>
      ))}
    </div>
  );
}

function sameFiles(form: readonly FormPart[], example: readonly FormPart[]): boolean {
  return form.length === example.length && form.every((part, index) => part === example[index]);
}

function TextParts({ field, form, example, onChange }: PartsProps) {
  const texts = (parts: readonly FormPart[]) => sortParts(parts).texts.map(({ value }) => value);
  const set = (next: unknown) => {
    const values = Array.isArray(next) ? next : [];
    onChange(values.map((value) => ({ name: field.name, value: String(value ?? '') })));
  };
  return (
    <FieldEditor
      field={field}
      label={field.name}
      value={form.length > 0 ? texts(form) : undefined}
      example={texts(example)}
      path={field.name}
      onChange={set}
    />
  );
}
