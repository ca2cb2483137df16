import { type Html, html } from '../../../platform/http/html.ts';
import type { OfferedWorkspace } from '../offered-workspaces.ts';
import type { Page } from './page.ts';

interface WorkspacePage {
  readonly appName: string;
  readonly workspaces: readonly OfferedWorkspace[];
  /** Where the choice of a workspace leads. */
  linkTo(workspaceId: string): string;
  readonly signedInAs: Html;
  readonly cancelUrl: string;
}

const ROLES = {
  owner: 'You are an owner',
  bookkeeper: 'You are a bookkeeper',
  auditor: 'You are an auditor',
} as const;

/** The page on which a person of several workspaces chooses one of them. */
export function workspacePage({ appName, workspaces, linkTo, signedInAs, cancelUrl }: WorkspacePage): Page {
  return {
    title: 'Choose a workspace',
    content: html`<h1>Choose a workspace</h1>
<p class="lead"><strong>${appName}</strong> works in one workspace. Which one shall it be?</p>
<ul class="workspaces">
${workspaces.map(
  ({
    id,
    name,
    role,
    sandbox,
  }) => html`<li><a href="${linkTo(id)}"><span class="workspace-name">${name}</span>
<span class="workspace-role">${ROLES[role]}${sandbox && ', in a sandbox'}</span></a></li>
`,
)}</ul>
${signedInAs}
<p class="aside"><a href="${cancelUrl}">Cancel and go back</a></p>`,
  };
}

interface NoWorkspacePage {
  readonly appName: string;
  readonly signedInAs: Html;
  readonly cancelUrl: string;
}

/** For a person who has no workspace to let an app into. */
export function noWorkspacePage({ appName, signedInAs, cancelUrl }: NoWorkspacePage): Page {
  return {
    title: 'No workspace',
    content: html`<h1>No workspace to choose</h1>
<p class="lead">You are in no workspace, so you cannot let <strong>${appName}</strong> into one.
Whoever runs this server can add you to one.</p>
${signedInAs}
<p class="aside"><a href="${cancelUrl}">Go back to ${appName}</a></p>`,
  };
}
