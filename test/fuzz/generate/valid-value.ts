import type { Random } from '../../../src/demo/random.ts';
import { isUuid } from '../../../src/platform/text.ts';
import type { ApiDocument, Operation, Schema } from '../api-document.ts';
import type { KnownBooks } from '../known-books.ts';

/** What values are made with. */
export interface Making {
  readonly document: ApiDocument;
  readonly random: Random;
  /** The workspace that the request is for. */
  readonly books: KnownBooks;
  /** The number of the request: what must be unique is made of it. */
  readonly number: number;
  /** What is requested. */
  readonly operation: Operation;
  /** Whether nothing is to be asked for beyond what must be. */
  readonly bare: boolean;
}

/** A value that a schema allows, under the name of its field. */
export function makeValid(making: Making, schema: Schema, name: string): unknown {
  const { random, document } = making;
  const resolved = document.resolve(schema);
  if (resolved.const !== undefined) return resolved.const;
  if (resolved.enum) return random.pick(resolved.enum);
  if (resolved.properties || resolved.allOf) return makeObject(making, resolved, name);
  const branches = resolved.anyOf ?? resolved.oneOf;
  if (branches) return makeValid(making, pickNotNull(random, branches, isNull), name);
  const types = resolved.type === undefined ? ['string'] : [resolved.type].flat();
  switch (pickNotNull(random, types, (type) => type === 'null')) {
    case 'null':
      return null;
    case 'boolean':
      return random.chance(0.5);
    case 'integer':
      return makeInteger(making, resolved, name);
    case 'number':
      return random.pick([1, 2, 3, 10, 99.5, 0.01, 1234.56, 0.333333]);
    case 'array':
      return makeArray(making, resolved, name);
    case 'object':
      return makeObject(making, resolved, name);
    default:
      return makeString(making, resolved, types, name);
  }
}

const isNull = (schema: Schema) => schema.type === 'null';

function pickNotNull<T>(random: Random, choices: readonly T[], isNone: (choice: T) => boolean): T {
  const some = choices.filter((choice) => !isNone(choice));
  return some.length > 0 && random.chance(0.9) ? random.pick(some) : random.pick(choices);
}

function makeInteger({ random, books }: Making, { minimum = 0, maximum = 100 }: Schema, name: string) {
  const seen = books.value(name, random);
  if (typeof seen === 'number' && random.chance(0.7)) return seen;
  if (random.chance(0.1)) return random.pick([minimum, maximum]);
  return random.between(minimum, Math.min(maximum, minimum + 20));
}

function makeArray(making: Making, { items = {}, minItems = 0, maxItems = 100 }: Schema, name: string) {
  const count = making.random.between(minItems, Math.min(maxItems, minItems + 2));
  return Array.from({ length: count }, () => makeValid(making, items, name));
}

function makeObject(making: Making, schema: Schema, of: string): Record<string, unknown> {
  const { random, document } = making;
  const parts = [schema, ...(schema.allOf ?? []).map(document.resolve)];
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) parts.push(document.resolve(random.pick(alternatives)));
  const required = new Set(parts.flatMap((part) => part.required ?? []));
  const probability = random.pick([0.1, 0.5, 0.9]);
  const value: Record<string, unknown> = {};
  for (const [name, property] of parts.flatMap((part) => Object.entries(part.properties ?? {}))) {
    // What has no schema is there to be refused.
    const chance = isAnything(document.resolve(property)) ? 0.01 : probability;
    if (required.has(name) || random.chance(chance))
      value[name] = makeValid(making, property, nameWithin(of, name));
  }
  for (const [name, property] of parts.flatMap((part) => Object.entries(part.properties ?? {}))) {
    const other = /^Another name of `(\w+)`/.exec(document.resolve(property).description ?? '')?.[1];
    if (other && name in value && other in value && random.chance(0.97))
      delete value[random.pick([name, other])];
  }
  return value;
}

function isAnything({ type, anyOf, oneOf, allOf, properties, enum: values, const: value }: Schema): boolean {
  return !(type || anyOf || oneOf || allOf || properties || values || value !== undefined);
}

/** The id of an item is called by what it is an item of: that in `products` names a product. */
const nameWithin = (of: string, name: string) => (/^(uu)?id$/.test(name) ? `${of}Uuid` : name);

function makeString(making: Making, schema: Schema, types: readonly string[], name: string): string {
  const { random, books, number, operation } = making;
  const { format, maxLength = 40, minLength = 0, pattern } = schema;
  const seen = books.value(name, random);
  const told = operation.tokened ? undefined : books.told(name, random);
  if (told !== undefined) return told;
  switch (format) {
    case 'uuid':
      return books.idFor(name, random) ?? uuidOf(number);
    case 'date':
      return makeDate(making);
    case 'date-time':
      return `${makeDate(making)}T10:00:00.000Z`;
    case 'email':
      return random.chance(0.2) && typeof seen === 'string' ? seen : `fuzz-${number}@example.com`;
    case 'uri':
      return `https://example.com/${number}`;
  }
  if (types.includes('number')) return random.pick(['1', '2', '2.5', '19.99', '0.01', '100']);
  const known = typeof seen === 'string' && seen.length <= maxLength && seen.length >= minLength;
  if (known && (pattern || random.chance(0.4))) return seen;
  return makeText(random, number).slice(0, maxLength).padEnd(minLength, 'x');
}

/** Mostly one day for all of a request, so that what must not come before another does not; sometimes an extreme one. */
function makeDate({ random, number }: Making): string {
  const choice = random.next();
  if (choice < 0.04) return random.pick(['1900-01-01', '2999-12-31', '2024-02-29', '2000-02-29']);
  const day = choice < 0.3 ? random.between(0, 1_000) : Math.abs(number) % 1_000;
  return new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
}

const TEXTS = [
  'Fuzz',
  'Ünïcödé',
  'Junk & Sons',
  "O'Hara",
  '日本語',
  '50% off',
  'a_b',
  'C:\\x',
  '😀 emoji',
  '{}',
];

function makeText(random: Random, number: number): string {
  return `${random.pick(TEXTS)} ${number}.${random.between(0, 999)}`;
}

/** A sound UUID that belongs to nothing. */
export function uuidOf(number: number): string {
  return `00000000-0000-4000-8000-${Math.abs(number).toString(16).padStart(12, '0')}`;
}

/**
 * Another body like one that was taken, or that an example shows: other ids of what is there, and new texts where a text is likely
 * to have to be unique.
 */
function freshen(making: Making, value: unknown, name: string): unknown {
  const { random, books, number, operation } = making;
  const told = operation.tokened ? undefined : books.told(name, random);
  if (told !== undefined) return told;
  if (Array.isArray(value)) return value.map((item) => freshen(making, item, name));
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).map(([key, item]) => [
      key,
      freshen(making, item, nameWithin(name, key)),
    ]);
    return Object.fromEntries(entries);
  }
  if (typeof value !== 'string') return value;
  if (isUuid(value))
    return random.chance(0.15) || !books.allIds.has(value) ? (books.idFor(name, random) ?? value) : value;
  if (value.includes('@')) return `fuzz-${number}-${random.between(0, 99_999)}@example.com`;
  if (/name|number|code|customer$/i.test(name) && random.chance(0.9))
    return `F${number}-${random.between(0, 999_999)}`;
  return value;
}

/** A body for the operation: one that was taken, the example, or one from the schema. */
export function makeBody(making: Making): unknown {
  const { random, operation, books } = making;
  const worked = books.body(operation, random);
  const choice = random.next();
  if (worked !== undefined && choice < 0.4) return vary(making, freshen(making, worked, ''));
  if (operation.example !== undefined && choice < 0.65)
    return vary(making, freshen(making, operation.example, ''));
  return makeValid(making, operation.body ?? {}, '');
}

/** Half of the time, another value for one of the fields that are there, or might be. */
function vary(making: Making, body: unknown): unknown {
  const { random, document, operation } = making;
  const { properties = {} } = document.resolve(operation.body ?? {});
  const sound = Object.entries(properties).filter(([, property]) => !isAnything(document.resolve(property)));
  const choices = sound.filter(([, property]) => isChoice(document.resolve(property)));
  const from = choices.length > 0 && random.chance(0.5) ? choices : sound;
  const [name, property] = from.length > 0 ? random.pick(from) : [];
  if (!name || !property || random.chance(0.5)) return body;
  return { ...(body as object), [name]: makeValid(making, property, name) };
}

/** What decides of which kind a record is. */
const isChoice = ({ type, enum: values }: Schema) => type === 'boolean' || values !== undefined;
