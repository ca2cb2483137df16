import { openApiDocument } from '../../src/app.ts';
import { ERRORS, type ErrorCode } from '../../src/errors.ts';

interface Example {
  readonly value: { readonly requestId: string; readonly details?: unknown };
}

interface Published {
  readonly paths: Record<string, { get: { responses: Record<number, PublishedResponse> } }>;
}

interface PublishedResponse {
  readonly content: { 'application/json': { examples: Record<string, Example> } };
}

/** What the OpenAPI document shows of an error of GET at a path. */
export function publishedExample(path: string, code: ErrorCode) {
  const { paths } = openApiDocument() as unknown as Published;
  const { content } = paths[path]!.get.responses[ERRORS[code].status]!;
  return content['application/json'].examples[code]!.value;
}
