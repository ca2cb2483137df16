import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LONGEST_PASSWORD } from '../people/people.store.ts';
import { issueAuthorizationCode } from '../tokens/issue-authorization-code.ts';
import {
  type CheckedRequest,
  checkAuthorizationRequest,
  encodeQuery,
  type RequestFault,
  redirectWith,
  toQuery,
} from './authorization-request.ts';
import { authorizeQuery } from './authorize.schema.ts';
import { checkPassword } from './check-password.ts';
import { createCookies } from './cookies.ts';
import { createDeviceMarks } from './device-mark.ts';
import { createFormGuard } from './guard-form.ts';
import { findOfferedWorkspaces, type OfferedWorkspace } from './offered-workspaces.ts';
import { consentPage } from './pages/consent-page.ts';
import type { Page } from './pages/page.ts';
import { problemPage } from './pages/problem-page.ts';
import { signInPage } from './pages/sign-in-page.ts';
import { signedInAs } from './pages/signed-in-as.ts';
import { noWorkspacePage, workspacePage } from './pages/workspace-page.ts';
import type { SignInOptions } from './serve-sign-in.ts';
import { endSession, findSession, type SignedInPerson, startSession } from './sign-in-session.ts';

/** What a step answers: a page, or the address to go on to. */
export type StepAnswer =
  | {
      readonly status: number;
      readonly page: Page;
      /** Where a form of the page may lead in the end, beside this server. */
      readonly formTarget?: string;
      /** Seconds to wait. */
      readonly wait?: number;
    }
  | { readonly location: string };

/** A browser on its way, and what it is on its way for. */
interface Visit {
  readonly asked: CheckedRequest;
  /** Of the browser's cookie. */
  readonly token: string;
  /** The address of this page, relative to itself. */
  readonly here: string;
  readonly csrfToken: string;
}

const LONGEST_EMAIL = 255;
/** Seconds for which a session outlives its decision. */
const GRACE = 10;

/** The steps from the app's request to its answer. Each checks the app and the redirect URI anew. */
export function createSteps({ database, secretKey, publicUrl }: SignInOptions) {
  const cookies = createCookies(() => publicUrl().startsWith('https:'));
  const guard = createFormGuard(secretKey);
  const marks = createDeviceMarks(secretKey);

  /** The page that comes next for this browser. */
  async function show(request: FastifyRequest, reply: FastifyReply): Promise<StepAnswer> {
    const asked = await readRequest(request.query);
    if (typeof asked === 'string') return explainFault(asked);
    const visit = begin(asked, cookies.readToken(request) ?? newToken());
    const person = await findSession(database, visit.token);
    if (!person) {
      cookies.keepToken(reply, visit.token, false);
      return showSignIn(visit);
    }
    const { workspace } = request.query as Record<string, unknown>;
    return showWorkspaces(visit, person, workspace);
  }

  /** What becomes of a form. */
  async function take(request: FastifyRequest, reply: FastifyReply): Promise<StepAnswer> {
    const asked = await readRequest(request.query);
    if (typeof asked === 'string') return explainFault(asked);
    const cookie = cookies.readToken(request);
    const field = fieldsOf(request.body);
    const form = { headers: request.headers, token: field('csrf'), cookie };
    if (cookie === undefined || !guard.isOwn(form, new URL(publicUrl()).origin)) return refuseForm(asked);
    const visit = begin(asked, cookie);
    const step = field('step');
    if (step === 'sign-in') return signIn(visit, request, reply, field);
    if (step === 'sign-out') {
      await endSession(database, visit.token);
      cookies.forgetToken(reply);
      return { location: visit.here };
    }
    const person = await findSession(database, visit.token);
    if (!person) return { location: visit.here };
    if (step === 'allow') return allow(visit, person, request, reply, field('workspace'));
    if (step === 'refuse') return refuse(visit, reply);
    return refuseForm(asked);
  }

  async function readRequest(query: unknown): Promise<CheckedRequest | RequestFault | 'incomplete'> {
    const read = authorizeQuery.safeParse(query);
    if (!read.success) return 'incomplete';
    return checkAuthorizationRequest(database, { ...read.data, state: read.data.state });
  }

  function begin(asked: CheckedRequest, token: string): Visit {
    return { asked, token, here: `?${toQuery(asked)}`, csrfToken: guard.makeToken(token) };
  }

  function showSignIn(
    visit: Visit,
    failed?: { status: number; email: string; failure: string; wait?: number },
  ) {
    const { asked, here, csrfToken } = visit;
    const { status = 200, wait, ...shown } = failed ?? {};
    const page = signInPage({
      appName: asked.app.name,
      action: here,
      csrfToken,
      cancelUrl: cancelUrl(asked),
      ...shown,
    });
    return { status, page, ...(wait === undefined ? {} : { wait }) };
  }

  async function showWorkspaces(
    { asked, here, csrfToken }: Visit,
    person: SignedInPerson,
    chosen: unknown,
  ): Promise<StepAnswer> {
    const workspaces = await findOfferedWorkspaces(database, person.personId);
    const common = {
      appName: asked.app.name,
      cancelUrl: cancelUrl(asked),
      signedInAs: signedInAs(person, here, csrfToken),
    };
    if (workspaces.length === 0) return { status: 200, page: noWorkspacePage(common) };
    const workspace = workspaces.length === 1 ? workspaces[0] : findWorkspace(workspaces, chosen);
    if (!workspace) {
      const linkTo = (id: string) => `${here}&${encodeQuery({ workspace: id })}`;
      return { status: 200, page: workspacePage({ ...common, workspaces, linkTo }) };
    }
    const page = consentPage({
      ...common,
      workspace,
      returnsTo: new URL(asked.redirectUri).host,
      action: here,
      csrfToken,
      chooseUrl: workspaces.length > 1 ? here : undefined,
    });
    return { status: 200, page, formTarget: asked.redirectUri };
  }

  async function signIn(
    visit: Visit,
    request: FastifyRequest,
    reply: FastifyReply,
    field: ReadField,
  ): Promise<StepAnswer> {
    const email = field('email').trim();
    const password = field('password');
    const refuseWith = (failure: string) => showSignIn(visit, { status: 422, email, failure });
    if (email === '' || password === '') return refuseWith('Enter your email address and your password.');
    if (email.length > LONGEST_EMAIL || password.length > LONGEST_PASSWORD) return refuseWith(WRONG);
    const deviceMark = cookies.readDevice(request);
    const guess = { email, password, address: request.ip, deviceMark };
    const outcome = await checkPassword(database, marks, guess);
    if (outcome.personId === undefined) {
      request.log.info({ wait: outcome.wait }, 'sign-in refused');
      if (outcome.wait === 0) return refuseWith(WRONG);
      const failure = `Too many wrong passwords. Wait ${describeWait(outcome.wait)}, then try again.`;
      return showSignIn(visit, { status: 429, email, failure, wait: outcome.wait });
    }
    // A new token, so that nobody who knew the old one is signed in by it (session fixation).
    const token = newToken();
    await endSession(database, visit.token);
    await startSession(database, token, outcome.personId);
    cookies.keepToken(reply, token, true);
    if (!marks.belongsTo(deviceMark, outcome.personId))
      cookies.keepDevice(reply, marks.make(outcome.personId));
    return { location: visit.here };
  }

  async function allow(
    { asked, token, here }: Visit,
    { personId }: SignedInPerson,
    request: FastifyRequest,
    reply: FastifyReply,
    chosen: string,
  ): Promise<StepAnswer> {
    const workspace = findWorkspace(await findOfferedWorkspaces(database, personId), chosen);
    // The person was taken out of it meanwhile.
    if (!workspace) return { location: here };
    const consent = { partnerAppId: asked.app.id, workspaceId: workspace.id, personId };
    const code = await issueAuthorizationCode(database, { ...consent, redirectUri: asked.redirectUri });
    request.log.info(consent, 'consented');
    await endSession(database, token, GRACE);
    cookies.forgetToken(reply);
    return { location: redirectWith(asked, { code }) };
  }

  async function refuse({ asked, token }: Visit, reply: FastifyReply): Promise<StepAnswer> {
    await endSession(database, token, GRACE);
    cookies.forgetToken(reply);
    return { location: cancelUrl(asked) };
  }

  return { show, take };
}

const WRONG = 'The email address or the password is wrong.';

const newToken = (): string => randomBytes(32).toString('base64url');

const cancelUrl = (asked: CheckedRequest): string =>
  redirectWith(asked, { error: 'access_denied', error_description: 'The person refused access.' });

function findWorkspace(workspaces: readonly OfferedWorkspace[], id: unknown): OfferedWorkspace | undefined {
  return workspaces.find((workspace) => workspace.id === id);
}

type ReadField = (name: string) => string;

/** The fields of a form; one that is missing, or given twice, is empty. */
function fieldsOf(body: unknown): ReadField {
  return (name) => {
    const value = (body as Record<string, unknown> | null | undefined)?.[name];
    return typeof value === 'string' ? value.replaceAll('\0', '') : '';
  };
}

function describeWait(seconds: number): string {
  if (seconds <= 90) return `${seconds} second${seconds === 1 ? '' : 's'}`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

const FAULTS: Record<RequestFault | 'incomplete', string> = {
  incomplete:
    'The address of this page is not whole. Go back to the app that you came from and begin again there.',
  'unknown client':
    'The app that sent you here is not known to this server, or has been disabled. Nothing was told to it.',
  'invalid redirect uri':
    'The app that sent you here wants you to be sent on to an address that is not registered for it. So that nobody ' +
    'is deceived, it ends here.',
};

function explainFault(fault: RequestFault | 'incomplete'): StepAnswer {
  return { status: 400, page: problemPage({ title: 'This sign-in cannot go on', sentence: FAULTS[fault] }) };
}

function refuseForm(asked: CheckedRequest): StepAnswer {
  const page = problemPage({
    title: 'This form is out of date',
    sentence: 'It was open for too long, or was not sent from the page of this server. Nothing was changed.',
    link: { href: `?${toQuery(asked)}`, label: 'Start again' },
  });
  return { status: 403, page };
}
