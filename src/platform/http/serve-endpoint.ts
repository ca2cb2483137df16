import type { Readable } from 'node:stream';
import { z } from 'zod';
import { ApiError, type FieldError, invalidFields } from '../../errors.ts';
import type { ChangeContext, ChangeOptions, CommittedChange, Work } from '../change/change.ts';
import { commitChange } from '../change/commit-change.ts';
import type { Database } from '../database/database.ts';
import { createOutsideFetcher, type FetchOutside } from '../fetch-outside/fetch-outside.ts';
import { ABSENT_FILE_STORE, type FileStore } from '../files/file-store.ts';
import {
  type Access,
  type Announce,
  type Answer,
  type Caller,
  type Endpoint,
  type EndpointRequest,
  isMutation,
  type RawRequest,
  readsJson,
  type SignedApp,
} from './endpoint.ts';
import { toFieldErrors } from './field-errors.ts';
import { serveFile } from './file-answer.ts';
import { gatherPieces } from './gather-pieces.ts';
import { findRequestHash, readIdempotencyKey } from './idempotency-key.ts';
import { readJsonBody, saysJson } from './json-body.ts';
import { findUnknownFields, type PartnerWarning } from './unknown-fields.ts';

export interface Services {
  readonly database: Database;
  readonly secretKey: Buffer;
  /** Where files are kept; without one they are refused. */
  readonly files?: FileStore;
  /** The safe standard when left out. */
  readonly fetchOutside?: FetchOutside;
  /** Where others reach this server, without a trailing slash. */
  publicUrl(): string;
  /** Checks what `access` asks for. Throws ApiError; answers undefined for `public`. */
  authenticate(
    raw: RawRequest,
    access: Access,
    announce: Announce,
  ): Promise<Caller | { app: SignedApp } | undefined>;
  /** Checks what of a request can be checked before its body is there: for large ones. Throws ApiError. */
  screen?(raw: RawRequest, access: Access): Promise<void>;
  /** Told after each committed change, so that background work need not wait for its next look. */
  onChange?(workspaceId: string): void;
  /** Told of a fault of the server that does not fail the request as a whole. */
  onFault?(error: unknown, requestId: string): void;
}

export interface Served {
  readonly status: number;
  /** As it is sent. */
  readonly body: string | Buffer | Readable;
  readonly headers: Readonly<Record<string, string>>;
}

const FETCH_OUTSIDE = createOutsideFetcher();

interface Inputs {
  readonly params: Record<string, string>;
  readonly query: unknown;
}

/** One request through an endpoint: who, what, is it sound, then the handler. Throws ApiError for every refusal. */
export async function serveEndpoint(
  endpoint: Endpoint,
  services: Services,
  raw: RawRequest,
  inputs: Inputs,
  announce: Announce,
): Promise<Served> {
  const caller = await services.authenticate(raw, endpoint.access, announce);
  if (isMutation(endpoint) && (caller as Caller).readOnly) throw new ApiError('READ_ONLY_ROLE');
  const idempotency =
    isDryRun(endpoint, inputs) || !isMutation(endpoint) ? undefined : readIdempotencyKey(raw);
  const checked = await checkInputs(endpoint, raw, inputs, caller).catch(async (error) => {
    if (idempotency && caller && 'workspaceId' in caller) {
      await refuseReusedKey(services.database, caller, idempotency);
    }
    throw error;
  });
  const request: EndpointRequest<unknown, unknown, unknown, unknown> = {
    ...checked.values,
    caller,
    raw,
    database: services.database,
    secretKey: services.secretKey,
    publicUrl: services.publicUrl(),
    files: services.files ?? ABSENT_FILE_STORE,
    fetchOutside: services.fetchOutside ?? FETCH_OUTSIDE,
    isRepeat: async () =>
      idempotency !== undefined &&
      (await findRequestHash(services.database, caller as Caller, idempotency.key)) !== undefined,
    read: (work) => {
      const { workspaceId } = caller as Caller;
      return endpoint.readsAtLength
        ? services.database.readAtLength(workspaceId, work)
        : services.database.read(workspaceId, work);
    },
    readPieces: (work) =>
      gatherPieces(
        (caller as Caller).workspaceId,
        (begin) => request.read((transaction) => work(transaction, begin())),
        request.reportFault,
      ),
    change: (work, options = {}) =>
      change(endpoint, services, request, checked.warnings, idempotency, work, options),
    reportFault: (error) => services.onFault?.(error, raw.id),
  };
  const answer = await endpoint.handle(request);
  if (answer.file) return serveFile(endpoint.file ?? answer.file.mediaType!, answer.file, raw);
  return toServed(endpoint, isMutation(endpoint) ? answer : withWarnings(answer, checked.warnings));
}

/** For what changes nothing: a change has its warnings in its data already, since a repeat is answered with them. */
function withWarnings(answer: Answer, warnings: readonly PartnerWarning[]): Answer {
  if (warnings.length === 0) return answer;
  return { ...answer, data: { ...(answer.data as object), _partnerWarnings: warnings } };
}

/** Of a dry run, whatever the endpoint says of what it does. */
const NOTHING_KEPT = 'Dry run: all was checked, and nothing was kept.';

function toServed(endpoint: Endpoint, answer: Answer): Served {
  const isDry = (answer.data as { dryRun?: unknown } | undefined)?.dryRun === true;
  const body = answer.body ?? {
    status: 'success',
    message: answer.message ?? (isDry ? NOTHING_KEPT : endpoint.message),
    data: answer.data,
  };
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return {
    status: endpoint.status,
    body: JSON.stringify(body),
    headers: answer.replayed ? { ...headers, 'idempotent-replayed': 'true' } : headers,
  };
}

async function change<T extends object>(
  endpoint: Endpoint,
  services: Services,
  request: EndpointRequest<unknown, unknown, unknown, unknown>,
  warnings: readonly PartnerWarning[],
  idempotency: ChangeContext['idempotency'],
  work: Work<T>,
  options: ChangeOptions,
): Promise<CommittedChange<T>> {
  const { workspaceId, personId, app } = request.caller as Caller;
  const context: ChangeContext = {
    workspaceId,
    personId,
    partnerAppId: app.id,
    requestId: request.raw.id,
    remoteAddress: request.raw.remoteAddress,
    statusCode: endpoint.status,
    message: endpoint.message,
    ...(idempotency ? { idempotency } : {}),
    ...(warnings.length > 0 ? { extra: { _partnerWarnings: warnings } } : {}),
  };
  const committed = await commitChange(services.database, context, options, work);
  if (!committed.replayed && !options.dryRun) services.onChange?.(workspaceId);
  return committed;
}

/** A dry run ignores the key (reference 2.4), also one that is unsound. */
function isDryRun({ query }: Endpoint, inputs: Inputs): boolean {
  return query?.shape.dryRun !== undefined && (inputs.query as { dryRun?: unknown }).dryRun === 'true';
}

/** A key that was used for another request is refused as such, even where the new body is also unsound. */
async function refuseReusedKey(
  database: Database,
  caller: Caller,
  idempotency: NonNullable<ChangeContext['idempotency']>,
): Promise<void> {
  const known = await findRequestHash(database, caller, idempotency.key);
  if (known !== undefined && known !== idempotency.requestHash) throw new ApiError('IDEMPOTENCY_KEY_REUSED');
}

/** What an endpoint without a body takes of one. */
const NO_FIELDS = z.object({});

interface CheckedInputs {
  readonly values: { params: unknown; query: unknown; body: unknown };
  readonly warnings: readonly PartnerWarning[];
}

async function checkInputs(
  endpoint: Endpoint,
  raw: RawRequest,
  inputs: Inputs,
  caller: Caller | { app: SignedApp } | undefined,
): Promise<CheckedInputs> {
  const lenient = caller?.app.validation === 'lenient' ? endpoint.lenientBody : undefined;
  const bodySchema = endpoint.envelope ?? lenient ?? endpoint.body;
  const isRead = bodySchema || (readsJson(endpoint) && saysJson(raw.headers));
  const body = isRead ? readJsonBody(raw.body, raw.headers) : undefined;
  const errors: FieldError[] = [];
  const parse = (schema: z.ZodType | undefined, value: unknown, whole: string): unknown => {
    if (!schema) return undefined;
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    errors.push(...toFieldErrors(result.error, value, whole));
    return undefined;
  };
  const params = parse(endpoint.params, inputs.params, 'path');
  if (errors.length > 0) throw invalidPath(errors);
  const query = parse(endpoint.query, inputs.query, 'query');
  const values = { params, query, body: parse(bodySchema, body, 'body') };
  if (errors.length > 0) throw invalidFields(errors);
  const internalOnly = new Set(endpoint.internalOnly ?? []);
  const answered = bodySchema && endpoint.data;
  return { values, warnings: findUnknownFields(bodySchema ?? NO_FIELDS, body, { answered, internalOnly }) };
}

/** A malformed id in the path is 400 with its own code, since nothing can be looked up by it. */
function invalidPath(errors: readonly FieldError[]): ApiError {
  const malformed = errors.every((error) => error.code === 'INVALID_UUID');
  return malformed
    ? new ApiError('INVALID_UUID', { message: errors[0]!.message, errors })
    : invalidFields(errors);
}
