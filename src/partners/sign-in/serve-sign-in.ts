import { join } from 'node:path';
import fastifyCookie from '@fastify/cookie';
import fastifyFormbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../platform/database/database.ts';
import { readStylesheet } from '../../platform/http/stylesheet.ts';
import { SIGN_IN_PATH } from './authorize-initiate.ts';
import { pageHeaders } from './page-headers.ts';
import { type Page, renderPage } from './pages/page.ts';
import { problemPage } from './pages/problem-page.ts';
import { createSteps, type StepAnswer } from './steps.ts';

export interface SignInOptions {
  readonly database: Database;
  readonly secretKey: Buffer;
  /** Where others reach this server, without a trailing slash. */
  publicUrl(): string;
}

const LARGEST_FORM = 16 * 1024;

/**
 * Serves the pages on which a person signs in, chooses a workspace, and lets an app in or refuses (reference 2.1). They
 * need no script. What reads cookies and forms is theirs alone: the API knows neither.
 */
export function serveSignIn(server: FastifyInstance, options: SignInOptions): void {
  const stylesheet = readStylesheet(SIGN_IN_PATH, join(import.meta.dirname, 'sign-in.css'));
  server.register(async (scope) => {
    await scope.register(fastifyCookie);
    await scope.register(fastifyFormbody, { bodyLimit: LARGEST_FORM });
    scope.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
      const status = error.statusCode ?? 500;
      if (status >= 500) request.log.error({ err: error }, 'failed');
      return send(reply, { status, page: describeFailure(status) });
    });
    const steps = createSteps(options);
    scope.get(SIGN_IN_PATH, async (request, reply) => send(reply, await steps.show(request, reply)));
    scope.post(SIGN_IN_PATH, async (request, reply) => send(reply, await steps.take(request, reply)));
    scope.get(stylesheet.path, sendStylesheet);
  });

  /** Relative, since a proxy may put a folder in front. */
  const href = stylesheet.path.slice(1);

  function send(reply: FastifyReply, answer: StepAnswer): FastifyReply {
    if ('location' in answer) {
      const headers = { ...pageHeaders(), location: answer.location };
      return reply.code(303).headers(headers).send();
    }
    const { status, page, formTarget, wait } = answer;
    if (wait !== undefined) reply.header('retry-after', String(wait));
    reply.code(status).headers(pageHeaders(formTarget)).type('text/html; charset=utf-8');
    return reply.send(renderPage(page, href));
  }

  async function sendStylesheet(_request: FastifyRequest, reply: FastifyReply): Promise<string> {
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=31536000, immutable');
    return stylesheet.text;
  }
}

function describeFailure(status: number): Page {
  return status >= 500
    ? problemPage({
        title: 'This did not work',
        sentence: 'The server could not answer right now. Nothing was changed; please try again in a moment.',
      })
    : problemPage({ title: 'This did not work', sentence: 'The server could not read what was sent.' });
}
