import { readArguments, UsageError } from './command.ts';

/** A call as it was written on the command line. */
export interface CallRequest {
  readonly method: string;
  /** Percent-encoded, without query and without `/partners`: what is signed. */
  readonly path: string;
  /** With its question mark, or empty. */
  readonly query: string;
  /** JSON, `@` and a file, or `-` for stdin. */
  readonly data: string | undefined;
  readonly profile: string | undefined;
  readonly idempotencyKey: string | undefined;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const BODILESS = ['GET', 'DELETE'];

/** Reads the arguments of `recount call`. Throws UsageError. */
export function readCallRequest(args: string[]): CallRequest {
  const { values, positionals } = readArguments({
    args,
    allowPositionals: true,
    options: {
      data: { type: 'string', short: 'd' },
      query: { type: 'string', short: 'q', multiple: true },
      profile: { type: 'string' },
      'idempotency-key': { type: 'string' },
    },
  });
  const [given, target, ...more] = positionals;
  if (given === undefined || target === undefined) throw new UsageError('call needs a METHOD and a PATH.');
  if (more.length > 0)
    throw new UsageError(`call takes one METHOD and one PATH, not also ${more[0]}: are quotes missing?`);
  const method = given.toUpperCase();
  if (!METHODS.includes(method)) throw new UsageError(`METHOD must be one of ${METHODS.join(', ')}.`);
  if (values.data !== undefined && BODILESS.includes(method))
    throw new UsageError(`${method} carries no --data.`);
  return {
    method,
    ...readTarget(target, values.query ?? []),
    data: values.data ?? (BODILESS.includes(method) ? undefined : '{}'),
    profile: values.profile,
    idempotencyKey: values['idempotency-key'],
  };
}

/** A path with or without a leading slash, `/partners`, a query of its own; not yet percent-encoded, or so already. */
function readTarget(target: string, queries: readonly string[]): Pick<CallRequest, 'path' | 'query'> {
  if (/^[a-z]+:\/\//i.test(target))
    throw new UsageError('PATH must be a path, such as /invoices, not a whole address.');
  const url = new URL(`http://server/${target.replace(/^\/+/, '')}`);
  for (const query of queries) {
    const [name, ...value] = query.split('=');
    if (!name || value.length === 0) throw new UsageError(`--query must be NAME=VALUE, not ${query}.`);
    url.searchParams.append(name, value.join('='));
  }
  const path = url.pathname.replace(/^\/partners(?=\/|$)/, '');
  if (path === '' || path === '/') throw new UsageError('PATH must name something, such as /invoices.');
  return { path, query: url.search };
}
