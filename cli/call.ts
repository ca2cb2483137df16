import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { VARIABLES } from '../src/config.ts';
import { signRequest } from '../src/partners/signatures/sign-request.ts';
import { type CallRequest, readCallRequest } from './call-request.ts';
import { CommandError, type RunCommand } from './command.ts';
import { type Profile, readProfile } from './profile.ts';

const LONGEST_CALL = 60_000;

/** `recount call`: one signed call. The status goes to stderr, the body to stdout, so that a pipe gets JSON, or a file, alone. */
export const run: RunCommand = async (args, environment) => {
  const request = readCallRequest(args);
  const dataDirectory = resolve(environment.RECOUNT_DATA_DIR?.trim() || VARIABLES.RECOUNT_DATA_DIR.default);
  const profile = await readProfile(dataDirectory, request.profile);
  const { response, body } = await send(profile, request, await readData(request.data));
  console.error(`${response.status} ${response.statusText}`);
  const isText = /^(?:application\/json|text\/)/.test(response.headers.get('content-type') ?? 'text/plain');
  if (isText) console.log(prettify(body.toString()));
  else process.stdout.write(body);
  return response.ok ? 0 : 1;
};

/** The exact bytes of the body that `--data` asks for. */
async function readData(data: string | undefined): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (data === undefined) return undefined;
  if (data === '-') return new Uint8Array(await buffer(process.stdin));
  if (!data.startsWith('@')) return new TextEncoder().encode(data);
  const path = data.slice(1);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new CommandError(`The file ${path} of --data is not there.`, 2);
    throw new CommandError(`The file ${path} of --data cannot be read: ${error.message}.`, 2);
  });
  return new Uint8Array(bytes);
}

async function send(
  profile: Profile,
  { method, path, query, idempotencyKey }: CallRequest,
  body: Uint8Array<ArrayBuffer> | undefined,
): Promise<{ response: Response; body: Buffer }> {
  const headers = {
    ...signRequest(profile, { method, path, body }),
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
  };
  try {
    const response = await fetch(`${profile.baseUrl}/partners${path}${query}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(LONGEST_CALL),
    });
    return { response, body: Buffer.from(await response.arrayBuffer()) };
  } catch (error) {
    throw new CommandError(explain(error as Error, profile.baseUrl));
  }
}

function explain(error: Error, baseUrl: string): string {
  const cause = error.cause as NodeJS.ErrnoException | undefined;
  if (cause?.code === 'ECONNREFUSED')
    return `Nothing answers at ${baseUrl}. Is the server running? Start it with npm start.`;
  if (error.name === 'TimeoutError')
    return `${baseUrl} did not answer within ${LONGEST_CALL / 1000} seconds.`;
  return `${baseUrl} cannot be reached: ${cause?.message ?? error.message}.`;
}

/** JSON on several lines; what is no JSON, as it is. */
function prettify(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
