import { registerRedirectUris } from '../../src/partners/apps/register-redirect-uris.ts';
import { addMember, createPerson } from '../../src/partners/index.ts';
import { createSignedClient } from './signed-client.ts';
import type { TestServer } from './test-server.ts';

export const PASSWORD = 'correct horse battery';
export const REDIRECT_URI = 'http://localhost:3999/success';

/** A person who may sign in, and the app that sends there. */
export interface SignInFixtures {
  readonly email: string;
  readonly personId: string;
  /** Workspaces by name: the person is in both of these and in no other. */
  readonly workspaces: { readonly Sunrise: string; readonly Sunset: string };
  /** The address of the sign-in page, as the strict app was told it. */
  initiate(query?: Readonly<Record<string, string>>): Promise<string>;
  /** Exchanges a code as the strict app. */
  grant(code: string): ReturnType<ReturnType<typeof createSignedClient>['post']>;
}

let people = 0;

/** Makes a person of two workspaces, and registers a redirect URI for the strict app. */
export async function createSignInFixtures(server: TestServer): Promise<SignInFixtures> {
  const { database } = server;
  people += 1;
  const email = `dana.${people}@example.com`;
  const personId = await createPerson(database, { email, name: 'Dana Whitfield', password: PASSWORD });
  const [sunrise, sunset] = await Promise.all(
    ['Sunrise Junk Removal', 'Sunset Bakery'].map((name) => server.addWorkspace({ name })),
  );
  for (const { workspaceId } of [sunrise!, sunset!])
    await addMember(database, { workspaceId, personId, role: 'owner' });
  await registerRedirectUris(database, server.strictAppId, [REDIRECT_URI]);
  const { clientId, clientSecret } = server.strict.credentials;
  const { baseUrl } = server;
  return {
    email,
    personId,
    workspaces: { Sunrise: sunrise!.workspaceId, Sunset: sunset!.workspaceId },
    async initiate(query = {}) {
      const search = new URLSearchParams({
        clientId,
        redirectUri: REDIRECT_URI,
        state: 'st&te +é',
        ...query,
      });
      const response = await fetch(`${baseUrl}/auth2/authorize-intiate?${search}`);
      const { data } = (await response.json()) as { data: { redirectUri: string } };
      return data.redirectUri;
    },
    grant: (code) =>
      createSignedClient({ baseUrl, clientId, clientSecret }).post('/grant-access-token', {
        grantType: 'authorization_code',
        code,
      }),
  };
}
