import { type Html, html } from '../../../platform/http/html.ts';
import type { OfferedWorkspace } from '../offered-workspaces.ts';
import type { Page } from './page.ts';

interface ConsentPage {
  readonly appName: string;
  readonly workspace: OfferedWorkspace;
  /** The host of the app that the person goes back to. */
  readonly returnsTo: string;
  readonly action: string;
  readonly csrfToken: string;
  /** Where another workspace is chosen; undefined where there is only this one. */
  readonly chooseUrl: string | undefined;
  readonly signedInAs: Html;
}

/** The page on which a person lets an app into a workspace, or refuses. */
export function consentPage(page: ConsentPage): Page {
  const { appName, workspace, returnsTo, action, csrfToken, chooseUrl, signedInAs } = page;
  const looksOnly = workspace.role === 'auditor';
  return {
    title: `Let ${appName} in?`,
    content: html`<h1>Let ${appName} into ${workspace.name}?</h1>
${workspace.sandbox && html`<p class="lead">${workspace.name} is a sandbox, to try things out in.</p>`}
<p class="list-title">${appName} will be able to</p>
<ul class="may">
<li>read everything in these books, and every report</li>
${
  !looksOnly &&
  html`<li>create and change customers, products, taxes, tags and documents</li>
<li>post to the ledger, in your name</li>`
}
</ul>
<p class="list-title">It will not</p>
<ul class="may-not">
${looksOnly && html`<li>change anything, since you are an auditor here</li>`}
<li>learn your password</li>
<li>reach any other workspace</li>
</ul>
<form method="post" action="${action}">
<input type="hidden" name="csrf" value="${csrfToken}">
<input type="hidden" name="workspace" value="${workspace.id}">
<div class="buttons">
<button class="button-primary" name="step" value="allow">Allow</button>
<button class="button-quiet" name="step" value="refuse">Refuse</button>
</div>
</form>
<p class="note">Either way you go back to <strong>${returnsTo}</strong>. Access lasts until 90 days after it was last renewed.</p>
${chooseUrl !== undefined && html`<p class="aside"><a href="${chooseUrl}">Choose another workspace</a></p>`}
${signedInAs}`,
  };
}
