import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { S3_CREDENTIALS, startTestS3, type TestS3 } from '../../../test/support/s3-server.ts';
import { readS3Address } from './s3-address.ts';
import { createS3Store, type S3Limits } from './s3-store.ts';

const LIMITS: S3Limits = { connect: 500, idle: 300, whole: 4_000, tries: 3, page: 2 };
let s3: TestS3;

beforeAll(async () => {
  s3 = await startTestS3();
});
afterEach(() => {
  vi.unstubAllEnvs();
  s3.trouble = () => false;
  s3.requests.length = 0;
});
afterAll(() => s3.close());

function open(change: { endpoint?: string; bucket?: string; prefix?: string } = {}, environment = {}) {
  for (const [name, value] of Object.entries({ ...S3_CREDENTIALS, ...environment }))
    vi.stubEnv(name, value as string);
  const { bucket = s3.bucket, prefix = '/books', endpoint = s3.endpoint } = change;
  return createS3Store(readS3Address(`s3://${bucket}${prefix}?endpoint=${endpoint}`), LIMITS);
}

function makeFile(size = 20) {
  const bytes = randomBytes(size);
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

async function listAll(store: ReturnType<typeof open>, workspaceId: string) {
  const found = [];
  for await (const page of store.list(workspaceId)) found.push(...page);
  return found;
}

describe('a bucket', () => {
  it('keeps files byte for byte, tells their size, and forgets what is removed', async () => {
    const store = open();
    const workspace = randomUUID();
    const { bytes, sha256 } = makeFile(3_000_000);
    expect(await store.get(workspace, sha256)).toBeUndefined();
    expect(await store.sizeOf(workspace, sha256)).toBeUndefined();
    await store.put(workspace, sha256, bytes);
    await store.put(workspace, sha256, bytes);
    expect(await store.get(workspace, sha256)).toEqual(bytes);
    expect(await store.sizeOf(workspace, sha256)).toBe(bytes.length);
    expect(s3.requests).toContain(`PUT /${s3.bucket}/books/${workspace}/${sha256.slice(0, 2)}/${sha256}`);
    await store.remove(workspace, sha256);
    await store.remove(workspace, sha256);
    expect(await store.get(workspace, sha256)).toBeUndefined();
  });

  it('lists every file of one workspace over several pages, and those of no other', async () => {
    const store = open();
    const [own, other] = [randomUUID(), randomUUID()];
    const files = Array.from({ length: 5 }, () => makeFile());
    const before = Date.now();
    for (const { sha256, bytes } of files) await store.put(own, sha256, bytes);
    await store.put(other, makeFile().sha256, Buffer.from('x'));
    const found = await listAll(store, own);
    expect(found.map(({ sha256 }) => sha256).sort()).toEqual(files.map(({ sha256 }) => sha256).sort());
    for (const { size, storedAt } of found) {
      expect(size).toBe(20);
      expect(Math.abs(storedAt - before)).toBeLessThan(60_000);
    }
    expect(await listAll(store, randomUUID())).toEqual([]);
  });

  it('is asked for nothing that is no workspace and no hash', async () => {
    const store = open();
    const { sha256, bytes } = makeFile();
    await expect(store.put('../other', sha256, bytes)).rejects.toThrow('UUID');
    await expect(store.get(randomUUID(), '../../x')).rejects.toThrow('SHA-256');
    expect(s3.requests).toEqual([]);
  });
});

describe('a store in trouble', () => {
  it('is asked again where it is busy, or breaks off', async () => {
    const store = open();
    const workspace = randomUUID();
    const { bytes, sha256 } = makeFile(100_000);
    let left = 2;
    s3.trouble = (incoming, response) => {
      if (left === 0) return false;
      left -= 1;
      if (left === 1) response.writeHead(503, { 'content-type': 'application/xml' }).end(SLOW_DOWN);
      else incoming.socket.destroy();
      return true;
    };
    await store.put(workspace, sha256, bytes);
    expect(s3.requests).toHaveLength(3);
    s3.requests.length = 0;
    let broken = false;
    s3.trouble = (_incoming, response) => {
      if (broken) return false;
      broken = true;
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 50_000), () => response.destroy());
      return true;
    };
    expect(await store.get(workspace, sha256)).toEqual(bytes);
  });

  it.each<[string, TestS3['trouble']]>([
    ['busy', (_incoming, response) => !!response.writeHead(503).end()],
    ['broken', (_incoming, response) => !!response.writeHead(500).end('<Error/>')],
    ['breaking off', (incoming) => !!incoming.socket.destroy()],
    ['silent', () => true],
    [
      'endless',
      (_incoming, response) => {
        response.writeHead(200, { 'content-length': 1_000_000 });
        const timer = setInterval(() => response.write('x'), 50);
        response.on('close', () => clearInterval(timer));
        return true;
      },
    ],
  ])(
    'is given up where it stays %s, with nothing of what was signed',
    async (_how, trouble) => {
      const store = open();
      const { sha256 } = makeFile();
      s3.trouble = trouble;
      const fault = await store.get(randomUUID(), sha256).catch((error) => error);
      expect(fault).toMatchObject({ code: 'SERVICE_UNAVAILABLE', headers: { 'retry-after': '5' } });
      expect(fault.cause.message).toMatch(/^The file store failed: [\w, ]+\.$/);
      expect(fault.cause).not.toHaveProperty('$metadata');
    },
    20_000,
  );

  it('says at the start what is wrong and what to do', async () => {
    await expect(open().checkReady()).resolves.toBeUndefined();
    expect(s3.requests.at(-1)).toBe(`DELETE /${s3.bucket}/books/.recount`);
    const nowhere = open({ endpoint: 'http://127.0.0.1:9' });
    await expect(nowhere.checkReady()).rejects.toThrow(
      /http:\/\/127.0.0.1:9 cannot be reached \(ECONNREFUSED\)/,
    );
    const missing = open({ bucket: 'no-such-bucket' });
    await expect(missing.checkReady()).rejects.toThrow(/s3:\/\/no-such-bucket: there is no such bucket/);
    const wrong = open({}, { AWS_SECRET_ACCESS_KEY: 'not-the-secret' });
    const fault = await wrong.checkReady().catch((error: Error) => error.message);
    expect(fault).toMatch(/the credentials are refused: look at AWS_ACCESS_KEY_ID/);
    expect(fault).not.toContain('not-the-secret');
    s3.trouble = () => true;
    await expect(open().checkReady()).rejects.toThrow(/cannot be reached \((TimeoutError|ETIMEDOUT)\)/);
  }, 20_000);
});

const SLOW_DOWN =
  '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>';
