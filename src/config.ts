import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { isServerKey } from './partners/server-key.ts';
import { readS3Address, type S3Address } from './platform/files/s3-address.ts';
import { isLoopback } from './platform/http/loopback.ts';
import { isMailAddress } from './platform/mail/mail-address.ts';

/** Every environment variable: its default and meaning. The README's table is made of it and a test compares. */
export const VARIABLES = {
  PORT: { default: '4010', meaning: 'The port to listen on.' },
  HOST: { default: '127.0.0.1', meaning: 'The address to listen on.' },
  RECOUNT_DATA_DIR: {
    default: '.recount',
    meaning: 'Where the embedded database, the server key, attachments and `demo.json` live.',
  },
  RECOUNT_FILES_URL: {
    default: '',
    meaning:
      'A bucket of a store that speaks S3 to keep attachments in: `s3://bucket/prefix?region=eu-central-1`, or with ' +
      '`endpoint=https://…` for others than AWS; then the bucket stands in the path, unless `pathStyle=0`. Credentials ' +
      'are read as every AWS program does: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, a profile, ' +
      'the machine’s role. Unset: `files` in the data directory.',
  },
  DATABASE_URL: { default: '', meaning: 'A PostgreSQL (15 or later) to use instead of the embedded one.' },
  DATABASE_DIRECT_URL: {
    default: '',
    meaning: 'The same database without a pooler in between, for migrations. Default: `DATABASE_URL`.',
  },
  RECOUNT_PUBLIC_URL: {
    default: '',
    meaning: 'The address that others reach this server at. Default: `http://HOST:PORT`.',
  },
  RECOUNT_TRUSTED_PROXIES: {
    default: '',
    meaning:
      'The proxies in front of this server, as addresses or CIDR ranges with commas between them: ' +
      '`127.0.0.1,10.0.0.0/8`. What they say in `X-Forwarded-For` is the address of a client, which limits count and the ' +
      'audit log tells; from others it is not believed. Unset: none.',
  },
  RECOUNT_SECRET_KEY: {
    default: '',
    meaning:
      'The key, 32 bytes in base64 or hex, that client secrets are encrypted with. Unset: made once in `secret.key` in ' +
      'the data directory. Required with `DATABASE_URL` unless HOST is loopback.',
  },
  RECOUNT_RATE_LIMIT: {
    default: '',
    meaning:
      'How many requests a minute each partner app may send that has no limit of its own; `0`: any number. Unset: 100, ' +
      'and 1000 for the apps of the demo.',
  },
  RECOUNT_DEMO: { default: '1', meaning: '`0`: make no demo workspace.' },
  RECOUNT_DEMO_CONSOLE: {
    default: '',
    meaning:
      '`1`: tell the demo’s credentials to whoever opens the pages under `/docs`, at `RECOUNT_PUBLIC_URL` or at an address ' +
      'of this machine itself; `0`: to nobody. Unset: only on a server that none but this machine can reach.',
  },
  SMTP_URL: {
    default: '',
    meaning:
      'The mail server that sends what is to be sent, `smtp://` or `smtps://`, with user and password where it asks for ' +
      'them: `smtps://user:password@mail.example.com`. Unset: mail is kept, to be read with `npx recount mail`.',
  },
  MAIL_FROM: {
    default: '',
    meaning:
      'The address that mail is sent from; the workspace’s name stands before it, and answers go to whoever sent it. ' +
      'Unset: the user of `SMTP_URL` where that is an address, else `invoices@` and the host of `RECOUNT_PUBLIC_URL`.',
  },
  LOG_LEVEL: { default: 'info', meaning: '`trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`.' },
} as const;

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDirectory: string;
  /** Where files are kept; undefined: in the data directory. */
  readonly filesUrl: S3Address | undefined;
  readonly databaseUrl: string | undefined;
  readonly databaseDirectUrl: string | undefined;
  readonly publicUrl: string | undefined;
  /** Addresses and CIDR ranges of those whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  readonly secretKey: string | undefined;
  /** Requests a minute of each partner app; 0: any number; undefined: the standard. */
  readonly rateLimit: number | undefined;
  readonly demo: boolean;
  /** What the operator says of telling the demo's credentials to the pages under /docs; undefined: nothing. */
  readonly demoConsole: boolean | undefined;
  /** Where mail is sent by; undefined: it is kept. */
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  readonly logLevel: string;
}

/** Where nobody has said by which name this server is reached: no mail of its own leaves it (RFC 6761). */
const STANDARD_MAIL_HOST = 'recount.invalid';
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/**
 * Reads the configuration.
 *
 * @throws Error that names every variable that is wrong, and how
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const faults: string[] = [];
  const read = (name: keyof typeof VARIABLES): string => environment[name]?.trim() || VARIABLES[name].default;
  const port = Number(read('PORT'));
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    faults.push('PORT must be a whole number from 0 to 65535.');
  const logLevel = read('LOG_LEVEL');
  if (!LOG_LEVELS.includes(logLevel)) faults.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}.`);
  const rateLimit = read('RECOUNT_RATE_LIMIT');
  if (!/^(\d{1,9})?$/.test(rateLimit))
    faults.push('RECOUNT_RATE_LIMIT must be a whole number from 0 to 999999999.');
  const demo = read('RECOUNT_DEMO');
  if (demo !== '0' && demo !== '1') faults.push('RECOUNT_DEMO must be 0 or 1.');
  const demoConsole = read('RECOUNT_DEMO_CONSOLE');
  if (!['', '0', '1'].includes(demoConsole)) faults.push('RECOUNT_DEMO_CONSOLE must be 0 or 1.');
  const filesUrl = readFilesUrl(read('RECOUNT_FILES_URL'), faults);
  for (const name of ['DATABASE_URL', 'DATABASE_DIRECT_URL'] as const) {
    if (read(name) && !/^postgres(ql)?:\/\//.test(read(name)))
      faults.push(`${name} must begin with postgres://.`);
  }
  const publicUrl = read('RECOUNT_PUBLIC_URL').replace(/\/+$/, '');
  if (publicUrl && !(/^https?:\/\//.test(publicUrl) && URL.canParse(publicUrl))) {
    faults.push('RECOUNT_PUBLIC_URL must be a URL that begins with http:// or https://.');
  }
  const trustedProxies = readList(read('RECOUNT_TRUSTED_PROXIES'));
  if (!trustedProxies.every(isAddressRange)) {
    faults.push('RECOUNT_TRUSTED_PROXIES must be addresses or CIDR ranges, with commas between them.');
  }
  const smtpUrl = read('SMTP_URL');
  if (smtpUrl && !(/^smtps?:\/\//.test(smtpUrl) && URL.canParse(smtpUrl) && new URL(smtpUrl).hostname))
    faults.push('SMTP_URL must be a URL that begins with smtp:// or smtps:// and names a host.');
  const mailFrom = read('MAIL_FROM') || standardMailFrom(smtpUrl, publicUrl);
  if (!isMailAddress(mailFrom)) faults.push('MAIL_FROM must be an email address, without a name before it.');
  const host = read('HOST');
  const secretKey = read('RECOUNT_SECRET_KEY');
  if (secretKey && !isServerKey(secretKey))
    faults.push('RECOUNT_SECRET_KEY must hold 32 bytes in base64 or hex.');
  if (read('DATABASE_URL') && !secretKey && !isLoopback(host)) {
    faults.push('RECOUNT_SECRET_KEY is required with DATABASE_URL when HOST is not loopback.');
  }
  if (faults.length > 0) throw new Error(`The configuration is not usable:\n  ${faults.join('\n  ')}`);
  return {
    port,
    host,
    dataDirectory: resolve(read('RECOUNT_DATA_DIR')),
    filesUrl,
    databaseUrl: read('DATABASE_URL') || undefined,
    databaseDirectUrl: read('DATABASE_DIRECT_URL') || read('DATABASE_URL') || undefined,
    publicUrl: publicUrl || undefined,
    trustedProxies,
    secretKey: secretKey || undefined,
    rateLimit: rateLimit === '' ? undefined : Number(rateLimit),
    demo: demo === '1',
    demoConsole: demoConsole === '' ? undefined : demoConsole === '1',
    smtpUrl: smtpUrl || undefined,
    mailFrom,
    logLevel,
  };
}

const readList = (text: string): string[] => (text === '' ? [] : text.split(',').map((one) => one.trim()));

/** An address, or one with the length of its network's prefix; a range of every address would trust everybody. */
function isAddressRange(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const longest = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  if (bits === undefined) return longest > 0;
  return more.length === 0 && /^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= longest;
}

function readFilesUrl(text: string, faults: string[]): S3Address | undefined {
  try {
    return text === '' ? undefined : readS3Address(text);
  } catch (error) {
    faults.push(`RECOUNT_FILES_URL ${(error as Error).message}.`);
  }
}

/** What most mail servers take: the address of the account, else one of the host that others know this server by. */
function standardMailFrom(smtpUrl: string, publicUrl: string): string {
  const user = URL.canParse(smtpUrl) ? new URL(smtpUrl).username.replace(/%40/i, '@') : '';
  const own = URL.canParse(publicUrl) ? `invoices@${new URL(publicUrl).hostname}` : '';
  return [user, own].find(isMailAddress) ?? `invoices@${STANDARD_MAIL_HOST}`;
}
