import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { ErrorCode } from '../../errors.ts';
import type { ChangeOptions, CommittedChange, Work } from '../change/change.ts';
import type { Database } from '../database/database.ts';
import type { Transaction } from '../database/transaction.ts';
import type { FetchOutside } from '../fetch-outside/fetch-outside.ts';
import type { FileStore } from '../files/file-store.ts';
import type { WritePiece } from './gather-pieces.ts';

/** The partner app that signed a request. */
export interface SignedApp {
  readonly id: string;
  readonly clientId: string;
  readonly name: string;
  readonly validation: 'strict' | 'lenient';
}

/** Who signed a request, and for whom the token lets it act. */
export interface Caller {
  readonly app: SignedApp;
  readonly workspaceId: string;
  readonly personId: string;
  /** Whether the person may look at everything and change nothing. */
  readonly readOnly: boolean;
}

/** A request before its body is read: what a signature is checked against. */
export interface RawRequest {
  readonly id: string;
  readonly method: string;
  /** Path as sent, percent-encoded, without query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer | undefined;
  readonly remoteAddress: string;
}

/** Sets headers that the answer is to carry, whether the request is done or refused. */
export type Announce = (headers: Readonly<Record<string, string>>) => void;

/**
 * What a caller must show: `partner` a signature and a token, `signature` a signature alone (token grant and refresh),
 * `public` nothing.
 */
export type Access = 'partner' | 'signature' | 'public';

/** So many requests in so many seconds: what is beyond is refused with RATE_LIMITED. */
export interface RateLimit {
  readonly requests: number;
  readonly seconds: number;
}

/** What a handler is given: everything checked, and the two ways to the database. */
export interface EndpointRequest<Params, Query, Body, Who> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly caller: Who;
  readonly raw: RawRequest;
  readonly database: Database;
  /** The server key, from which the keys of derived-key.ts follow. */
  readonly secretKey: Buffer;
  /** Where others reach this server, without a trailing slash. */
  readonly publicUrl: string;
  /** Where files are kept. */
  readonly files: FileStore;
  /** Fetches what is at an address that the caller names, safely. */
  readonly fetchOutside: FetchOutside;
  /** Reads in one snapshot of the caller's workspace. */
  read<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /**
   * Makes a file in one snapshot, piece by piece: whole where it is small, else as a stream that is made only as fast as
   * it is read. The work may begin anew as long as nothing has been sent.
   */
  readPieces(
    work: (transaction: Transaction, write: WritePiece) => Promise<void>,
  ): Promise<AnsweredFile['bytes']>;
  /** The one way to write: idempotency, work, audit, event and commit in one transaction. */
  change<T extends object>(work: Work<T>, options?: ChangeOptions): Promise<CommittedChange<T>>;
  /** Whether the answer of an earlier request with the same Idempotency-Key is kept: then `change` does no work. */
  isRepeat(): Promise<boolean>;
  /** Logs a fault of the server that does not fail the request as a whole. */
  reportFault(error: unknown): void;
}

/** A file that is answered in place of JSON. */
export interface AnsweredFile {
  /** What it is saved as. */
  readonly name: string;
  /** What is too large to be held is a stream, from `readPieces`. */
  readonly bytes: Buffer | Readable;
  /** One of the endpoint's `files`, where it has several. */
  readonly mediaType?: string;
  /** Where the bytes are somebody else's: they are saved and never shown, and this is what they are. */
  readonly savedAs?: string;
}

/**
 * A handler answers `data` for the envelope, a whole `body` where the reference promises another shape, or the `file` of
 * an endpoint that declares one.
 */
export interface Answer {
  readonly data?: unknown;
  readonly body?: unknown;
  readonly file?: AnsweredFile;
  readonly message?: string;
  readonly replayed?: boolean;
}

/** A part of a multipart body: a text, or a file. */
export type UploadPart =
  | { readonly name: string; readonly value: string }
  | {
      readonly name: string;
      readonly fileName: string;
      readonly contentType: string;
      readonly content: string;
    };

/** What the multipart body of an endpoint is made of. */
export interface UploadDeclaration {
  /** Bytes in all. */
  readonly largest: number;
  /** The JSON Schema of each field. */
  readonly fields: Readonly<Record<string, object>>;
  readonly required: readonly string[];
  readonly example: readonly UploadPart[];
}

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type BodyOf<Body, LenientBody> = LenientBody extends z.ZodType
  ? Output<Body> | z.output<LenientBody>
  : Output<Body>;
type CallerOf<A extends Access> = A extends 'partner'
  ? Caller
  : A extends 'signature'
    ? { app: SignedApp }
    : undefined;

export interface EndpointDeclaration<
  A extends Access = Access,
  Params extends z.ZodObject | undefined = z.ZodObject | undefined,
  Query extends z.ZodObject | undefined = z.ZodObject | undefined,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
  LenientBody extends z.ZodType | undefined = z.ZodType | undefined,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{name}` for parameters, as OpenAPI writes it. */
  readonly path: `/${string}`;
  /** Other spellings of the path, which lead to the same. */
  readonly aliases?: readonly `/${string}`[];
  /** Whether pages of any origin may call it from a browser, without credentials (CORS); else only the server's own may. */
  readonly anyOrigin?: A extends 'public' ? true : never;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly access: A;
  /** Of each remote address, since nobody signs what is public: limit-by-address.ts counts. */
  readonly limit?: A extends 'public' ? RateLimit : never;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** The body schema of apps with `validation: "lenient"`, where it differs. */
  readonly lenientBody?: LenientBody;
  /**
   * What the body is checked with as a whole, where `body` says more than that: of a bulk call the envelope, whose rows are
   * checked one by one.
   */
  readonly envelope?: z.ZodType;
  /** Fields that the server manages though no answer has them: ignored with a warning, as those of an answer are. */
  readonly internalOnly?: readonly string[];
  /** The body is multipart/form-data with files, which the handler reads with readUpload. */
  readonly upload?: UploadDeclaration;
  readonly status: 200 | 201;
  readonly message: string;
  /** The envelope's `data`. */
  readonly data?: z.ZodType;
  /** The whole body, where the reference promises another shape than the envelope. */
  readonly response?: z.ZodType;
  /** The media type of the file that is answered, where it is no JSON: shown in the browser, with an ETag to ask again by. */
  readonly file?: `${string}/${string}`;
  /** The media types of files that may be asked for by a parameter of the query, in place of the JSON where there is any. */
  readonly files?: readonly `${string}/${string}`[];
  /** A POST that only reads, such as a report: no idempotency. */
  readonly readOnly?: true;
  /** What it reads may take seconds where the books are large: it reads on connections that nothing else waits for. */
  readonly readsAtLength?: true;
  /** What is answered with 404 when the path, or the query as a whole, names nothing of this workspace. */
  readonly notFound?: ErrorCode;
  /** The codes of this endpoint's own rules; those of authentication, shape and limits are added by themselves. */
  readonly errors: readonly ErrorCode[];
  readonly examples: {
    /** Parameters of path and query that the answer does not have. */
    readonly params?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly data?: unknown;
    readonly response?: unknown;
    /** JSON text: the part of the answer that a page shows first. */
    readonly excerpt?: string;
  };
  handle(
    request: EndpointRequest<Output<Params>, Output<Query>, BodyOf<Body, LenientBody>, CallerOf<A>>,
  ): Promise<Answer>;
}

/** An endpoint of any shape, as the router, the OpenAPI file and the portal see it. */
export type Endpoint = Omit<EndpointDeclaration, 'handle'> & {
  // biome-ignore lint/suspicious/noExplicitAny: the input is contravariant; only the router calls it, with what the schemas gave
  handle(request: any): Promise<Answer>;
};

/** Whether an endpoint writes for a workspace: such a request may carry an Idempotency-Key. */
export function isMutation({ method, access, readOnly }: Endpoint): boolean {
  return method !== 'GET' && access === 'partner' && !readOnly;
}

/**
 * Whether JSON that is sent to an endpoint is read, also where it takes none: what is broken is refused, and fields are
 * ignored with a warning (reference 1.3).
 */
export function readsJson({ method, upload }: Endpoint): boolean {
  return method !== 'GET' && method !== 'DELETE' && !upload;
}

/**
 * Declares an endpoint: once. From it come the route, the checks, the OpenAPI file and the portal page.
 */
export function defineEndpoint<
  const A extends Access,
  Params extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
  LenientBody extends z.ZodType | undefined = undefined,
>(declaration: EndpointDeclaration<A, Params, Query, Body, LenientBody>): Endpoint {
  return declaration as unknown as Endpoint;
}
