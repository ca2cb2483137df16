import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A JSON Schema, as far as requests are made from it. */
export interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

/** An operation of the document, as far as requests are made from it. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** With `{name}` for parameters. */
  readonly path: string;
  readonly signed: boolean;
  /** Whether it asks for an access token, too. */
  readonly tokened: boolean;
  readonly parameters: readonly Parameter[];
  /** Undefined where it takes none. */
  readonly body: Schema | undefined;
  /** Whether it takes files, as multipart/form-data. */
  readonly isUpload: boolean;
  readonly example: unknown;
}

/** What the API promises, and all that requests are made from. */
export interface ApiDocument {
  readonly operations: readonly Operation[];
  /** The same by their id. */
  readonly byId: ReadonlyMap<string, Operation>;
  /** The same, those with much to say in their body several times. */
  readonly weighted: readonly Operation[];
  /** Those that make something out of what is there, weighted alike. */
  readonly creates: readonly Operation[];
  /** The paths of everything that has records with an id of their own: what stands before `/{id}`. */
  readonly collections: readonly string[];
  /** Values by the name of their field, out of all examples. */
  readonly exampleValues: ReadonlyMap<string, readonly unknown[]>;
  /** Every word of the document, so also every name that may be told. */
  readonly words: ReadonlySet<string>;
  /** Follows references. */
  resolve(schema: Schema): Schema;
}

interface RawOperation {
  readonly operationId: string;
  readonly security?: readonly Record<string, unknown>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Schema; readonly example?: unknown }>>;
  };
  readonly responses: Readonly<Record<string, unknown>>;
}

interface RawDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const FILE = join(import.meta.dirname, '..', '..', 'openapi.json');

/** Reads openapi.json, which a test holds to be that of the declarations. */
export function readApiDocument(): ApiDocument {
  const text = readFileSync(FILE, 'utf8');
  const { paths, components } = JSON.parse(text) as RawDocument;
  const exampleValues = new Map<string, unknown[]>();
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      collectValues(operation.responses, exampleValues);
      const content = operation.requestBody?.content['application/json'];
      collectValues(content?.example, exampleValues);
      const [security = {}] = operation.security ?? [];
      return {
        id: operation.operationId,
        method: method.toUpperCase(),
        path,
        signed: security.signature !== undefined,
        tokened: security.accessToken !== undefined,
        parameters: operation.parameters ?? [],
        body: content?.schema,
        isUpload: operation.requestBody?.content['multipart/form-data'] !== undefined,
        example: content?.example,
      };
    }),
  );
  const withId = operations.filter(({ path }) => path.includes('/{'));
  const resolve = (schema: Schema): Schema =>
    schema.$ref ? resolve(components.schemas[schema.$ref.split('/').at(-1)!]!) : schema;
  const weighted = operations.flatMap((operation) =>
    Array<Operation>(weigh(operation.body && resolve(operation.body))).fill(operation),
  );
  return {
    operations,
    byId: new Map(operations.map((operation) => [operation.id, operation])),
    weighted,
    creates: weighted.filter(
      ({ method, path, tokened }) => tokened && method === 'POST' && !path.includes('{'),
    ),
    collections: [...new Set(withId.map(({ path }) => path.slice(0, path.indexOf('/{'))))],
    exampleValues,
    words: new Set(text.match(/\w+/g)),
    resolve,
  };
}

/** Once, and once more for every eight fields that are told of. */
function weigh(body: Schema | undefined): number {
  return 1 + Math.round((JSON.stringify(body ?? {}).match(/"description"/g)?.length ?? 0) / 8);
}

const MOST_VALUES = 20;

/** Every scalar under the name of its field, a few of each. */
export function collectValues(node: unknown, values: Map<string, unknown[]>, name = ''): void {
  if (node === null || node === undefined) return;
  if (Array.isArray(node)) {
    for (const item of node.slice(0, 5)) collectValues(item, values, name);
  } else if (typeof node === 'object') {
    for (const [key, value] of Object.entries(node)) collectValues(value, values, key);
  } else if (String(node).length <= 200) {
    const known = values.get(name) ?? [];
    if (known.includes(node)) return;
    known.push(node);
    if (known.length > MOST_VALUES) known.shift();
    values.set(name, known);
  }
}
