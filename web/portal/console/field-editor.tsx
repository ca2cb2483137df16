import { createContext } from 'preact';
import { useContext, useRef, useState } from 'preact/hooks';
import type { Field } from './console-props.ts';
import { chooseEditor, isObject, itemOf, newItem, setField } from './fields.ts';
import { ScalarInput } from './scalar-input.tsx';

/** What the last answer said is wrong, by field. */
export const FailingFields = createContext<Readonly<Record<string, string>>>({});

interface EditorProps {
  readonly field: Field;
  readonly value: unknown;
  /** What the example has here. */
  readonly example: unknown;
  /** Where the field stands, as errors write it: `products[0].quantity`. */
  readonly path: string;
  /** What is shown in place of the field's name. */
  readonly label?: string;
  /** Undefined leaves the field out. */
  onChange(value: unknown): void;
}

/** A field with the inputs of everything that is in it. */
export function FieldEditor(props: EditorProps) {
  const editor = chooseEditor(props.field, props.value);
  if (editor === 'object' || editor === 'list') return <GroupEditor {...props} editor={editor} />;
  return <ScalarEditor {...props} />;
}

function ScalarEditor({ field, value, path, label, onChange }: EditorProps) {
  const failure = useContext(FailingFields)[path];
  const editor = chooseEditor(field, value);
  const id = `field-${path}`;
  const selects = editor === 'choice' || editor === 'boolean';
  return (
    <div class={failure ? 'field field-failing' : 'field'}>
      <div class="field-head">
        <label htmlFor={id}>
          <FieldName field={field} label={label} />
        </label>
        {!selects && <FieldButtons field={field} value={value} name={path} onChange={onChange} />}
      </div>
      <div class="field-value">
        <ScalarInput
          field={field}
          editor={editor}
          value={value}
          id={id}
          describedBy={failure && `${id}-failure`}
          onChange={onChange}
        />
      </div>
      {failure && (
        <p id={`${id}-failure`} class="field-failure">
          {failure}
        </p>
      )}
    </div>
  );
}

function FieldName({
  field: { types, typeName, required },
  label = '',
}: {
  readonly field: Field;
  readonly label?: string | undefined;
}) {
  return (
    <>
      <span class="field-name">{label}</span>{' '}
      <span class="field-type">{typeName ?? (types.join(' or ') || 'any')}</span>
      {required && !label.startsWith('[') && <span class="field-required"> required</span>}
    </>
  );
}

interface FieldButtonsProps {
  readonly field: Field;
  readonly value: unknown;
  readonly name: string;
  onChange(value: unknown): void;
}

function FieldButtons({ field, value, name, onChange }: FieldButtonsProps) {
  const leaveOut = (event: MouseEvent) => {
    // The button goes away, so the focus goes to what it was about.
    const around = (event.currentTarget as HTMLElement).closest<HTMLElement>('.field, .field-group');
    const input = around?.matches('.field') ? around.querySelector<HTMLElement>('input, textarea') : around;
    input?.focus();
    onChange(undefined);
  };
  return (
    <span class="field-buttons">
      {field.nullable && (
        <button
          type="button"
          class="icon-button"
          aria-pressed={value === null}
          aria-label={`Send null as ${name}`}
          onClick={() => onChange(value === null ? undefined : null)}
        >
          null
        </button>
      )}
      {value !== undefined && (
        <button
          type="button"
          class="icon-button"
          aria-label={`Leave out ${name}`}
          title="Leave out"
          onClick={leaveOut}
        >
          ×
        </button>
      )}
    </span>
  );
}

function GroupEditor({
  field,
  value,
  example,
  path,
  label,
  editor,
  onChange,
}: EditorProps & { editor: 'object' | 'list' }) {
  const failure = useContext(FailingFields)[path];
  const empty = value === undefined || value === null;
  const fill = ({ currentTarget }: { currentTarget: HTMLElement }) => {
    // The button goes away.
    currentTarget.closest<HTMLElement>('.field-group')?.focus();
    onChange(example ?? (editor === 'list' ? [] : {}));
  };
  return (
    <fieldset class={failure ? 'field-group field-failing' : 'field-group'} tabIndex={-1}>
      <legend>
        <FieldName field={field} label={label} />
        <FieldButtons field={field} value={value} name={path} onChange={onChange} />
      </legend>
      {failure && <p class="field-failure">{failure}</p>}
      {empty && (
        <p class="field-empty">
          {value === null ? 'null' : 'left out'}{' '}
          <button type="button" class="button-quiet" aria-label={`Fill in ${path}`} onClick={fill}>
            Fill in
          </button>
        </p>
      )}
      {!empty && editor === 'object' && (
        <FieldList
          fields={field.fields}
          value={isObject(value) ? value : {}}
          example={example}
          path={path}
          onChange={onChange}
        />
      )}
      {!empty && editor === 'list' && (
        <ItemList
          field={field}
          items={value as unknown[]}
          example={example}
          path={path}
          onChange={onChange}
        />
      )}
    </fieldset>
  );
}

interface FieldListProps {
  readonly fields: readonly Field[];
  readonly value: Readonly<Record<string, unknown>>;
  readonly example: unknown;
  readonly path: string;
  onChange(value: Readonly<Record<string, unknown>>): void;
}

/** The fields of an object in the order of its schema; those that are optional and not in the example are folded. */
export function FieldList({ fields, value, example, path, onChange }: FieldListProps) {
  const [open, setOpen] = useState(false);
  const order = fields.map(({ name }) => name);
  const isUsual = ({ name, required }: Field) => required || (isObject(example) && name in example);
  const others = fields.filter((field) => !isUsual(field));
  const filled = others.filter(({ name }) => name in value).length;
  const unknown = Object.keys(value).filter((name) => !order.includes(name));
  const edit = (field: Field) => (
    <FieldEditor
      key={field.name}
      field={field}
      label={field.name}
      value={value[field.name]}
      example={isObject(example) ? example[field.name] : undefined}
      path={path ? `${path}.${field.name}` : field.name}
      onChange={(next) => onChange(setField(value, field.name, next, order))}
    />
  );
  return (
    <>
      {fields.filter(isUsual).map(edit)}
      {others.length > 0 && (
        <details class="more-fields" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
          <summary>
            More fields ({others.length}
            {filled > 0 && `, ${filled} filled in`})
          </summary>
          {open && others.map(edit)}
        </details>
      )}
      {unknown.length > 0 && <p class="field-note">Also sent: {unknown.join(', ')}</p>}
    </>
  );
}

interface ItemListProps {
  readonly field: Field;
  readonly items: readonly unknown[];
  readonly example: unknown;
  readonly path: string;
  onChange(items: readonly unknown[]): void;
}

function ItemList({ field, items, example, path, onChange }: ItemListProps) {
  const item = itemOf(field);
  const model = Array.isArray(example) ? example[0] : undefined;
  const add = useRef<HTMLButtonElement>(null);
  const remove = (at: number) => {
    onChange(items.toSpliced(at, 1));
    add.current?.focus();
  };
  return (
    <>
      {/* An item has no identity but its place. */}
      {items.map((value, at) => (
        <div class="item" key={at}>
          <FieldEditor
            field={item}
            label={`[${at}]`}
            value={value}
            example={model}
            path={`${path}[${at}]`}
            onChange={(next) => (next === undefined ? remove(at) : onChange(items.with(at, next)))}
          />
        </div>
      ))}
      <button
        type="button"
        class="button-quiet"
        ref={add}
        aria-label={`Add item to ${path}`}
        onClick={() => onChange([...items, newItem(item, model)])}
      >
        Add item
      </button>
    </>
  );
}
