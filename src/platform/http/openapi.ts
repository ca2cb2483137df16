import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { ERRORS, type ErrorCode, type ErrorDetails, findRegisteredError } from '../../errors.ts';
import { type Endpoint, isMutation, readsJson, type UploadDeclaration } from './endpoint.ts';
import { errorSchema, toErrorBody } from './error-body.ts';
import { partnerWarningsSchema } from './unknown-fields.ts';

type JsonSchema = Record<string, unknown>;
type Components = Record<string, JsonSchema>;

export interface OpenApiOptions {
  readonly endpoints: readonly Endpoint[];
  readonly version: string;
  /** Name and description of each tag, in the order of the pages. */
  readonly tags: readonly { readonly name: string; readonly description: string }[];
}

/** Where `npm start` listens when nothing is set; what the portal's pages are built with. */
export const STANDARD_ADDRESS = 'http://127.0.0.1:4010';

/** The OpenAPI 3.1 document of the endpoints; the portal, the SDK and the checks of the tests read nothing else. */
export function buildOpenApi({ endpoints, version, tags }: OpenApiOptions): JsonSchema {
  const components: Components = {};
  const paths: Record<string, JsonSchema> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] ??= {};
    paths[endpoint.path]![endpoint.method.toLowerCase()] = describeOperation(endpoint, components);
  }
  const used = new Set(endpoints.map((endpoint) => endpoint.tag));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Recount',
      version,
      summary:
        'Accounting and invoicing over a real double-entry ledger, in the words of COUNT’s Partner API.',
      description:
        'Every call under `/partners` is signed with the client secret (HMAC-SHA256) and carries an access token ' +
        'that is bound to one workspace. All identification uses UUIDs.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: STANDARD_ADDRESS, description: 'A server started with npm start' }],
    tags: tags.filter((tag) => used.has(tag.name)),
    paths,
    // Every error of the server, for the pages about errors; the responses of an operation name which of them are its own.
    'x-error-codes': ERRORS,
    components: {
      schemas: Object.fromEntries(Object.entries(components).sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        clientId: {
          type: 'apiKey',
          in: 'header',
          name: 'x-client-id',
          description: 'The id of the partner app.',
        },
        signature: {
          type: 'apiKey',
          in: 'header',
          name: 'x-signature',
          description:
            'Lower-case hex HMAC-SHA256 of `METHOD:path:timestamp:bodyHash`, keyed with the client secret.',
        },
        timestamp: {
          type: 'apiKey',
          in: 'header',
          name: 'x-timestamp',
          description:
            'Unix time of signing, in seconds or milliseconds; five minutes either way are accepted.',
          'x-addition': true,
        },
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          description: '`Bearer`, a blank, and the access token of the workspace.',
        },
      },
    },
  };
}

const SECURITY = {
  partner: [{ clientId: [], signature: [], timestamp: [], accessToken: [] }],
  signature: [{ clientId: [], signature: [], timestamp: [] }],
  public: [],
} as const;

function describeOperation(endpoint: Endpoint, components: Components): JsonSchema {
  const parameters = [
    ...describeParameters(endpoint.params, 'path', components, endpoint.examples.params),
    ...describeParameters(endpoint.query, 'query', components, endpoint.examples.params),
    ...(isMutation(endpoint) ? [IDEMPOTENCY_PARAMETER] : []),
  ];
  return {
    operationId: endpoint.operationId,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    description: describe(endpoint),
    security: SECURITY[endpoint.access],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(endpoint.body ? { requestBody: describeBody(endpoint, components) } : {}),
    ...(endpoint.upload ? { requestBody: describeUpload(endpoint.upload) } : {}),
    responses: {
      ...(answersFilesOnly(endpoint)
        ? describeFile(endpoint)
        : { [endpoint.status]: describeSuccess(endpoint, components) }),
      ...describeErrors(endpoint, components),
    },
  };
}

function describe({ description, aliases = [] }: Endpoint): string {
  const others = aliases.map((alias) => `\`${alias}\``).join(' and ');
  return others === '' ? description : `${description} The path may also be spelled ${others}.`;
}

const IDEMPOTENCY_PARAMETER = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Makes the request take effect at most once for 24 hours; a repeat gets the first answer.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  'x-addition': true,
};

function describeParameters(
  schema: z.ZodObject | undefined,
  place: 'path' | 'query',
  components: Components,
  examples: Readonly<Record<string, string>> = {},
) {
  if (!schema) return [];
  const { properties = {}, required = [] } = toJsonSchema(schema, 'input', components) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description ? { description } : {}),
    schema: rest,
    ...(examples[name] === undefined ? {} : { example: examples[name] }),
    ...(rest.type === 'array' ? { style: 'form', explode: false } : {}),
  }));
}

function describeBody(endpoint: Endpoint, components: Components): JsonSchema {
  const schema = toJsonSchema(endpoint.body!, 'input', components);
  const example = endpoint.examples.body;
  return {
    required: !endpoint.body!.safeParse({}).success,
    content: { 'application/json': { schema, ...(example ? { example } : {}) } },
  };
}

function describeUpload({ fields, required, example: parts }: UploadDeclaration): JsonSchema {
  const schema = { type: 'object', properties: fields, required };
  const textsOf = (field: string) =>
    parts.filter(({ name }) => name === field).map((part) => ('content' in part ? part.content : part.value));
  const example = Object.fromEntries(Object.keys(fields).map((field) => [field, textsOf(field)]));
  // The example alone tells neither what a file is called nor what it is.
  return { required: true, content: { 'multipart/form-data': { schema, example, 'x-parts': parts } } };
}

function describeSuccess(endpoint: Endpoint, components: Components): JsonSchema {
  const { data, response, excerpt } = endpoint.examples;
  const example =
    response ?? (data === undefined ? undefined : { status: 'success', message: endpoint.message, data });
  const schema = endpoint.response
    ? toJsonSchema(endpoint.response, 'output', components)
    : describeEnvelope(endpoint, components);
  return {
    description: endpoint.message,
    content: {
      'application/json': {
        schema,
        ...(example === undefined ? {} : { example }),
        ...(excerpt ? { 'x-excerpt': excerpt } : {}),
      },
      ...describeContents(endpoint.files ?? []),
    },
  };
}

const describeContents = (files: readonly string[]) =>
  Object.fromEntries(files.map((file) => [file, { schema: { type: 'string', contentMediaType: file } }]));

/** Whether there is no JSON that the files stand in place of. */
const answersFilesOnly = ({ file, files, data, response }: Endpoint) =>
  file !== undefined || (files !== undefined && !data && !response);

/** A file, and what is answered to who has it already. */
function describeFile({ status, file, files, message }: Endpoint): Record<string, JsonSchema> {
  const etag = {
    description:
      'Changes with the file. Send it as `If-None-Match` to get the file only where it has changed.',
    schema: { type: 'string' },
  };
  const disposition = { description: 'What the file is called.', schema: { type: 'string' } };
  return {
    [status]: {
      description: message,
      headers: { ETag: etag, 'Content-Disposition': disposition },
      content: describeContents(file ? [file] : files!),
    },
    304: { description: 'The file is the one that `If-None-Match` names.', headers: { ETag: etag } },
  };
}

function describeEnvelope(endpoint: Endpoint, components: Components): JsonSchema {
  const data = toJsonSchema(endpoint.data!, 'output', components);
  return {
    type: 'object',
    properties: {
      status: { type: 'string', const: 'success', description: 'Always "success".' },
      message: { type: 'string', description: 'What was done, for people.' },
      data: readsJson(endpoint)
        ? { allOf: [data, toJsonSchema(partnerWarningsSchema, 'output', components)] }
        : data,
    },
    required: ['status', 'message', 'data'],
  };
}

/** The codes that an endpoint may answer by its nature, before its own rules. */
function inherentErrors(endpoint: Endpoint): ErrorCode[] {
  const codes: ErrorCode[] = [];
  if (endpoint.access === 'partner')
    codes.push(
      'missing_credentials',
      'invalid_signature',
      'invalid_token',
      'token_expired',
      'workspace_not_authorized',
    );
  if (endpoint.access === 'signature') codes.push('missing_credentials', 'invalid_signature');
  if (endpoint.limit || endpoint.access !== 'public') codes.push('RATE_LIMITED');
  if (endpoint.params) codes.push('INVALID_UUID');
  if (endpoint.body || endpoint.query) codes.push('VALIDATION_ERROR');
  if (readsJson(endpoint)) codes.push('INVALID_JSON', 'UNSUPPORTED_MEDIA_TYPE');
  // Also where no body is taken: what is sent all the same has to be read.
  if (endpoint.method !== 'GET') codes.push('PAYLOAD_TOO_LARGE');
  if (isMutation(endpoint)) {
    codes.push(
      'INVALID_IDEMPOTENCY_KEY',
      'IDEMPOTENCY_IN_PROGRESS',
      'IDEMPOTENCY_KEY_REUSED',
      'REPLAYED_REQUEST',
      'READ_ONLY_ROLE',
    );
  }
  return [...codes, 'INTERNAL_ERROR', 'SERVICE_UNAVAILABLE'];
}

function describeErrors(endpoint: Endpoint, components: Components): Record<string, JsonSchema> {
  const codes = [
    ...new Set([
      ...inherentErrors(endpoint),
      ...(endpoint.notFound ? [endpoint.notFound] : []),
      ...endpoint.errors,
    ]),
  ];
  const responses: Record<string, JsonSchema> = {};
  // A missing thing is not found where the path or the whole query names it; else it is the fault of a field.
  const statusOf = (code: ErrorCode) =>
    code.endsWith('_NOT_FOUND') && code !== endpoint.notFound ? 400 : ERRORS[code].status;
  for (const status of [...new Set(codes.map(statusOf))].sort()) {
    const ofStatus = codes.filter((code) => statusOf(code) === status);
    const schema = toJsonSchema(errorSchema, 'output', components);
    const examples = Object.fromEntries(
      ofStatus.map((code) => [code, { summary: ERRORS[code].message, value: exampleError(code, status) }]),
    );
    responses[status] = {
      description: REFUSALS[status] ?? STATUS_CODES[status]!,
      content: { 'application/json': { schema, examples } },
    };
  }
  return responses;
}

/** What a status means here, where the standard's words say less. */
const REFUSALS: Record<number, string> = { 401: 'Unauthorized - Authentication failed' };

const EXAMPLE_UUID = '0197e1c2-5a10-7b52-9c3e-2f4a6b8c0d1e';
const EXAMPLE_DETAILS: Required<ErrorDetails> = {
  missing: ['x-signature', 'x-timestamp'],
  references: [{ field: 'products[0].productUuid', uuid: EXAMPLE_UUID }],
  invoiceNumber: 'A-1001',
  invoiceNumbers: ['A-1001', 'A-1007'],
  closedThrough: '2026-06-30',
  filedThrough: '2026-06-30',
  cutoverDate: '2026-01-01',
  entryCount: 12,
  currency: 'EUR',
  date: '2026-07-01',
  deleteBlockedReason: 'HAS_JOURNAL_ENTRIES',
  debits: '250.00',
  credits: '240.00',
  difference: '10.00',
  source: 'invoice',
  sourceUuid: '0197c2f4-6b1e-7d3a-9c55-2f7d0a4e8b12',
  usedBy: ['documents', 'products'],
  limit: '10000.00',
  amount: '12500.00',
  left: '2500.00',
  writtenBy: ['0197c1a0-5b7e-7c3a-9f51-2f6f0c7f1a03'],
  draftUuid: '0197c2f4-7c1e-7d3a-9c55-2f7d0a4e8b41',
  updatedAt: '2026-07-01T10:24:31.000Z',
  mergedIntoUuid: EXAMPLE_UUID,
};

/** The one reference that is no UUID. */
const SUB_TYPE_ERROR = {
  field: 'subTypeId',
  message: 'subTypeId must be the id of a sub-type: Account sub type not found for 9999.',
};

/** An error as it is answered: a code of a field on that field, with the details that its code has. */
function exampleError(code: ErrorCode, statusCode: number) {
  const registered = findRegisteredError(code);
  const thing = /^(\w+)_NOT_FOUND$/.exec(code)?.[1]?.toLowerCase();
  const isSubType = code === 'ACCOUNT_SUB_TYPE_NOT_FOUND';
  const isReference = statusCode === 400 && thing !== undefined && !isSubType;
  const field = isSubType ? SUB_TYPE_ERROR.field : isReference ? `${thing}Uuid` : 'request';
  const message = isSubType
    ? SUB_TYPE_ERROR.message
    : isReference
      ? `${field} must be the UUID of a ${thing} of this workspace: ${EXAMPLE_UUID} is unknown.`
      : registered.message;
  const held = (registered.details ?? []).map((name) => [name, EXAMPLE_DETAILS[name]]);
  const details = isReference ? { references: [{ field, uuid: EXAMPLE_UUID }] } : Object.fromEntries(held);
  const refusal = {
    code,
    message,
    status: statusCode,
    details: Object.keys(details).length > 0 ? details : undefined,
    errors: statusCode === 400 ? [{ field, message, code }] : undefined,
  };
  return toErrorBody(refusal, '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c');
}

/** The JSON Schema of a zod schema; schemas with an id become components. */
function toJsonSchema(schema: z.ZodType, io: 'input' | 'output', components: Components): JsonSchema {
  const named = z.globalRegistry.get(schema)?.id;
  // The error alone is in a thousand answers: made anew for each, it took a second of every start.
  if (named !== undefined && named in components) return { $ref: `#/components/schemas/${named}` };
  const {
    $schema: _,
    $defs,
    ...json
  } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema & {
    $defs?: Components;
  };
  for (const [id, definition] of Object.entries($defs ?? {})) components[id] = clean(definition);
  const id = (json as { id?: string }).id;
  if (!id) return clean(json);
  components[id] = clean(json);
  return { $ref: `#/components/schemas/${id}` };
}

/** References point to components, and answers stay open to later fields. */
function clean<T>(node: T): T {
  if (Array.isArray(node)) return node.map(clean) as T;
  if (node === null || typeof node !== 'object') return node;
  const entries = Object.entries(node)
    .filter(
      ([key, value]) =>
        !(key === 'additionalProperties' && value === false) && !(key === 'id' && typeof value === 'string'),
    )
    .map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string'
        ? value.replace('#/$defs/', '#/components/schemas/')
        : clean(value),
    ]);
  return Object.fromEntries(entries);
}
