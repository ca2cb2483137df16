import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers a request in place of the store; what it answers false for is answered by the store. */
export type Trouble = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface TestS3 {
  readonly bucket: string;
  readonly endpoint: string;
  /** What is kept, by its name in the bucket. */
  readonly objects: Map<string, StoredObject>;
  /** What was asked for: `PUT /bucket/name`. */
  readonly requests: string[];
  /** Goes wrong from now on. */
  trouble: Trouble;
  close(): Promise<void>;
}

interface StoredObject {
  readonly bytes: Buffer;
  readonly storedAt: Date;
}

/** What the store's only user signs with. */
export const S3_CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'AKIATESTSTORE',
  AWS_SECRET_ACCESS_KEY: 'secret/of+the-store',
};

/** What a store answers in place of what was asked for, by the API's own code. */
class S3Refusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest();
/** As RFC 3986 has it, which is what is signed. */
const encode = (text: string) =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/**
 * Checks an AWS Signature Version 4 as Amazon's document describes it: every header that says what is meant is signed, and the
 * body is what its hash says.
 */
function checkSignature(request: IncomingMessage, path: string, query: URLSearchParams, body: Buffer): void {
  const { headers, method } = request;
  const [, accessKey, scope, names, given] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    ) ?? [];
  if (!given) throw new S3Refusal(403, 'AccessDenied');
  if (accessKey !== S3_CREDENTIALS.AWS_ACCESS_KEY_ID) throw new S3Refusal(403, 'InvalidAccessKeyId');
  const time = String(headers['x-amz-date']);
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time)!;
  const sent = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Math.abs(sent - Date.now()) > 15 * 60_000) throw new S3Refusal(403, 'RequestTimeTooSkewed');
  const contentHash = String(headers['x-amz-content-sha256']);
  if (contentHash !== sha256(body)) throw new S3Refusal(400, 'XAmzContentSHA256Mismatch');
  const signed = names!.split(';');
  const needed = Object.keys(headers).filter((name) => name === 'host' || name.startsWith('x-amz-'));
  if (!needed.every((name) => signed.includes(name))) throw new S3Refusal(403, 'AccessDenied');
  const canonical = [
    method,
    path.split('/').map(decodeURIComponent).map(encode).join('/'),
    [...query]
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .sort()
      .join('&'),
    ...signed.map((name) => `${name}:${String(headers[name]).trim()}`),
    '',
    names,
    contentHash,
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = scope!.split('/').reduce<Buffer | string>(hmac, `AWS4${S3_CREDENTIALS.AWS_SECRET_ACCESS_KEY}`);
  if (!timingSafeEqual(hmac(key, text), Buffer.from(given, 'hex')))
    throw new S3Refusal(403, 'SignatureDoesNotMatch');
}

function listObjects({ bucket, objects }: TestS3, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const after = query.get('continuation-token') ?? '';
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
  const page = keys.slice(0, Number(query.get('max-keys') ?? 1000));
  const contents = page.map((key) => {
    const { bytes, storedAt } = objects.get(key)!;
    return `<Contents><Key>${key}</Key><LastModified>${storedAt.toISOString()}</LastModified><Size>${bytes.length}</Size></Contents>`;
  });
  const more = page.length < keys.length;
  const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
  return `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><Name>${bucket}</Name><IsTruncated>${more}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`;
}

async function answer(s3: TestS3, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { pathname, searchParams } = new URL(request.url!, 'http://store');
  const body = Buffer.concat(chunks);
  checkSignature(request, pathname, searchParams, body);
  const [, bucket, key = ''] = /^\/([^/]+)\/?(.*)$/.exec(decodeURIComponent(pathname)) ?? [];
  if (bucket !== s3.bucket) throw new S3Refusal(404, 'NoSuchBucket');
  if (request.method === 'GET' && searchParams.get('list-type') === '2') {
    response.setHeader('content-type', 'application/xml').end(listObjects(s3, searchParams));
    return;
  }
  if (request.method === 'PUT') {
    s3.objects.set(key, { bytes: body, storedAt: new Date() });
    response.end();
    return;
  }
  if (request.method === 'DELETE') {
    s3.objects.delete(key);
    response.writeHead(204).end();
    return;
  }
  const found = s3.objects.get(key);
  if (!found) throw new S3Refusal(404, 'NoSuchKey');
  response.setHeader('content-length', found.bytes.length);
  response.end(request.method === 'HEAD' ? undefined : found.bytes);
}

/**
 * A store that speaks as much of S3 as Recount needs, on loopback, with an empty bucket. Its check of signatures is its own,
 * so that it finds faults of the library that signs.
 */
export async function startTestS3(): Promise<TestS3> {
  const server = createServer((request, response) => {
    s3.requests.push(`${request.method} ${request.url!.split('?')[0]}`);
    if (s3.trouble(request, response)) return;
    answer(s3, request, response).catch((error) => {
      const { status = 500, code = 'InternalError' } = error as Partial<S3Refusal>;
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(
        `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
      );
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const s3: TestS3 = {
    bucket: 'recount-files',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects: new Map(),
    requests: [],
    trouble: () => false,
    close() {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
  return s3;
}
