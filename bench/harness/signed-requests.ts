import { type Credentials, signRequest } from '../../src/partners/signatures/sign-request.ts';

export interface RequestToSend {
  readonly method: 'GET' | 'POST';
  /** As the API's pages write it, without `/partners`. */
  readonly path: string;
  readonly query?: string;
  readonly body?: string;
  readonly idempotencyKey?: string;
}

/** The target and the headers of a signed request. */
export function signedRequest(credentials: Credentials, request: RequestToSend, now?: number) {
  const { method, path, query, body } = request;
  const target = `/partners${path}${query === undefined ? '' : `?${query}`}`;
  return { target, headers: signRequest(credentials, { method, path, body }, now) };
}

/** The bytes of a signed request, ready to be written to a connection. A signature is good for five minutes. */
export function signedBytes(port: number, credentials: Credentials, request: RequestToSend): Buffer {
  const { method, body, idempotencyKey } = request;
  const signed = signedRequest(credentials, request);
  const headers = {
    host: `127.0.0.1:${port}`,
    ...signed.headers,
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`${method} ${signed.target} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
}

/** One signed call whose answer's `data` is wanted, for making what a comparison needs. */
export async function callData(port: number, credentials: Credentials, request: RequestToSend) {
  const { method, path, body } = request;
  const { target, headers } = signedRequest(credentials, request);
  const response = await fetch(`http://127.0.0.1:${port}${target}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: the API's own JSON; what is read of it is named where it is read
  const answer: any = await response.json();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${answer.message}`);
  return answer.data;
}
