import type { Field } from './console-props.ts';
import { FieldEditor, FieldList } from './field-editor.tsx';
import { newKey } from './new-key.ts';

type Values = Readonly<Record<string, string>>;

interface ParameterInputsProps {
  readonly title: string;
  readonly fields: readonly Field[];
  readonly values: Values;
  readonly example: Values;
  onChange(values: Values): void;
}

/** The inputs of path, query or headers, which are all text. */
export function ParameterInputs({ title, fields, values, example, onChange }: ParameterInputsProps) {
  if (fields.length === 0) return null;
  return (
    <fieldset class="parameters">
      <legend>{title}</legend>
      <FieldList
        fields={fields.map(asText)}
        value={Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))}
        example={example}
        path=""
        onChange={(next) =>
          onChange(Object.fromEntries(Object.entries(next).map(([name, value]) => [name, String(value)])))
        }
      />
    </fieldset>
  );
}

/** A parameter as an input of text, or a choice of what may stand in it. */
function asText(field: Field): Field {
  const choices = field.types[0] === 'boolean' ? ['true', 'false'] : field.choices;
  return {
    ...field,
    types: ['string'],
    typeName: field.types.join(' or '),
    choices,
    nullable: false,
    fields: [],
  };
}

interface HeaderInputsProps extends Omit<ParameterInputsProps, 'title' | 'example'> {}

/** The headers beside the credentials; a fresh key is a click away. */
export function HeaderInputs({ fields, values, onChange }: HeaderInputsProps) {
  if (fields.length === 0) return null;
  return (
    <fieldset class="parameters">
      <legend>Headers</legend>
      {fields.map((field) => (
        <div key={field.name} class="header-input">
          <FieldEditor
            field={asText(field)}
            label={field.name}
            value={values[field.name] || undefined}
            example={undefined}
            path={field.name}
            onChange={(next) => onChange({ ...values, [field.name]: next === undefined ? '' : String(next) })}
          />
          {field.name.endsWith('-Key') && (
            <button
              type="button"
              class="button-quiet"
              onClick={() => onChange({ ...values, [field.name]: newKey() })}
            >
              New key
            </button>
          )}
        </div>
      ))}
    </fieldset>
  );
}
