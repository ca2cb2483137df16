import { describe, expect, test } from 'vitest';
import { findRedirectUriFault, matchesRedirectUri } from './match-redirect-uri.ts';

const REGISTERED = [
  'https://app.example.com/callback',
  'https://docs.example.com/docs/',
  'https://whole.example.com',
  'http://127.0.0.1:17845/callback',
  'http://localhost:3000/success',
  'http://[::1]:8000/cb',
  'https://ports.example.com:8443/cb',
];

describe('a redirect URI is accepted', () => {
  test.each([
    'https://app.example.com/callback',
    'https://APP.example.com/callback',
    'https://app.example.com:443/callback',
    'https://app.example.com/callback/',
    'https://app.example.com/callback/of/one-customer',
    'https://docs.example.com/docs/',
    'https://docs.example.com/docs/console',
    'https://whole.example.com',
    'https://whole.example.com/',
    'https://whole.example.com/any/where',
    'https://whole.example.com/a%20b',
    'http://127.0.0.1:17845/callback',
    'http://127.0.0.1:50123/callback',
    'http://127.0.0.1/callback',
    'http://localhost:4000/success',
    'http://[::1]:9/cb',
    'https://ports.example.com:8443/cb',
  ])('%s', (requested) => {
    expect(matchesRedirectUri(REGISTERED, requested)).toBe(true);
  });
});

describe('a redirect URI is refused', () => {
  test.each([
    ['another path', 'https://app.example.com/other'],
    ['a path that only begins alike', 'https://app.example.com/callbackevil'],
    ['a path in capitals', 'https://app.example.com/Callback'],
    ['the folder without its slash', 'https://docs.example.com/docs'],
    ['a step up', 'https://app.example.com/callback/../admin'],
    ['a step up at the end', 'https://app.example.com/callback/..'],
    ['an encoded step up', 'https://app.example.com/callback/%2e%2E/admin'],
    ['a half encoded step up', 'https://app.example.com/callback/.%2e/admin'],
    ['a step nowhere', 'https://app.example.com/callback/./x'],
    ['an encoded slash', 'https://app.example.com/callback/..%2fadmin'],
    ['an encoded backslash', 'https://app.example.com/callback/..%5cadmin'],
    ['a broken escape', 'https://app.example.com/callback/%zz'],
    ['an encoded line break', 'https://app.example.com/callback/%0d%0aset-cookie:x'],
    ['a query', 'https://app.example.com/callback?next=https://evil.example'],
    ['an empty query', 'https://app.example.com/callback?'],
    ['a fragment', 'https://app.example.com/callback#x'],
    ['http instead of https', 'http://app.example.com/callback'],
    ['another host', 'https://evil.example/callback'],
    ['a host that ends alike', 'https://evilapp.example.com/callback'],
    ['a host below', 'https://x.app.example.com/callback'],
    ['a host that begins alike', 'https://app.example.com.evil.example/callback'],
    ['the root’s name', 'https://app.example.com./callback'],
    ['a user name', 'https://app.example.com@evil.example/callback'],
    ['a user name on the right host', 'https://user:pass@app.example.com/callback'],
    ['an empty user name', 'https://@app.example.com/callback'],
    ['a backslash', 'https://evil.example\\@app.example.com/callback'],
    ['backslashes for slashes', 'https:\\\\app.example.com\\callback'],
    ['a single slash', 'https:/app.example.com/callback'],
    ['three slashes', 'https:///app.example.com/callback'],
    ['no scheme', '//app.example.com/callback'],
    ['a path alone', '/callback'],
    ['a leading blank', ' https://app.example.com/callback'],
    ['a tab within', 'https://app.example.com/call\tback'],
    ['a line break', 'https://app.example.com/callback\n'],
    ['another port', 'https://app.example.com:8443/callback'],
    ['the standard port instead of another', 'https://ports.example.com/cb'],
    ['another name of this machine', 'http://127.0.0.1:3000/success'],
    ['https on this machine, registered with http', 'https://localhost:3000/success'],
    ['letters of another script', 'https://аpp.example.com/callback'],
    ['a script', 'javascript:alert(1)'],
    ['data', 'data:text/html,x'],
    ['nothing', ''],
    ['no URI', 'callback'],
    ['a wildcard', 'https://*.example.com/callback'],
    ['a port that is none', 'http://localhost:99999/success'],
    ['more than a browser takes', `https://whole.example.com/${'x'.repeat(2000)}`],
  ])('%s', (_what, requested) => {
    expect(matchesRedirectUri(REGISTERED, requested)).toBe(false);
  });

  test('whatever it is, where none is registered or what is registered is unsound', () => {
    expect(matchesRedirectUri([], 'https://app.example.com/')).toBe(false);
    expect(matchesRedirectUri(['', '*', 'https://*'], 'https://app.example.com/')).toBe(false);
  });
});

describe('an address to be registered', () => {
  test.each([...REGISTERED, 'http://crm.internal:3000/hook', 'https://192.0.2.7/cb'])('may be %s', (uri) => {
    expect(findRedirectUriFault(uri)).toBeUndefined();
  });

  test.each([
    ['ftp://app.example.com/', 'must begin with https:// or http://'],
    ['app.example.com/callback', 'must begin with https:// or http://'],
    ['https://app.example.com/cb?x=1', 'must be without a query and a fragment'],
    ['https://app.example.com/cb#x', 'must be without a query and a fragment'],
    ['https://me@app.example.com/cb', 'must be without a user name'],
    ['https://app.example.com/a/../b', 'must be a plain address'],
    ['https://*.example.com/', 'must be a plain address'],
    [`https://app.example.com/${'x'.repeat(2000)}`, 'must be at most 2000 characters long'],
  ])('must not be %s', (uri, fault) => {
    expect(findRedirectUriFault(uri)).toContain(fault);
  });
});
