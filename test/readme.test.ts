import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfig, VARIABLES } from '../src/config.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it('lists every environment variable with its default and meaning', () => {
    const rows = Object.entries(VARIABLES).map(
      ([name, { default: standard, meaning }]) =>
        `| \`${name}\` | ${standard ? `\`${standard}\`` : ''} | ${meaning} |`,
    );
    const table = ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
    expect(readme).toContain(`<!-- config -->\n${table}\n<!-- /config -->`);
  });
});

describe('the configuration', () => {
  it('is complete with nothing set', () => {
    expect(readConfig({})).toMatchObject({
      port: 4010,
      host: '127.0.0.1',
      demo: true,
      databaseUrl: undefined,
    });
  });

  it('names everything that is wrong at once', () => {
    const wrong = {
      PORT: '70000',
      LOG_LEVEL: 'loud',
      RECOUNT_RATE_LIMIT: '-1',
      RECOUNT_FILES_URL: 'https://bucket',
      RECOUNT_DEMO: 'yes',
      RECOUNT_DEMO_CONSOLE: 'yes',
      DATABASE_URL: 'mysql://x',
      RECOUNT_PUBLIC_URL: 'x',
      RECOUNT_TRUSTED_PROXIES: '10.0.0.0/8,10.0.0.0/33',
      RECOUNT_SECRET_KEY: 'short',
      SMTP_URL: 'https://mail.example.com',
      MAIL_FROM: 'Books <books@example.com>',
    };
    for (const name of Object.keys(wrong)) expect(() => readConfig(wrong)).toThrow(`${name} must`);
  });

  it('asks for a key where a foreign database is served to others', () => {
    const exposed = { DATABASE_URL: 'postgres://x/y', HOST: '0.0.0.0' };
    expect(() => readConfig(exposed)).toThrow('RECOUNT_SECRET_KEY is required');
    expect(readConfig({ ...exposed, HOST: 'localhost' }).databaseDirectUrl).toBe('postgres://x/y');
  });

  it('trusts proxies by address or range, and never everybody', () => {
    const proxies = (RECOUNT_TRUSTED_PROXIES: string) =>
      readConfig({ RECOUNT_TRUSTED_PROXIES }).trustedProxies;
    expect(proxies('')).toEqual([]);
    expect(proxies('127.0.0.1, 10.0.0.0/8,::1,fd00::/8')).toEqual([
      '127.0.0.1',
      '10.0.0.0/8',
      '::1',
      'fd00::/8',
    ]);
    for (const wrong of ['proxy', '0.0.0.0/0', '10.0.0.0/33', '10.0.0.0/8/8', '127.0.0.1,', 'loopback'])
      expect(() => proxies(wrong)).toThrow('RECOUNT_TRUSTED_PROXIES must be');
  });

  it('sends from the address that the mail server will most likely take', () => {
    const from = (environment: NodeJS.ProcessEnv) => readConfig(environment).mailFrom;
    expect(from({})).toBe('invoices@recount.invalid');
    expect(from({ RECOUNT_PUBLIC_URL: 'http://127.0.0.1:4010' })).toBe('invoices@recount.invalid');
    const RECOUNT_PUBLIC_URL = 'https://books.example.com/';
    expect(from({ RECOUNT_PUBLIC_URL })).toBe('invoices@books.example.com');
    const SMTP_URL = 'smtps://me%40firm.example:x@mail.example.com';
    expect(from({ RECOUNT_PUBLIC_URL, SMTP_URL })).toBe('me@firm.example');
    expect(from({ RECOUNT_PUBLIC_URL, SMTP_URL, MAIL_FROM: 'we@firm.example' })).toBe('we@firm.example');
  });
});
