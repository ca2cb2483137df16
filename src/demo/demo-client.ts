import type { FastifyInstance } from 'fastify';
import { type Credentials, signRequest } from '../partners/signatures/sign-request.ts';
import type { Endpoint } from '../platform/http/endpoint.ts';

/** What a call was answered. */
export interface DemoAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the API's own JSON; what is read of it is named where it is read
  readonly body: any;
}

/** Calls the API in this process as an integrator would over the network: signed, checked, posted by the one path. */
export interface DemoClient {
  call(method: Endpoint['method'], path: string, body?: unknown): Promise<DemoAnswer>;
  /** Sends a multipart body. */
  upload(path: string, form: FormData): Promise<DemoAnswer>;
  /** A call that must succeed: answers its `data`. */
  // biome-ignore lint/suspicious/noExplicitAny: see above
  data(method: Endpoint['method'], path: string, body?: unknown): Promise<any>;
}

/** A client of the server in this process, which need not listen. */
export function createDemoClient(server: FastifyInstance, credentials: Credentials): DemoClient {
  async function send(
    method: Endpoint['method'],
    path: string,
    payload: string | Buffer | undefined,
    contentType?: string,
  ): Promise<DemoAnswer> {
    const signed = signRequest(credentials, { method, path: path.split('?')[0]!, body: payload });
    const headers = contentType === undefined ? signed : { ...signed, 'content-type': contentType };
    const url = `/partners${path}`;
    const response = await server.inject({
      method,
      url,
      headers,
      ...(payload === undefined ? {} : { payload }),
    });
    const isJson = String(response.headers['content-type']).startsWith('application/json');
    return { status: response.statusCode, body: isJson ? response.json() : response.rawPayload };
  }
  const call: DemoClient['call'] = (method, path, body) =>
    send(method, path, method === 'GET' || method === 'DELETE' ? undefined : JSON.stringify(body ?? {}));
  return {
    call,
    async upload(path, form) {
      const encoded = new Response(form);
      const bytes = Buffer.from(await encoded.arrayBuffer());
      return send('POST', path, bytes, encoded.headers.get('content-type')!);
    },
    async data(method, path, body) {
      const answer = await call(method, path, body);
      if (answer.status < 300) return answer.body.data;
      throw new Error(`${method} ${path} answered ${answer.status}: ${answer.body.message}`);
    },
  };
}
