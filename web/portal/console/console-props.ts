import type { Attribute } from '../model/attributes.ts';
import { completeExample } from '../model/example.ts';
import type { FormPart } from '../model/open-api.ts';
import type { EndpointPage } from '../model/pages.ts';

/** What an input is made from: an attribute without its texts. */
export interface Field {
  /** `[ ]` for the items of an array of scalars. */
  readonly name: string;
  /** The types it may have, the usual one first; none: any. */
  readonly types: readonly string[];
  /** What is shown as its type, where that is not what its input holds. */
  readonly typeName?: string;
  readonly format?: string;
  readonly required: boolean;
  readonly nullable: boolean;
  readonly choices: readonly string[];
  /** Whether a text of several lines is usual in it. */
  readonly long?: true;
  readonly fields: readonly Field[];
}

/** What the console of a page is made from; goes to the browser as JSON. */
export interface ConsoleProps {
  readonly operationId: string;
  readonly method: string;
  /** With `{name}` for parameters. */
  readonly endpoint: string;
  readonly access: EndpointPage['access'];
  /** Where the samples call until the browser says where the page is. */
  readonly server: string;
  readonly pathFields: readonly Field[];
  readonly queryFields: readonly Field[];
  /** Beside the credentials. */
  readonly headerFields: readonly Field[];
  readonly bodyFields: readonly Field[];
  readonly example: RequestValues;
  /** The media type of the file that is answered in place of JSON. */
  readonly file?: string | undefined;
}

/** Everything that a person can fill in. */
export interface RequestValues {
  readonly path: Readonly<Record<string, string>>;
  /** A parameter that is left out is absent, or empty. */
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON text that is sent, to the byte; undefined for a method without a body. */
  readonly body?: string | undefined;
  /** The parts of a multipart body, where that is what is sent. */
  readonly form?: readonly FormPart[] | undefined;
}

const CREDENTIALS = new Set(['x-client-id', 'x-signature', 'x-timestamp', 'authorization']);
const WITHOUT_BODY = new Set(['GET', 'HEAD', 'DELETE']);

/** What the console of an endpoint's page is made from, with its example filled in. */
export function toConsoleProps(page: EndpointPage): ConsoleProps {
  const headers = page.headers.filter(({ name }) => !CREDENTIALS.has(name.toLowerCase()));
  const success = page.responses.find(({ status }) => status.startsWith('2'));
  const answer = success?.examples[0]?.value;
  return {
    operationId: page.operationId,
    method: page.method,
    endpoint: page.endpoint,
    access: page.access,
    server: page.server,
    ...(success?.file ? { file: success.file } : {}),
    pathFields: page.pathParameters.map(toField),
    queryFields: page.queryParameters.map(toField),
    headerFields: headers.map(toField),
    bodyFields: page.body.map(toField),
    example: {
      path: exampleParameters(page.pathParameters, answer),
      query: exampleParameters(page.queryParameters, answer),
      headers: exampleParameters(headers, answer),
      ...exampleBody(page),
    },
  };
}

function exampleBody({ method, form, bodyExample }: EndpointPage): Pick<RequestValues, 'body' | 'form'> {
  if (WITHOUT_BODY.has(method)) return {};
  return form ? { form } : { body: JSON.stringify(bodyExample ?? {}, null, 2) };
}

const LONG_TEXT = 1000;

function toField(attribute: Attribute): Field {
  const { name, type, format, required, nullable, enumValues, limits, children } = attribute;
  const longest = limits.map((limit) => Number(/(\d+) characters$/.exec(limit)?.[1] ?? 0));
  return {
    name,
    types: type === 'any' ? [] : type.split(' or '),
    ...(format ? { format } : {}),
    required,
    nullable,
    choices: enumValues.map(({ value }) => value),
    ...(Math.max(0, ...longest) >= LONG_TEXT ? { long: true } : {}),
    fields: children.map(toField),
  };
}

/** What must be given is taken from the answer of the same page, so that the two fit together. */
function exampleParameters(parameters: readonly Attribute[], answer: unknown): Record<string, string> {
  const found = parameters
    .filter(({ required }) => required)
    .map(({ name, example }) => [name, example ?? findScalar(answer, name)])
    .filter(([, value]) => value !== undefined);
  const whole = completeExample(Object.fromEntries(found), parameters) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(whole).map(([name, value]) => [name, String(value)]));
}

/** The first scalar of this name, looked for level by level. */
function findScalar(value: unknown, name: string): string | undefined {
  let level: unknown[] = [value];
  while (level.length > 0) {
    for (const each of level) {
      const found = isObject(each) ? each[name] : undefined;
      if (['string', 'number', 'boolean'].includes(typeof found)) return String(found);
    }
    level = level
      .filter((each) => typeof each === 'object' && each !== null)
      .flatMap((each) => Object.values(each!));
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
