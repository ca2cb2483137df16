import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { ApiError } from '../../errors.ts';
import { assertHash, assertWorkspace, FILE_HASH, type FileStore } from './file-store.ts';
import type { S3Address } from './s3-address.ts';

/** How long each part of a request may take, in milliseconds. */
export interface S3Limits {
  readonly connect: number;
  /** Until the answer begins, and between two pieces of it. */
  readonly idle: number;
  /** A request with all that is tried again. */
  readonly whole: number;
  readonly tries: number;
  /** Names of one page of a list. */
  readonly page: number;
}

const LIMITS: S3Limits = { connect: 3_000, idle: 10_000, whole: 25_000, tries: 4, page: 1_000 };
const CONNECTIONS = 32;
const STANDARD_REGION = 'us-east-1';

/** A file store that can say whether it works. */
export interface S3Store extends FileStore {
  /** Writes, lists and removes. Throws Error that says what is wrong and what to do. */
  checkReady(): Promise<void>;
  close(): void;
}

/**
 * Keeps files in a bucket, as `<prefix><workspace>/<first two of the hash>/<hash>`. Credentials are those of the standard
 * variables AWS_*, of a profile or of the machine. What cannot be done for now is refused with SERVICE_UNAVAILABLE.
 */
export function createS3Store(address: S3Address, limits: S3Limits = LIMITS): S3Store {
  const { bucket: Bucket, prefix } = address;
  const client = new S3Client(clientOptions(address, limits));
  const within = () => ({ abortSignal: AbortSignal.timeout(limits.whole) });
  function folderOf(workspaceId: string): string {
    assertWorkspace(workspaceId);
    return `${prefix}${workspaceId}/`;
  }
  function keyOf(workspaceId: string, sha256: string): string {
    assertHash(sha256);
    return `${folderOf(workspaceId)}${sha256.slice(0, 2)}/${sha256}`;
  }
  async function* listPages(Prefix: string) {
    let ContinuationToken: string | undefined;
    do {
      const page = await client
        .send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken, MaxKeys: limits.page }), within())
        .catch(unavailable);
      yield page.Contents ?? [];
      ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (ContinuationToken);
  }
  return {
    async put(workspaceId, sha256, bytes) {
      const Key = keyOf(workspaceId, sha256);
      await client.send(new PutObjectCommand({ Bucket, Key, Body: bytes }), within()).catch(unavailable);
    },
    async get(workspaceId, sha256) {
      const Key = keyOf(workspaceId, sha256);
      const options = within();
      // What breaks in the middle is no answer that the client would ask for again by itself.
      for (let attempt = 1; ; attempt += 1) {
        try {
          const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }), options);
          return Buffer.from(await Body!.transformToByteArray());
        } catch (error) {
          if (isMissing(error)) return undefined;
          if (attempt >= 2 || options.abortSignal.aborted || (error as { $metadata?: object }).$metadata)
            return unavailable(error);
        }
      }
    },
    async sizeOf(workspaceId, sha256) {
      const Key = keyOf(workspaceId, sha256);
      const found = await client.send(new HeadObjectCommand({ Bucket, Key }), within()).catch((error) => {
        return isMissing(error) ? undefined : unavailable(error);
      });
      return found?.ContentLength;
    },
    async remove(workspaceId, sha256) {
      const Key = keyOf(workspaceId, sha256);
      await client.send(new DeleteObjectCommand({ Bucket, Key }), within()).catch(unavailable);
    },
    async *list(workspaceId) {
      for await (const page of listPages(folderOf(workspaceId))) {
        yield page.flatMap(({ Key = '', Size = 0, LastModified }) => {
          const sha256 = Key.split('/').at(-1)!;
          const storedAt = LastModified?.getTime() ?? Date.now();
          return FILE_HASH.test(sha256) ? [{ sha256, size: Size, storedAt }] : [];
        });
      }
    },
    async checkReady() {
      const Key = `${prefix}.recount`;
      try {
        await client.send(
          new PutObjectCommand({ Bucket, Key, Body: 'Recount keeps files here.\n' }),
          within(),
        );
        await client.send(new ListObjectsV2Command({ Bucket, Prefix: prefix, MaxKeys: 1 }), within());
        await client.send(new DeleteObjectCommand({ Bucket, Key }), within());
      } catch (error) {
        throw new Error(explainFault(error as Fault, address));
      }
    },
    close: () => client.destroy(),
  };
}

function clientOptions({ endpoint, region, pathStyle }: S3Address, limits: S3Limits): S3ClientConfig {
  return {
    region: region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? STANDARD_REGION,
    ...(endpoint === undefined ? {} : { endpoint }),
    forcePathStyle: pathStyle,
    maxAttempts: limits.tries,
    requestHandler: {
      connectionTimeout: limits.connect,
      requestTimeout: limits.idle,
      socketTimeout: limits.idle,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets: CONNECTIONS },
      httpsAgent: { maxSockets: CONNECTIONS },
    },
    // Others than AWS refuse the newer checksums; what is signed covers the hash of the bytes anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  };
}

type Fault = Error & { code?: string; $metadata?: { httpStatusCode?: number } };

function isMissing(error: unknown): boolean {
  const { name } = error as Fault;
  return name === 'NoSuchKey' || name === 'NotFound';
}

/** Nothing else of the fault is told, not even to the log: some stores repeat in it what was signed. */
function unavailable(error: unknown): never {
  throw new ApiError('SERVICE_UNAVAILABLE', {
    headers: { 'retry-after': '5' },
    cause: new Error(`The file store failed: ${describe(error as Fault)}.`),
  });
}

function describe({ name, code, $metadata }: Fault): string {
  return [code ?? name, $metadata?.httpStatusCode].filter(Boolean).join(', status ');
}

/** What is wrong with a store at the start, and what to do, in a sentence. */
function explainFault(fault: Fault, { bucket, endpoint, region }: S3Address): string {
  const place = `The files cannot be kept in s3://${bucket}`;
  const status = fault.$metadata?.httpStatusCode;
  const hints: [RegExp, string][] = [
    [
      /^CredentialsProviderError$/,
      'there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    ],
    [/^(NoSuchBucket|NotFound)$/, 'there is no such bucket: make it, or name another in RECOUNT_FILES_URL.'],
    [
      /^(InvalidAccessKeyId|SignatureDoesNotMatch|InvalidToken|ExpiredToken)$/,
      'the credentials are refused: look at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.',
    ],
    [/^RequestTimeTooSkewed$/, 'the clock of this machine is wrong.'],
    [
      /^AccessDenied$/,
      'these credentials may not use it: they need s3:PutObject, s3:GetObject, s3:DeleteObject and s3:ListBucket.',
    ],
    [
      /^(PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraintException)$/,
      `it is in another region than ${region ?? 'that of AWS_REGION'}: name its own as region= in RECOUNT_FILES_URL.`,
    ],
  ];
  const hint = hints.find(([name]) => name.test(fault.name))?.[1];
  if (hint) return `${place}: ${hint}`;
  if (status === undefined)
    return `${place}: ${endpoint ?? 'its endpoint'} cannot be reached (${describe(fault)}). Look at the endpoint in RECOUNT_FILES_URL.`;
  return `${place}: its server answers ${describe(fault)}.`;
}
