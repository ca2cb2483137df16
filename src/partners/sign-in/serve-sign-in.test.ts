import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openScriptlessBrowser } from '../../../test/support/sign-in-browser.ts';
import {
  createSignInFixtures,
  PASSWORD,
  REDIRECT_URI,
  type SignInFixtures,
} from '../../../test/support/sign-in-fixtures.ts';
import { createSignedClient } from '../../../test/support/signed-client.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { registerRedirectUris } from '../apps/register-redirect-uris.ts';
import { createPerson } from '../people/create-person.ts';
import { addMember } from '../people/members.store.ts';

let server: TestServer;
let dana: SignInFixtures;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  dana = await createSignInFixtures(server);
});

const openBrowser = (headers = {}) => openScriptlessBrowser({ origin: server.baseUrl, headers });
const titleOf = ({ html }: { html: string }) => /<h1>([^<]*)/.exec(html)?.[1];

async function signIn(password = PASSWORD, email = dana.email) {
  const browser = openBrowser();
  await browser.open(await dana.initiate());
  await browser.press('sign-in', { email, password });
  return browser;
}

/** What the app is sent. */
const answerOf = ({ url }: { url: string }) => {
  expect(url.split('?')[0]).toBe(REDIRECT_URI);
  return Object.fromEntries(new URL(url).searchParams);
};

describe('a person of two workspaces', () => {
  test('signs in, chooses one and consents; the app gets tokens for it, and its state as it was', async () => {
    const browser = await signIn();
    expect(titleOf(browser)).toBe('Choose a workspace');
    await browser.follow('Sunset Bakery');
    expect(titleOf(browser)).toBe('Let Strict app into Sunset Bakery?');
    await browser.press('allow');
    expect(browser.status).toBe(303);
    const { code, ...rest } = answerOf(browser);
    expect(rest).toEqual({ state: 'st&te +é' });
    const { body } = await dana.grant(code!);
    expect(body.data.result).toMatchObject({
      workspaceId: dana.workspaces.Sunset,
      workspaceName: 'Sunset Bakery',
    });
    const { accessToken } = body.data.result;
    const client = createSignedClient({ ...server.strict.credentials, accessToken });
    expect((await client.get('/tags')).status).toBe(200);
  });

  test('refuses, and the app is told so with its state', async () => {
    const browser = await signIn();
    await browser.follow('Sunrise Junk Removal');
    await browser.press('refuse');
    expect(browser.status).toBe(303);
    expect(answerOf(browser)).toEqual({
      error: 'access_denied',
      error_description: 'The person refused access.',
      state: 'st&te +é',
    });
  });

  test('goes back to choose the other one', async () => {
    const browser = await signIn();
    await browser.follow('Sunset Bakery');
    await browser.follow('Choose another workspace');
    await browser.follow('Sunrise Junk Removal');
    await browser.press('allow');
    const { body } = await dana.grant(answerOf(browser).code!);
    expect(body.data.result.workspaceName).toBe('Sunrise Junk Removal');
  });

  test('turns out to be somebody else', async () => {
    const browser = await signIn();
    await browser.press('sign-out');
    expect(titleOf(browser)).toBe('Sign in');
    await browser.open(await dana.initiate());
    expect(titleOf(browser)).toBe('Sign in');
  });
});

test('who cancels before signing in goes back to the app with a refusal', async () => {
  const browser = openBrowser();
  await browser.open(await dana.initiate());
  const cancel = /href="([^"]*)">Cancel/.exec(browser.html)![1]!.replaceAll('&amp;', '&');
  expect(answerOf({ url: cancel })).toMatchObject({ error: 'access_denied', state: 'st&te +é' });
});

test('a person of one workspace is asked for consent at once', async () => {
  const email = 'one.workspace@example.com';
  const personId = await createPerson(server.database, { email, name: 'One', password: PASSWORD });
  await addMember(server.database, { workspaceId: server.workspaceId, personId, role: 'bookkeeper' });
  const browser = await signIn(PASSWORD, ' One.Workspace@EXAMPLE.com ');
  expect(titleOf(browser)).toBe('Let Strict app into Test workspace?');
  expect(browser.html).not.toContain('Choose another workspace');
});

test('who has no workspace can let nobody in, and an auditor one that changes nothing', async () => {
  const email = 'auditor@example.com';
  const personId = await createPerson(server.database, { email, name: 'Audrey', password: PASSWORD });
  expect(titleOf(await signIn(PASSWORD, email))).toBe('No workspace to choose');
  await addMember(server.database, { workspaceId: server.workspaceId, personId, role: 'auditor' });
  const browser = await signIn(PASSWORD, email);
  expect(titleOf(browser)).toBe('Let Strict app into Test workspace?');
  expect(browser.html).toContain('change anything, since you are an auditor here');
  expect(browser.html).not.toContain('post to the ledger');
});

test('an app that sends no state gets none back, and an empty one as it was', async () => {
  for (const [query, expected] of [
    ['', ['code']],
    ['&state=', ['code', 'state']],
  ] as const) {
    const browser = openBrowser();
    const { clientId } = server.strict.credentials;
    const page = `${server.baseUrl}/partner-signin?${new URLSearchParams({ clientId, redirectUri: REDIRECT_URI })}`;
    await browser.open(`${page}${query}`);
    await browser.press('sign-in', { email: dana.email, password: PASSWORD });
    await browser.follow('Sunset');
    await browser.press('allow');
    expect(Object.keys(answerOf(browser))).toEqual(expected);
  }
});

describe('the session of the steps', () => {
  test('is not kept after the decision', async () => {
    const browser = await signIn();
    const token = browser.cookies.get('recount_sign_in')!;
    await browser.follow('Sunset');
    await browser.press('allow');
    expect(browser.cookies.has('recount_sign_in')).toBe(false);
    await server.owner.query(
      `UPDATE sign_in_session SET expires_at = expires_at - interval '10 seconds' WHERE token_hash = sha256($1)`,
      [Buffer.from(token)],
    );
    const replay = openBrowser({ cookie: `recount_sign_in=${token}` });
    await replay.open(await dana.initiate());
    expect(titleOf(replay)).toBe('Sign in');
  });

  test('lives for a quarter of an hour', async () => {
    const browser = await signIn();
    const { rows } = await server.owner.query(
      `SELECT round(extract(epoch FROM max(expires_at - created_at))) AS lifetime FROM sign_in_session WHERE person_id = $1`,
      [dana.personId],
    );
    expect(rows).toEqual([{ lifetime: '900' }]);
    await server.owner.query(`UPDATE sign_in_session SET expires_at = now()`);
    await browser.follow('Sunset');
    expect(titleOf(browser)).toBe('Sign in');
  });

  test('begins with a token that nobody knew before the password was given', async () => {
    const browser = openBrowser();
    await browser.open(await dana.initiate());
    const before = browser.cookies.get('recount_sign_in')!;
    await browser.press('sign-in', { email: dana.email, password: PASSWORD });
    const after = browser.cookies.get('recount_sign_in')!;
    expect(after).not.toBe(before);
    const fixated = openBrowser({ cookie: `recount_sign_in=${before}` });
    await fixated.open(await dana.initiate());
    expect(titleOf(fixated)).toBe('Sign in');
    const { rows } = await server.owner.query(
      `SELECT count(*) AS count FROM sign_in_session s WHERE s::text LIKE $1`,
      [`%${after}%`],
    );
    expect(rows).toEqual([{ count: 0n }]);
  });

  test('ends for a workspace that the person was taken out of meanwhile', async () => {
    const browser = await signIn();
    await browser.follow('Sunset');
    await server.owner.query('DELETE FROM membership WHERE person_id = $1 AND workspace_id = $2', [
      dana.personId,
      dana.workspaces.Sunset,
    ]);
    await browser.press('allow');
    expect(titleOf(browser)).toBe('Let Strict app into Sunrise Junk Removal?');
  });

  test('decides for no workspace of others', async () => {
    const browser = await signIn();
    await browser.follow('Sunset');
    await browser.press('allow', { workspace: server.workspaceId });
    expect(titleOf(browser)).toBe('Choose a workspace');
  });
});

describe('an attack', () => {
  const cookieOf = ({ cookies }: { cookies: ReadonlyMap<string, string> }) =>
    [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const csrfOf = ({ html }: { html: string }) => /name="csrf" value="([^"]*)"/.exec(html)![1]!;
  const codes = async () =>
    Number(
      (
        await server.owner.query('SELECT count(*) FROM authorization_code WHERE person_id = $1', [
          dana.personId,
        ])
      ).rows[0].count,
    );

  async function consenting() {
    const browser = await signIn();
    await browser.follow('Sunset');
    const send = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
      fetch(browser.url, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie: cookieOf(browser), origin: server.baseUrl, ...headers },
        body: new URLSearchParams({ workspace: dana.workspaces.Sunset, step: 'allow', ...fields }),
      });
    return { browser, send, csrf: csrfOf(browser) };
  }

  test('by a form without the token, or with that of another browser, changes nothing', async () => {
    const { send } = await consenting();
    const other = await consenting();
    for (const fields of [{}, { csrf: '' }, { csrf: 'x' }, { csrf: other.csrf }] as Record<
      string,
      string
    >[]) {
      const response = await send(fields);
      expect(response.status).toBe(403);
      expect(await response.text()).toContain('This form is out of date');
    }
    expect(await codes()).toBe(0);
  });

  test('by another site’s form is told by what the browser says of it', async () => {
    const { send, csrf } = await consenting();
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ] as Record<string, string>[])
      expect((await send({ csrf }, headers)).status, JSON.stringify(headers)).toBe(403);
    expect(await codes()).toBe(0);
    expect((await send({ csrf }, { 'sec-fetch-site': 'same-origin' })).status).toBe(303);
    expect(await codes()).toBe(1);
  });

  test('by a form that is no form changes nothing', async () => {
    const { browser, csrf } = await consenting();
    const body = JSON.stringify({ csrf, step: 'allow', workspace: dana.workspaces.Sunset });
    const headers = { cookie: cookieOf(browser), 'content-type': 'application/json' };
    const response = await fetch(browser.url, { method: 'POST', headers, body, redirect: 'manual' });
    expect(response.status).toBe(403);
    const doubled = await fetch(browser.url, {
      method: 'POST',
      redirect: 'manual',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: `csrf=${csrf}&csrf=${csrf}&step=allow&workspace=${dana.workspaces.Sunset}`,
    });
    expect(doubled.status).toBe(403);
    const long = `csrf=${csrf}&step=allow&pad=${'x'.repeat(20_000)}`;
    const tooLong = await fetch(browser.url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: long,
    });
    expect(tooLong.status).toBe(413);
    expect(tooLong.headers.get('content-type')).toContain('text/html');
    expect(await codes()).toBe(0);
  });

  test('by a changed redirect ends on the page, at every step', async () => {
    const changed = (url: string) => {
      const address = new URL(url);
      address.searchParams.set('redirectUri', 'https://evil.example/');
      return address.href;
    };
    const fresh = openBrowser();
    await fresh.open(changed(await dana.initiate()));
    const { browser, csrf } = await consenting();
    const consent = browser.url;
    await browser.open(changed(consent));
    for (const { status, html, headers } of [fresh, browser]) {
      expect(status).toBe(400);
      expect(html).toContain('not registered');
      expect(html).not.toContain('evil.example');
      expect(headers.get('location')).toBeNull();
    }
    const posted = await fetch(changed(consent), {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: cookieOf(browser), origin: server.baseUrl },
      body: new URLSearchParams({ csrf, step: 'allow', workspace: dana.workspaces.Sunset }),
    });
    expect([posted.status, posted.headers.get('location')]).toEqual([400, null]);
    await registerRedirectUris(server.database, server.strictAppId, []);
    await browser.open(consent);
    expect(browser.status).toBe(400);
    expect(await codes()).toBe(0);
  });

  test('by an unknown client or half an address ends on the page', async () => {
    for (const query of ['clientId=x&redirectUri=https://evil.example/', '', 'clientId=%00&redirectUri=x']) {
      const response = await fetch(`${server.baseUrl}/partner-signin?${query}`, { redirect: 'manual' });
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('This sign-in cannot go on');
    }
  });

  test('by a replayed code revokes what the code gave', async () => {
    const { browser } = await consenting();
    await browser.press('allow');
    const { code } = answerOf(browser);
    const { accessToken } = (await dana.grant(code!)).body.data.result;
    expect((await dana.grant(code!)).body).toMatchObject({ statusCode: 400, error: 'invalid_grant' });
    const client = createSignedClient({ ...server.strict.credentials, accessToken });
    expect((await client.get('/tags')).body.code).toBe('invalid_token');
  });

  test('by HTML in names, state or e-mail is shown as text', async () => {
    const evil = '"><img src=x onerror=alert(1)>';
    await server.owner.query('UPDATE workspace SET name = $2 WHERE id = $1', [dana.workspaces.Sunset, evil]);
    const browser = openBrowser();
    await browser.open(await dana.initiate({ state: evil }));
    await browser.press('sign-in', { email: evil, password: 'x' });
    expect(browser.html).not.toContain('<img');
    await browser.press('sign-in', { email: dana.email, password: PASSWORD });
    expect(browser.html).not.toContain('<img');
    await browser.follow(evil);
    expect(browser.html).not.toContain('<img');
    await browser.press('refuse');
    expect(answerOf(browser).state).toBe(evil);
  });
});

describe('the pages', () => {
  test('are framed by nobody, run no script and are kept by nobody', async () => {
    const browser = await signIn();
    const consentPolicy = "form-action 'self' http://localhost:3999 http://localhost:* http://127.0.0.1:*";
    const seen: [string, string][] = [];
    const look = () => {
      const { headers, html } = browser;
      const policy = headers.get('content-security-policy')!;
      seen.push([titleOf(browser)!, /form-action[^;]*/.exec(policy)![0]]);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(html).not.toMatch(/<script|<style| style=| on\w+=/);
    };
    look();
    await browser.follow('Sunset');
    look();
    await browser.press('sign-out');
    look();
    await browser.open(`${server.baseUrl}/partner-signin`);
    look();
    expect(seen).toEqual([
      ['Choose a workspace', "form-action 'self'"],
      ['Let Strict app into Sunset Bakery?', consentPolicy],
      ['Sign in', "form-action 'self'"],
      ['This sign-in cannot go on', "form-action 'self'"],
    ]);
  });

  test('have cookies that no script reads, that no other site’s form sends, and that last as long as the steps', async () => {
    const response = await fetch(await dana.initiate());
    const [cookie, ...others] = response.headers.getSetCookie();
    expect(others).toEqual([]);
    expect(cookie).toMatch(/^recount_sign_in=[\w-]{43}; Max-Age=3600; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test('have a stylesheet of their own, named after what it holds', async () => {
    const browser = openBrowser();
    await browser.open(await dana.initiate());
    const href = /rel="stylesheet" href="([^"]*)"/.exec(browser.html)![1]!;
    const response = await fetch(new URL(href, browser.url));
    expect(response.headers.get('content-type')).toContain('text/css');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(await response.text()).toContain('--color-accent');
  });

  test('leave the API as it is: it reads no form and sets no cookie', async () => {
    const { status, headers } = await server.strict.post('/tags', undefined, {
      rawBody: 'name=x',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([status, headers.get('set-cookie')]).toEqual([415, null]);
  });
});
