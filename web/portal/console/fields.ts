import type { Field } from './console-props.ts';

/** What a field is edited with. */
export type Editor = 'text' | 'long-text' | 'date' | 'boolean' | 'choice' | 'object' | 'list' | 'json';

const DATE = /^(\d{4}-\d{2}-\d{2})?$/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** What to edit a field with that holds this value; JSON where nothing else would show the whole of it. */
export function chooseEditor(field: Field, value: unknown): Editor {
  const { types, fields, choices, format, long } = field;
  switch (kindOf(value) ?? types[0]) {
    case 'array':
      return types.includes('array') && fields.length > 0 ? 'list' : 'json';
    case 'object':
      return types.includes('object') && fields.length > 0 ? 'object' : 'json';
    case 'boolean':
      return types.includes('boolean') ? 'boolean' : 'json';
    case 'string':
    case 'number':
    case 'integer':
      break;
    default:
      return 'json';
  }
  const text = showText(value);
  if (!types.some((type) => type === 'string' || type === 'number' || type === 'integer')) return 'json';
  if (choices.length > 0 && (text === '' || choices.includes(text))) return 'choice';
  if (format === 'date' && DATE.test(text)) return 'date';
  return long || text.includes('\n') ? 'long-text' : 'text';
}

function kindOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? 'array' : typeof value;
}

/** A scalar as an input shows it; nothing for what is left out or null. */
export function showText(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

/**
 * What was typed, as the value of a field. Text that a number would write otherwise (`250.00`) stays a text, so that what
 * is seen is what is sent.
 *
 * @returns undefined, which leaves the field out, where nothing is in a field that is optional
 */
export function readText({ types, required }: Field, text: string): unknown {
  if (text === '') return required ? '' : undefined;
  const takesNumber = types.includes('number') || types.includes('integer');
  return takesNumber && NUMBER.test(text) && String(Number(text)) === text ? Number(text) : text;
}

/** The items of a list, as a field of their own. */
export function itemOf({ fields }: Field): Field {
  const [first] = fields;
  if (first?.name === '[ ]') return { ...first, required: true };
  return { name: '[ ]', types: ['object'], required: true, nullable: false, choices: [], fields };
}

/** What a new item of a list holds at first: what the example's does, or nothing. */
export function newItem(item: Field, example: unknown): unknown {
  if (example !== undefined) return structuredClone(example);
  switch (item.types[0]) {
    case 'object':
      return {};
    case 'array':
      return [];
    case 'boolean':
      return false;
    default:
      return item.choices[0] ?? '';
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** An object with a field set, or left out; a new one stands where the schema has it. */
export function setField(object: Fields, name: string, value: unknown, order: readonly string[]): Fields {
  const entries = Object.entries(object);
  if (value === undefined) return Object.fromEntries(entries.filter(([key]) => key !== name));
  if (Object.hasOwn(object, name)) {
    return Object.fromEntries(entries.map(([key, old]) => [key, key === name ? value : old]));
  }
  const place = order.indexOf(name);
  const next = entries.findIndex(([key]) => order.indexOf(key) > place);
  return Object.fromEntries(entries.toSpliced(next === -1 ? entries.length : next, 0, [name, value]));
}

/** Whether this is an object of JSON, neither a list nor null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
