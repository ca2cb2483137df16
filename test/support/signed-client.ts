import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { checkAnswer } from './check-answer.ts';

/** Where a test calls, and as which app. */
export interface Credentials {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly accessToken?: string;
}

/** What a test may change in a call. */
export interface CallOptions {
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** Added to, or put in place of, the headers that are sent; undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Lets the answer be a 5xx: for tests that break the server on purpose. */
  readonly mayFail?: true;
  /** Sends these bytes instead of JSON of a body; the signature covers them. */
  readonly rawBody?: string | Uint8Array<ArrayBuffer>;
}

/** What a call was answered. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Of a file its bytes. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers as the JSON they are
  readonly body: any;
}

export type TestClient = ReturnType<typeof createSignedClient>;

/** JSON as what it says, a file as its bytes. */
async function readBody(response: Response): Promise<unknown> {
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  return isJson ? response.json() : Buffer.from(await response.arrayBuffer());
}

/** A client that signs as an integrator does. Every answer is checked against the published schema. */
export function createSignedClient(credentials: Credentials) {
  /** What is sent: where to, with which headers, and what body. */
  function sign(method: string, path: string, sentBody: unknown, options: CallOptions) {
    const { baseUrl, clientId, clientSecret, accessToken } = credentials;
    const carriesBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
    const payload = options.rawBody ?? (carriesBody ? JSON.stringify(sentBody ?? {}) : undefined);
    const timestamp = String(Math.floor(Date.now() / 1000));
    const hash = payload === undefined ? '' : createHash('sha256').update(payload).digest('hex');
    const canonical = `${method}:${path}:${timestamp}:${hash}`;
    const sent: Record<string, string | undefined> = {
      'x-client-id': clientId,
      'x-timestamp': timestamp,
      'x-signature': createHmac('sha256', clientSecret).update(canonical).digest('hex'),
      ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    };
    const headers = Object.entries(sent).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const url = new URL(`${baseUrl}/partners${path}`);
    for (const [key, value] of Object.entries(options.query ?? {})) {
      for (const one of [value].flat()) url.searchParams.append(key, one);
    }
    return { url, headers, payload };
  }
  async function call(
    method: string,
    path: string,
    sentBody?: unknown,
    options: CallOptions = {},
  ): Promise<TestAnswer> {
    const { url, headers, payload } = sign(method, path, sentBody, options);
    const response = await fetch(url, {
      method,
      headers,
      ...(payload === undefined ? {} : { body: payload }),
    });
    const body = await readBody(response);
    const answer: TestAnswer = { status: response.status, headers: response.headers, body };
    if (!(options.mayFail && answer.status >= 500)) checkAnswer(method, url.pathname, answer);
    return answer;
  }
  return {
    credentials,
    call,
    /** Begins to get a file, which the test then reads, or not, as it likes: on a connection of its own. */
    async open(path: string, query: NonNullable<CallOptions['query']>): Promise<IncomingMessage> {
      const { url, headers } = sign('GET', path, undefined, { query });
      const request = httpGet(url, { headers: Object.fromEntries(headers), agent: false });
      const [response] = await once(request, 'response');
      return response;
    },
    get: (path: string, query?: CallOptions['query'], options?: CallOptions) =>
      call('GET', path, undefined, { ...options, ...(query ? { query } : {}) }),
    post: (path: string, body?: unknown, options?: CallOptions) => call('POST', path, body, options),
    put: (path: string, body?: unknown, options?: CallOptions) => call('PUT', path, body, options),
    patch: (path: string, body?: unknown, options?: CallOptions) => call('PATCH', path, body, options),
    delete: (path: string, options?: CallOptions) => call('DELETE', path, undefined, options),
  };
}
