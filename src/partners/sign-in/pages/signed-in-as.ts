import { type Html, html } from '../../../platform/http/html.ts';
import type { SignedInPerson } from '../sign-in-session.ts';

/** Who is signed in, and the way to be somebody else. */
export function signedInAs({ name, email }: SignedInPerson, action: string, csrfToken: string): Html {
  return html`<form class="signed-in-as" method="post" action="${action}">
<input type="hidden" name="csrf" value="${csrfToken}">
<p>Signed in as <strong>${name}</strong> <span class="email">${email}</span></p>
<button class="button-link" name="step" value="sign-out">Use another account</button>
</form>`;
}
