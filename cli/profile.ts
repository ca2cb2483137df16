import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nameDemoFile } from '../src/demo/demo-file.ts';
import type { Credentials } from '../src/partners/signatures/sign-request.ts';
import { CommandError, UsageError } from './command.ts';

/** Where a call goes, and with which credentials. */
export interface Profile extends Credentials {
  readonly baseUrl: string;
}

/**
 * Reads the credentials of a call.
 *
 * @param name undefined: the demo's strict app; `lenient`: its other one; else that of `profiles/<name>.json`
 * @throws CommandError that says what is missing
 */
export async function readProfile(dataDirectory: string, name: string | undefined): Promise<Profile> {
  if (name === undefined || name === 'lenient') {
    const path = nameDemoFile(dataDirectory);
    const demo = await readJson(path, 'Start the server first, with npm start.');
    return pick(name === undefined ? demo : demo.lenient, path);
  }
  if (!/^[\w-]+$/.test(name)) throw new UsageError('--profile must be a name of letters, digits, - and _.');
  const path = join(dataDirectory, 'profiles', `${name}.json`);
  const advice = 'It should hold baseUrl, clientId, clientSecret and accessToken, as demo.json does.';
  return pick(await readJson(path, advice), path);
}

/** @param advice what to do where the file is missing */
async function readJson(path: string, advice: string): Promise<{ readonly lenient?: unknown }> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new CommandError(`${path} is not there. ${advice}`);
    throw new CommandError(`${path} cannot be read: ${error.message}.`);
  });
  try {
    return JSON.parse(text) ?? {};
  } catch {
    throw new CommandError(`${path} is no JSON.`);
  }
}

/** The credentials among the fields of a file. */
function pick(content: unknown, path: string): Profile {
  const fields = content as Partial<Record<keyof Profile, unknown>> | null | undefined;
  const read = (name: keyof Profile): string => {
    const value = fields?.[name];
    if (typeof value !== 'string' || value === '') throw new CommandError(`${path} has no ${name}.`);
    return value;
  };
  return {
    baseUrl: read('baseUrl').replace(/\/+$/, ''),
    clientId: read('clientId'),
    clientSecret: read('clientSecret'),
    accessToken: read('accessToken'),
  };
}
