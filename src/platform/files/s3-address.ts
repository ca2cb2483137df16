/** Where files are kept in a store that speaks S3. */
export interface S3Address {
  readonly bucket: string;
  /** What every name begins with: empty, or ending in a slash. */
  readonly prefix: string;
  /** Undefined: that of AWS for the region. */
  readonly endpoint: string | undefined;
  /** Undefined: what AWS_REGION or a profile says. */
  readonly region: string | undefined;
  /** Whether the bucket stands in the path of each request and not in its host. */
  readonly pathStyle: boolean;
}

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const PREFIX = /^[\w!.*'()/-]*$/;
const PARAMETERS = new Set(['endpoint', 'region', 'pathStyle']);

/**
 * Reads `s3://bucket/prefix?endpoint=…&region=…&pathStyle=1`.
 *
 * @throws Error with what the address must be: a phrase that follows its name, and repeats nothing of it
 */
export function readS3Address(text: string): S3Address {
  if (!text.startsWith('s3://') || !URL.canParse(text))
    throw new Error('must begin with s3:// and name a bucket');
  const { hostname: bucket, pathname, searchParams, username, password, port, hash } = new URL(text);
  if (username || password)
    throw new Error('must hold no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  if (!BUCKET.test(bucket) || port || hash) throw new Error('must begin with s3:// and name a bucket');
  const unknown = [...searchParams.keys()].filter((name) => !PARAMETERS.has(name));
  if (unknown.length > 0) throw new Error(`may have ${[...PARAMETERS].join(', ')}, and nothing else after ?`);
  const read = (name: string) => searchParams.get(name) || undefined;
  const endpoint = read('endpoint');
  if (endpoint !== undefined && !isEndpoint(endpoint))
    throw new Error(
      'must have as endpoint an http:// or https:// address without credentials, path or query',
    );
  const pathStyle = read('pathStyle');
  if (pathStyle !== undefined && pathStyle !== '0' && pathStyle !== '1')
    throw new Error('must have as pathStyle 0 or 1');
  const prefix = pathname.replace(/^\/+|\/+$/g, '');
  if (!PREFIX.test(prefix))
    throw new Error("must have as prefix letters, digits and -_.!*'() between slashes");
  return {
    bucket,
    prefix: prefix && `${prefix}/`,
    endpoint,
    region: read('region'),
    // What is no AWS mostly has one host for all buckets.
    pathStyle: pathStyle === undefined ? endpoint !== undefined : pathStyle === '1',
  };
}

function isEndpoint(text: string): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  const { username, password, pathname, search, hash } = new URL(text);
  return !username && !password && pathname === '/' && !search && !hash;
}
