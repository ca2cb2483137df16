import type { FormPart } from '../model/open-api.ts';

/** A request that a sample makes. */
export interface SampleRequest {
  readonly method: string;
  /** As it is sent, percent-encoded and without query: `/partners/invoices`. */
  readonly path: string;
  /** As it is sent, without `?`; empty where there is none. */
  readonly query: string;
  /** JSON text, sent as it stands or as the same value; undefined where nothing is sent. */
  readonly body?: string | undefined;
  /** The parts of a multipart body, in place of JSON. Samples read its files from where they are run. */
  readonly form?: readonly FormPart[] | undefined;
  /** What the caller must show: signature and token, the signature alone, nothing. */
  readonly access: 'partner' | 'signature' | 'public';
  /** Beside the credentials and the content type: `Idempotency-Key`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The file that what is answered is saved in, where it is no JSON. */
  readonly savesAs?: string | undefined;
}

/** A request with its path taken apart, as every language writes it down. */
export interface PreparedRequest extends SampleRequest {
  /** What stands before the path that is signed: `/partners`, or nothing. */
  readonly prefix: string;
  /** The path that is signed: `/invoices`. */
  readonly signedPath: string;
  /** With `?`, or empty. */
  readonly search: string;
  readonly signed: boolean;
}

const PREFIX = '/partners';

/** Takes the path apart: what is signed has no `/partners` and no query. */
export function prepareRequest(request: SampleRequest): PreparedRequest {
  const prefix = request.path.startsWith(`${PREFIX}/`) ? PREFIX : '';
  return {
    ...request,
    prefix,
    signedPath: request.path.slice(prefix.length),
    search: request.query ? `?${request.query}` : '',
    signed: request.access !== 'public',
  };
}

/** The files and the texts of a multipart body, each with the name of its part. */
export function sortParts(form: readonly FormPart[]) {
  return {
    files: form.flatMap((part) => ('fileName' in part ? [part] : [])),
    texts: form.flatMap((part) => ('value' in part ? [part] : [])),
  };
}

/** The environment variables that a request needs, in a phrase; empty for a public one. */
export function nameCredentials({ access }: SampleRequest): string {
  if (access === 'public') return '';
  if (access === 'signature') return 'RECOUNT_CLIENT_ID and RECOUNT_CLIENT_SECRET';
  return 'RECOUNT_CLIENT_ID, RECOUNT_CLIENT_SECRET and RECOUNT_ACCESS_TOKEN';
}

/** The lines of a program, without those that are false. */
export function program(...lines: readonly (string | false)[]): string {
  return `${lines.filter((line) => line !== false).join('\n')}\n`;
}
