// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are lines of another program
import type { FormPart } from '../model/open-api.ts';
import { nameCredentials, prepareRequest, program, type SampleRequest, sortParts } from './sample-request.ts';

/** A text as one word of a shell. Whatever stands in it is taken as it is. */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A text in the quotes of curl's own, so that neither `;` nor `,` ends it. */
function quoteForForm(text: string): string {
  return `"${text.replaceAll(/[\\"]/g, '\\$&')}"`;
}

/** The options of curl that put a multipart body together. */
export function writeFormOptions(form: readonly FormPart[]): string[] {
  const { files, texts } = sortParts(form);
  return [
    ...files.map(({ name, fileName, contentType }) => {
      const file = /^[\w.-]+$/.test(fileName) ? fileName : quoteForForm(fileName);
      const type = contentType && `;type=${contentType}`;
      return `--form ${quoteForShell(`${name}=@${file}${type}`)}`;
    }),
    ...texts.map(({ name, value }) => `--form-string ${quoteForShell(`${name}=${value}`)}`),
  ];
}

/** A program for bash that signs with openssl and sends with curl. */
export function writeCurl(request: SampleRequest, baseUrl: string): string {
  const { method, prefix, signedPath, search, body, form, signed, access, headers, savesAs } =
    prepareRequest(request);
  const header = (line: string) => `  --header ${line}`;
  const call = [
    `curl --silent --show-error --fail-with-body --request ${method} \\`,
    body !== undefined && header(`'Content-Type: application/json' \\`),
    signed && header(`"x-client-id: $RECOUNT_CLIENT_ID" \\`),
    signed && header(`"x-timestamp: $timestamp" \\`),
    signed && header(`"x-signature: $signature" \\`),
    access === 'partner' && header(`"Authorization: Bearer $RECOUNT_ACCESS_TOKEN" \\`),
    ...Object.entries(headers).map(([name, value]) => header(`${quoteForShell(`${name}: ${value}`)} \\`)),
    body !== undefined && `  --data-raw "$body" \\`,
    ...writeFormOptions(form ?? []).map((option) => `  ${option} \\`),
    savesAs !== undefined && `  --output ${quoteForShell(savesAs)} \\`,
    `  --write-out '%{stderr}HTTP %{http_code}\\n' \\`,
    `  "\${RECOUNT_URL:-$base_url}${prefix}$path${search ? '$query' : ''}"`,
  ];
  return program(
    '#!/usr/bin/env bash',
    signed && `# Needs ${nameCredentials(request)} in the environment.`,
    'set -euo pipefail',
    '',
    `base_url=${quoteForShell(baseUrl)}`,
    `path=${quoteForShell(signedPath)}`,
    search !== '' && `query=${quoteForShell(search)}`,
    body !== undefined && `body=${quoteForShell(body)}`,
    '',
    signed && form !== undefined && '# curl puts the body together, so that its hash is left empty.',
    ...(signed ? sign(method, body !== undefined) : []),
    ...call,
  );
}

function sign(method: string, hasBody: boolean): (string | false)[] {
  return [
    `# Signed is METHOD:path:timestamp:hash of the body; the path without /partners and without query.`,
    'timestamp=$(date +%s)',
    hasBody && `body_hash=$(printf '%s' "$body" | openssl dgst -sha256 -r | cut -d ' ' -f 1)`,
    `signature=$(printf '%s' "${method}:$path:$timestamp:${hasBody ? '$body_hash' : ''}" |`,
    `  openssl dgst -sha256 -hmac "$RECOUNT_CLIENT_SECRET" -r | cut -d ' ' -f 1)`,
    '',
  ];
}
