import { html } from '../../../platform/http/html.ts';
import { alert, type Page } from './page.ts';

interface SignInPage {
  readonly appName: string;
  /** Where the form goes. */
  readonly action: string;
  readonly csrfToken: string;
  readonly email?: string | undefined;
  readonly failure?: string | undefined;
  /** Where the person goes who will not sign in. */
  readonly cancelUrl: string;
}

/** The page that asks for e-mail and password. */
export function signInPage({ appName, action, csrfToken, email, failure, cancelUrl }: SignInPage): Page {
  const focus = html` autofocus`;
  return {
    title: failure ? 'Error: Sign in' : 'Sign in',
    content: html`<h1>Sign in</h1>
<p class="lead"><strong>${appName}</strong> wants to work with your books. Sign in to decide.</p>
${failure !== undefined && alert(failure)}
<form method="post" action="${action}">
<input type="hidden" name="csrf" value="${csrfToken}">
<label for="email">Email address</label>
<input id="email" name="email" type="email" required maxlength="255" autocomplete="username" autocapitalize="none" spellcheck="false" value="${email ?? ''}"${!email && focus}>
<label for="password">Password</label>
<input id="password" name="password" type="password" required maxlength="1024" autocomplete="current-password"${email !== undefined && email !== '' && focus}>
<button class="button-primary" name="step" value="sign-in">Sign in</button>
</form>
<p class="aside"><a href="${cancelUrl}">Cancel and go back</a></p>`,
  };
}
