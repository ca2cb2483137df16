import type { Attribute } from './attributes.ts';

const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: '00000000-0000-7000-8000-000000000000',
  date: '2026-07-01',
  'date-time': '2026-07-01T09:30:00.000Z',
  email: 'name@example.com',
};

/**
 * The example of a body with every required field: what the example lacks gets a value of its type, so that a field that
 * was just added to a schema is in the samples and in the console before anybody has thought of an example for it.
 */
export function completeExample(example: unknown, attributes: readonly Attribute[]): unknown {
  const given = isObject(example) ? example : {};
  const missing = attributes.filter(({ name, required }) => required && !(name in given));
  const completed = Object.entries(given).map(([name, value]) => [
    name,
    completeValue(
      value,
      attributes.find((attribute) => attribute.name === name),
    ),
  ]);
  return {
    ...Object.fromEntries(completed),
    ...Object.fromEntries(missing.map((each) => [each.name, placeholderOf(each)])),
  };
}

function completeValue(value: unknown, attribute: Attribute | undefined): unknown {
  if (!attribute || attribute.children.length === 0) return value;
  if (isObject(value)) return completeExample(value, attribute.children);
  return Array.isArray(value) ? value.map((item) => completeValue(item, attribute)) : value;
}

function placeholderOf({ name, type, format, enumValues, children }: Attribute): unknown {
  if (enumValues[0]) return enumValues[0].value;
  if (format && BY_FORMAT[format]) return BY_FORMAT[format];
  const [first] = type.split(' or ');
  if (first === 'number' || first === 'integer') return 1;
  if (first === 'boolean') return false;
  if (first === 'array') return children[0]?.name === '[ ]' ? [] : [completeExample({}, children)];
  return first === 'object' ? completeExample({}, children) : name;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
