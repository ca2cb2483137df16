import { type Attribute, readAttribute, readAttributes } from './attributes.ts';
import { insertErrorCodes } from './error-codes.ts';
import { completeExample } from './example.ts';
import type { OpenApi, Operation, Parameter } from './open-api.ts';
import type { EndpointPage, EndpointResponse, ErrorPage, Group, GuidePage, Portal } from './pages.ts';
import { firstSentence, toSlug } from './words.ts';

export const ROOT = '/docs';
const ERRORS_GROUP = 'Errors';

/** Every page of the portal, made from the OpenAPI document and the guides alone. */
export function readPortal(openApi: OpenApi, guides: readonly GuidePage[]): Portal {
  const resources = openApi.tags.map(({ name, description }) => ({
    name,
    description,
    pages: readEndpointPages(openApi, name),
  }));
  const endpoints = resources.flatMap(({ pages }) => pages);
  const errors = readErrorPages(openApi, endpoints);
  const groups: Group[] = [
    { name: 'Guides', description: '', pages: guides.map((guide) => insertErrorCodes(guide, errors)) },
    ...resources,
    {
      name: ERRORS_GROUP,
      description: 'Every error code: what it means and what to do.',
      pages: errors,
    },
  ];
  return {
    title: openApi.info.title,
    version: openApi.info.version,
    summary: openApi.info.summary,
    description: openApi.info.description,
    baseUrl: openApi.servers[0]!.url,
    groups,
    pages: groups.flatMap(({ pages }) => pages),
  };
}

function readEndpointPages(openApi: OpenApi, tag: string): EndpointPage[] {
  return Object.entries(openApi.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.tags.includes(tag))
      .map(([method, operation]) => readEndpointPage(openApi, tag, path, method, operation)),
  );
}

function readEndpointPage(
  openApi: OpenApi,
  tag: string,
  endpoint: string,
  method: string,
  operation: Operation,
): EndpointPage {
  const { schemas } = openApi.components;
  const parametersIn = (place: Parameter['in']) =>
    (operation.parameters ?? [])
      .filter((parameter) => parameter.in === place)
      .map((parameter) => readParameter(parameter, openApi));
  const json = operation.requestBody?.content['application/json'];
  const form = operation.requestBody?.content['multipart/form-data'];
  const content = json ?? form;
  const body = content ? readAttributes(content.schema, schemas) : [];
  return {
    kind: 'endpoint',
    path: `${ROOT}/${toSlug(tag)}/${toSlug(operation.operationId)}`,
    title: operation.summary,
    summary: firstSentence(operation.description),
    group: tag,
    operationId: operation.operationId,
    method: method.toUpperCase(),
    endpoint,
    server: openApi.servers[0]!.url,
    description: operation.description,
    access: readAccess(operation),
    headers: [...readCredentials(operation, openApi), ...parametersIn('header')],
    pathParameters: parametersIn('path'),
    queryParameters: parametersIn('query'),
    body,
    bodyExample: json && completeExample(json.example, body),
    ...(form ? { form: form['x-parts'] } : {}),
    responses: readResponses(operation, openApi),
  };
}

function readAccess({ security }: Operation): EndpointPage['access'] {
  const schemes = Object.keys(security[0] ?? {});
  if (schemes.includes('accessToken')) return 'partner';
  return schemes.length > 0 ? 'signature' : 'public';
}

function readParameter(parameter: Parameter, openApi: OpenApi): Attribute {
  const { name, schema, required, description, example } = parameter;
  const attribute = readAttribute(name, schema, required, openApi.components.schemas);
  return {
    ...attribute,
    description: description ?? attribute.description,
    addition: parameter['x-addition'] ?? attribute.addition,
    ...(example === undefined ? {} : { example }),
  };
}

/** The credential headers in the order of the original page; what it leaves out comes last. */
function readCredentials({ security }: Operation, { components }: OpenApi): Attribute[] {
  return Object.keys(security[0] ?? {})
    .map((name) => components.securitySchemes[name]!)
    .map((scheme) => ({
      ...readAttribute(scheme.name ?? 'Authorization', { type: 'string' }, true, {}),
      description: scheme.description,
      addition: scheme['x-addition'] ?? false,
    }))
    .sort((a, b) => Number(a.addition) - Number(b.addition));
}

function readResponses(operation: Operation, openApi: OpenApi): EndpointResponse[] {
  return Object.entries(operation.responses).map(([status, { description, content = {} }]) => {
    if (!isJson(content)) {
      const [file] = Object.keys(content);
      return { status, description, attributes: [], examples: [], ...(file ? { file } : {}) };
    }
    const { schema, example, examples, 'x-excerpt': excerpt } = content['application/json'];
    return {
      status,
      description,
      attributes: readAttributes(schema, openApi.components.schemas),
      ...(excerpt ? { excerpt } : {}),
      examples: examples
        ? Object.entries(examples).map(([name, { summary = '', value }]) => ({ name, summary, value }))
        : [{ name: 'answer', summary: description, value: example }],
    };
  });
}

type Content = NonNullable<Operation['responses'][string]['content']>;
type Json = Extract<Content, { 'application/json': { example?: unknown } }>;

function isJson(content: Content): content is Json {
  return 'application/json' in content;
}

function readErrorPages(openApi: OpenApi, endpoints: readonly EndpointPage[]): ErrorPage[] {
  const answered = endpoints.flatMap((endpoint) =>
    endpoint.responses.flatMap(({ examples, attributes }) =>
      examples.map(({ name, value }) => ({ endpoint, code: name, value, attributes })),
    ),
  );
  return Object.entries(openApi['x-error-codes']).map(([code, { status, message, action, details }]) => {
    const uses = answered.filter((each) => each.code === code);
    const detailed = uses[0]?.attributes.find(({ name }) => name === 'details')?.children ?? [];
    return {
      kind: 'error',
      path: `${ROOT}/errors/${toSlug(code)}`,
      title: code,
      summary: message,
      group: ERRORS_GROUP,
      code,
      status,
      message,
      action,
      details: detailed.filter(({ name }) => details?.includes(name)),
      example: uses[0]?.value ?? plainExample(answered.at(-1)?.value, code, status, message),
      endpoints: uses.map(({ endpoint }) => endpoint),
    };
  });
}

/** The answer with a code that no endpoint lists, such as that of a path which is none: the envelope, and nothing else. */
function plainExample(another: unknown, code: string, statusCode: number, message: string) {
  const { requestId } = (another ?? {}) as { requestId?: string };
  return { status: 'error', message, code, statusCode, requestId };
}
