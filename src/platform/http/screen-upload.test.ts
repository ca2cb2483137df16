import { createHash, createHmac } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSalesFixtures, invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { multipart } from '../../../test/support/upload.ts';

const LARGEST = 20_000_000;
let server: TestServer;
let path: string;
const open: Socket[] = [];

beforeAll(async () => {
  server = await startTestServer();
  const fixtures = await createSalesFixtures(server.strict);
  const { body } = await server.strict.post('/invoices', invoiceBody(fixtures));
  path = `/invoices/${body.data.uuid}/attachments/upload`;
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});
afterAll(() => server.close());

type Headers = Record<string, string | undefined>;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** A head as it should be; the signature is of a body that nobody has seen yet. */
function head(change: Headers = {}): Headers {
  const { clientId, accessToken } = server.strict.credentials;
  return {
    host: 'recount',
    'content-type': 'multipart/form-data; boundary=x',
    'content-length': String(LARGEST),
    'x-client-id': clientId,
    'x-timestamp': String(Math.floor(Date.now() / 1000)),
    'x-signature': '00'.repeat(32),
    authorization: `Bearer ${accessToken}`,
    ...change,
  };
}

/** Sends a head, and what is to follow it, and waits for no more than an answer. */
function send(headers: Headers, following?: Buffer) {
  const { hostname, port } = new URL(server.baseUrl);
  const socket = connect(Number(port), hostname);
  open.push(socket);
  socket.on('error', () => {});
  const lines = Object.entries(headers).flatMap(([name, value]) => (value ? [`${name}: ${value}`] : []));
  socket.write(`POST /partners${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  if (following) socket.write(following);
  const answered = new Promise<{ status: number; code: string; text: string }>((done) => {
    let text = '';
    socket.on('data', (data) => {
      text += data;
      const code = /"code":"(\w+)"/.exec(text)?.[1];
      if (code) done({ status: Number(text.slice(9, 12)), code, text });
    });
  });
  return { socket, answered };
}

const orNothing = <T>(answered: Promise<T>) => Promise.race([answered, sleep(400, 'nothing yet' as const)]);

describe('an upload whose head is not right', () => {
  it.each<[string, Headers, number, string]>([
    ['that has no token', { authorization: undefined }, 401, 'missing_credentials'],
    ['of an unknown client', { 'x-client-id': 'nobody' }, 401, 'invalid_signature'],
    ['that is stale', { 'x-timestamp': '1700000000' }, 401, 'invalid_signature'],
    ['with an unknown token', { authorization: 'Bearer of-nobody' }, 401, 'invalid_token'],
    ['that is too large', { 'content-length': String(LARGEST + 1) }, 413, 'PAYLOAD_TOO_LARGE'],
  ])('%s is refused before any of its body', async (_what, change, status, code) => {
    const { answered } = send(head(change));
    expect(await answered).toMatchObject({ status, code });
  });

  it('leaves nothing in memory, however many send such at once', async () => {
    const body = Buffer.alloc(5_000_000);
    const held = () => {
      collectGarbage();
      return process.memoryUsage().arrayBuffers;
    };
    const before = held();
    // The rest of each never comes, so that all of them are under way still.
    const sent = Array.from({ length: 60 }, () => send(head({ 'x-client-id': 'nobody' }), body));
    for (const { answered } of sent) expect((await answered).status).toBe(401);
    while (sent.some(({ socket }) => socket.writableLength > 0)) await sleep(20);
    // Of 300 MB that were sent. What was read last is let go a little later than it was answered.
    await expect.poll(() => held() - before, { timeout: 10_000 }).toBeLessThan(60_000_000);
  });
});

describe('an upload whose head is right', () => {
  it('is still checked with its body, and refused where that was not signed', async () => {
    const { rawBody, headers } = await multipart([{ name: 'a.txt', bytes: 'hours: 8' }]);
    const wrong = head({ ...headers, 'content-length': String(rawBody.length) });
    const refused = send(wrong, Buffer.from(rawBody));
    expect(await refused.answered).toMatchObject({ status: 401, code: 'invalid_signature' });
    const { clientSecret } = server.strict.credentials;
    const hash = createHash('sha256').update(rawBody).digest('hex');
    const text = `POST:${path}:${wrong['x-timestamp']}:${hash}`;
    const signature = createHmac('sha256', clientSecret).update(text).digest('hex');
    const { socket } = send({ ...wrong, 'x-signature': signature }, Buffer.from(rawBody));
    const [answer] = await new Promise<Buffer[]>((done) => socket.once('data', (data) => done([data])));
    expect(answer!.toString('latin1', 0, 15)).toContain(' 201 ');
  });

  it('waits for its body, two of a client at once; more are refused for now until one has gone', async () => {
    const first = send(head(), Buffer.from('--x'));
    const second = send(head({ 'content-length': undefined, 'transfer-encoding': 'chunked' }));
    expect(await orNothing(first.answered)).toBe('nothing yet');
    expect(await orNothing(second.answered)).toBe('nothing yet');
    const third = await send(head()).answered;
    expect(third).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' });
    expect(third.text.toLowerCase()).toContain('retry-after: 1');
    // Other apps have room of their own.
    const { clientId, accessToken } = server.lenient.credentials;
    const other = send(head({ 'x-client-id': clientId, authorization: `Bearer ${accessToken}` }));
    expect(await orNothing(other.answered)).toBe('nothing yet');
    first.socket.destroy();
    await sleep(100);
    expect(await orNothing(send(head()).answered)).toBe('nothing yet');
  });

  it('gives its room back once it is answered, also on a connection that stays open', async () => {
    const tooMuch = Buffer.alloc(LARGEST, 'x');
    for (let turn = 0; turn < 4; turn += 1) {
      const { answered } = send(head(), tooMuch);
      expect(await answered).toMatchObject({ status: 401, code: 'invalid_signature' });
    }
  });
});
