import type { OpenApi, Schema } from './open-api.ts';

/** One row of an attribute table: a field, what may stand in it, and the fields within it. */
export interface Attribute {
  /** The field's name; `[ ]` for the items of an array of scalars. */
  readonly name: string;
  /** Where it stands, as errors write it: `products[].taxes`. Unique within a table. */
  readonly path: string;
  /** The word of the type column: `string`, `array`, `number or string`. */
  readonly type: string;
  readonly format?: string;
  readonly required: boolean;
  readonly nullable: boolean;
  /** Whether it goes beyond the reference that the API follows. */
  readonly addition: boolean;
  readonly enumValues: readonly { readonly value: string; readonly addition: boolean }[];
  /** Limits in words: `at most 50 characters`. */
  readonly limits: readonly string[];
  /** Markdown. */
  readonly description: string;
  /** Of a parameter: the value that fits the page’s other examples, where the answer does not have it. */
  readonly example?: string;
  readonly children: readonly Attribute[];
  /** The component that its children repeat, where showing them would never end. */
  readonly repeats?: string;
}

type Components = OpenApi['components']['schemas'];

interface Place {
  readonly components: Components;
  /** The components on the way from the root, so that a schema within itself ends. */
  readonly within: readonly string[];
}

/**
 * The fields of an object's schema, in the order of the schema. Of an answer that has several shapes, or is an array, each
 * shape is a row that holds its fields.
 */
export function readAttributes(schema: Schema, components: Components): Attribute[] {
  const place = { components, within: [] };
  const shapes = alternativesOf(resolve(schema, place).schema, place);
  if (shapes.length === 1 && !shapes[0]!.items) return fieldsOf(schema, place, '');
  return shapes.map((shape) => toAttribute('', shape.items ? '' : 'object', shape, false, place));
}

/** One field by itself, such as a parameter of the query. */
export function readAttribute(
  name: string,
  schema: Schema,
  required: boolean,
  components: Components,
): Attribute {
  return toAttribute(name, name, schema, required, { components, within: [] });
}

function fieldsOf(schema: Schema, place: Place, parent: string): Attribute[] {
  const { schema: whole, place: inside, repeats } = resolve(schema, place);
  if (repeats) return [];
  const required = new Set(whole.required);
  const ownFields = Object.entries(whole.properties ?? {}).map(([name, property]) => {
    const field = toAttribute(
      name,
      parent ? `${parent}.${name}` : name,
      property,
      required.has(name),
      inside,
    );
    return { ...field, limits: [...field.limits, ...eitherOf(name, whole)] };
  });
  return [...ownFields, ...(whole.allOf ?? []).flatMap((part) => fieldsOf(part, inside, parent))];
}

function toAttribute(name: string, path: string, schema: Schema, required: boolean, place: Place): Attribute {
  const { schema: whole, place: inside, repeats } = resolve(schema, place);
  const choices = alternativesOf(whole, inside);
  const holds = choices.filter((choice) => !isNull(choice));
  // A list of the query may come as one text too; what its items are stands beside the choice.
  const listed = whole.items ? whole : undefined;
  const container =
    listed ?? holds.find((choice) => choice.items || choice.properties || choice.allOf) ?? holds[0] ?? whole;
  const additions = schema['x-addition'] ?? whole['x-addition'];
  const repeated = repeats ?? (container.items && resolve(container.items, inside).repeats);
  const format = holds.find((choice) => choice.format)?.format;
  return {
    name,
    path,
    type: [...new Set(holds.flatMap((choice) => typesOf(choice)))].join(' or ') || 'any',
    ...(format ? { format } : {}),
    required,
    nullable: choices.some((choice) => isNull(choice) || typesOf(choice, true).includes('null')),
    addition: additions === true,
    enumValues: [...new Set(holds.flatMap((choice) => choice.enum ?? []))]
      .filter((value) => value !== null)
      .map((value) => ({
        value: String(value),
        addition: Array.isArray(additions) && additions.includes(String(value)),
      })),
    limits: [...new Set([whole, ...holds].flatMap(limitsOf))],
    description: schema.description ?? whole.description ?? '',
    children: repeated ? [] : childrenOf(container, inside, path),
    ...(repeated ? { repeats: repeated } : {}),
  };
}

function childrenOf(schema: Schema, place: Place, path: string): Attribute[] {
  if (!schema.items) return fieldsOf(schema, place, path);
  const { schema: item } = resolve(schema.items, place);
  const choices = alternativesOf(item, place).filter((choice) => !isNull(choice));
  const isObject = choices.every((choice) => choice.properties || choice.allOf);
  if (isObject && choices.length === 1) return fieldsOf(schema.items, place, `${path}[]`);
  return [toAttribute('[ ]', `${path}[]`, schema.items, false, place)];
}

/** Follows a reference, unless it leads back into itself. */
function resolve(schema: Schema, place: Place): { schema: Schema; place: Place; repeats?: string } {
  const name = schema.$ref?.replace('#/components/schemas/', '');
  if (!name) return { schema, place };
  const target = place.components[name];
  if (!target) throw new Error(`The OpenAPI document has no schema ${name}`);
  if (place.within.includes(name)) return { schema: target, place, repeats: name };
  return { schema: target, place: { ...place, within: [...place.within, name] } };
}

/** In words, that a field must be there where none of those is that may stand for it. */
function eitherOf(name: string, schema: Schema): string[] {
  return [schema, ...(schema.allOf ?? [])].filter(isEither).flatMap(({ anyOf = [] }) => {
    const names = anyOf.flatMap((branch) => branch.required ?? []);
    const others = names.filter((other) => other !== name);
    return others.length < names.length ? [`required unless ${others.join(' or ')} is given`] : [];
  });
}

/** Whether the branches of `anyOf` say nothing but which of several fields must be there. */
function isEither({ anyOf }: Schema): boolean {
  return anyOf?.every((branch) => branch.required && !branch.type && !branch.$ref) ?? false;
}

/** What a field may hold: the branches of `anyOf`, references followed, or the schema itself. */
function alternativesOf(schema: Schema, place: Place): Schema[] {
  const branches = isEither(schema) ? undefined : (schema.anyOf ?? schema.oneOf);
  if (!branches) return [schema];
  return branches.flatMap((branch) => alternativesOf(resolve(branch, place).schema, place));
}

function isNull(schema: Schema): boolean {
  return schema.type === 'null' || schema.const === null;
}

function typesOf(schema: Schema, withNull = false): string[] {
  const types = schema.type === undefined ? impliedTypes(schema) : [schema.type].flat();
  return withNull ? types : types.filter((type) => type !== 'null');
}

function impliedTypes(schema: Schema): string[] {
  if (schema.properties || schema.allOf) return ['object'];
  if (schema.const !== undefined) return [typeof schema.const];
  return [];
}

function limitsOf(schema: Schema): string[] {
  const { minLength, maxLength, minItems, maxItems, minimum, maximum } = schema;
  const limits: string[] = [];
  if (maxLength !== undefined) limits.push(range(minLength, maxLength, 'characters'));
  if (maxItems !== undefined) limits.push(range(minItems, maxItems, 'items'));
  if (minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER) limits.push(`at least ${minimum}`);
  if (maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) limits.push(`at most ${maximum}`);
  if (schema.const !== undefined && schema.const !== '')
    limits.push(`always ${JSON.stringify(schema.const)}`);
  if (schema.default !== undefined) limits.push(`default ${JSON.stringify(schema.default)}`);
  return limits;
}

function range(smallest: number | undefined, largest: number, unit: string): string {
  return smallest ? `${smallest} to ${largest} ${unit}` : `at most ${largest} ${unit}`;
}

/** Every attribute of a tree, parents before their children. */
export function flattenAttributes(attributes: readonly Attribute[]): Attribute[] {
  return attributes.flatMap((attribute) => [attribute, ...flattenAttributes(attribute.children)]);
}
