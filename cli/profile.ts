import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nameDemoFile } from '../src/demo/demo-file.ts';
import type { Credentials } from '../src/demo/sign-request.ts';
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
  if (name === undefined)
    return pick(await readJson(nameDemoFile(dataDirectory)), nameDemoFile(dataDirectory));
  if (name === 'lenient') {
    const path = nameDemoFile(dataDirectory);
    return pick((await readJson(path)).lenient, path);
  }
  if (!/^[\w-]+$/.test(name)) throw new UsageError('--profile must be a name of letters, digits, - and _.');
  const path = join(dataDirectory, 'profiles', `${name}.json`);
  return pick(await readJson(path), path);
}

async function readJson(path: string): Promise<Record<string, unknown>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const hint = path.endsWith('demo.json') ? ' Start the server first, with npm start.' : '';
    if (error.code === 'ENOENT') throw new CommandError(`${path} is not there.${hint}`);
    throw new CommandError(`${path} cannot be read: ${error.message}.`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`${path} is no JSON.`);
  }
}

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
