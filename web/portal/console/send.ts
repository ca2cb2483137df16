import type { FormPart } from '../model/open-api.ts';
import { prepareRequest, type SampleRequest } from '../samples/sample-request.ts';

/** What a request was answered. */
export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly milliseconds: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Formatted where it is JSON; of a file what it is. */
  readonly text: string;
  /** The address of a file that was answered, in this page alone. */
  readonly file?: string;
  readonly json: unknown;
  /** Of an answer that reports an error. */
  readonly error?: AnswerError | undefined;
}

export interface AnswerError {
  readonly code: string;
  readonly message: string;
  /** By the field that fails, as errors write it: `products[0].quantity`. */
  readonly fields: Readonly<Record<string, string>>;
}

/** The address of a request, under the server's own. */
export function addressOf(request: SampleRequest): string {
  return `${request.path}${prepareRequest(request).search}`;
}

/**
 * Sends a request to the server that this page is from.
 *
 * @throws TypeError where it cannot be reached, or a header holds what no header can
 */
export async function sendRequest(request: SampleRequest, headers: Record<string, string>): Promise<Answer> {
  const started = performance.now();
  const response = await fetch(addressOf(request), {
    method: request.method,
    headers,
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'manual',
    ...(request.form ? { body: toFormData(request.form) } : {}),
    ...(request.body === undefined ? {} : { body: request.body }),
  });
  const bytes = await response.blob();
  const milliseconds = Math.round(performance.now() - started);
  const { status, statusText } = response;
  const head = { status, statusText, milliseconds, headers: [...response.headers] };
  if (response.ok && request.savesAs !== undefined) {
    const text = `${bytes.type}, ${bytes.size} bytes`;
    return { ...head, text, json: undefined, file: URL.createObjectURL(bytes) };
  }
  const raw = await bytes.text();
  const json = parse(raw);
  return {
    ...head,
    text: json === undefined ? raw : JSON.stringify(json, null, 2),
    json,
    error: readError(json),
  };
}

/** The browser puts it together, and says where its parts end. */
function toFormData(parts: readonly FormPart[]): FormData {
  const form = new FormData();
  for (const part of parts) {
    if ('value' in part) form.append(part.name, part.value);
    else form.append(part.name, new Blob([part.content], { type: part.contentType }), part.fileName);
  }
  return form;
}

/** What an answer says is wrong; undefined for a success. */
export function readError(json: unknown): AnswerError | undefined {
  const { status, code, message, errors } = (json ?? {}) as Record<string, unknown>;
  if (status !== 'error' || typeof code !== 'string') return undefined;
  const failing = Array.isArray(errors) ? (errors as { field: string; message: string }[]) : [];
  return {
    code,
    message: String(message),
    fields: Object.fromEntries(failing.map(({ field, message: what }) => [field, what])),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
