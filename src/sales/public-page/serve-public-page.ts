import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../../errors.ts';
import type { Database } from '../../platform/database/database.ts';
import { isUnavailable } from '../../platform/database/unavailable.ts';
import type { FileStore } from '../../platform/files/file-store.ts';
import { FOREIGN, fileDisposition } from '../../platform/http/file-answer.ts';
import { readStylesheet } from '../../platform/http/stylesheet.ts';
import { type Attachment, listShared, readAttachment } from '../attachments/index.ts';
import { makeInvoicePdf } from '../documents/index.ts';
import { BUILT_IN_LANGUAGE } from '../documents/words/words.ts';
import { type IssuedDocument, loadIssuedDocument } from '../issued-document/load-issued-document.ts';
import { createLinkTokens } from '../public-links/public-link.ts';
import { findLinkTarget, type LinkTarget } from '../public-links/public-links.store.ts';
import { noteAnswer, noteView, type Visit } from './customer-acts.ts';
import { type Answer, possibleAnswers } from './customer-words.ts';
import { documentPage } from './document-page.ts';
import { isReader } from './is-reader.ts';
import {
  answerPage,
  draftPage,
  FAILURE_PAGE,
  NOT_FOUND_PAGE,
  TOO_MANY_PAGE,
  tooLatePage,
} from './other-pages.ts';
import { PAGE_HEADERS, type Page, renderPage } from './page-frame.ts';

export interface PublicPageOptions {
  readonly database: Database;
  readonly secretKey: Buffer;
  /** Where others reach this server, without a trailing slash. */
  readonly publicUrl: () => string;
  /** Where attachments are kept. */
  readonly files: FileStore;
}

/** Wrong links a minute from one address. A token cannot be guessed; who tries is not to keep the server busy. */
const WRONG_LINKS = { max: 60, timeWindow: 60_000 };
const LARGEST_FORM = 1024;

const ANSWERS: Readonly<Record<string, Answer>> = { accept: 'accepted', decline: 'declined' };

interface Found {
  readonly target: LinkTarget;
  readonly document: IssuedDocument;
  /** Those that its customer has got. */
  readonly attachments: readonly Attachment[];
}

type Request = FastifyRequest<{ Params: { token: string; act: string; file: string } }>;

/** What the handlers of the pages share. */
interface House extends PublicPageOptions {
  /** The document of a token; undefined where it leads nowhere. */
  find(token: string): Promise<Found | undefined>;
  send(request: FastifyRequest, reply: FastifyReply, status: number, page: Page): FastifyReply;
  /** Answers whoever comes by a link that leads nowhere. */
  refuse(request: Request, reply: FastifyReply): Promise<FastifyReply>;
}

/**
 * Serves the pages on which customers see documents and answer quotes, by nothing but the link: no account, no cookie, no
 * script. Whoever has the link may do what its customer may.
 */
export function servePublicPage(server: FastifyInstance, options: PublicPageOptions): void {
  const { database, secretKey } = options;
  const tokens = createLinkTokens(secretKey);
  const stylesheet = readStylesheet('/i/style', join(import.meta.dirname, 'public-page.css'));
  const config = { secretPath: true } as const;
  const send: House['send'] = (request, reply, status, page) => {
    // Relative, since a proxy may put a folder in front.
    const depth = (request.raw.url ?? '').split('?')[0]!.split('/').length - 3;
    const href = `${'../'.repeat(Math.max(0, depth))}style/${stylesheet.name}`;
    reply.header('content-language', page.language ?? BUILT_IN_LANGUAGE);
    reply.code(status).headers(PAGE_HEADERS).type('text/html; charset=utf-8');
    return reply.send(renderPage(page, href));
  };
  server.register(async (scope) => {
    const countWrong = scope.createRateLimit(WRONG_LINKS);
    const house: House = {
      ...options,
      send,
      find: (token) => findDocument(database, tokens.read(token)),
      async refuse(request, reply) {
        const counted = await countWrong(request);
        if (counted.isAllowed || !counted.isExceeded) return send(request, reply, 404, NOT_FOUND_PAGE);
        reply.header('retry-after', String(counted.ttlInSeconds));
        return send(request, reply, 429, TOO_MANY_PAGE);
      },
    };
    scope.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
      const known = error instanceof ApiError ? error.status : error.statusCode;
      const status = known ?? (isUnavailable(error) ? 503 : 500);
      if (status >= 500) request.log.error({ err: error.cause ?? error }, 'failed');
      if (status === 503) reply.header('retry-after', '1');
      return send(request, reply, status, FAILURE_PAGE);
    });
    scope.get('/i/:token', { config }, (request: Request, reply) => showDocument(house, request, reply));
    scope.get('/i/:token/:act', { config }, (request: Request, reply) => showAct(house, request, reply));
    scope.get('/i/:token/files/:file', { config }, (request: Request, reply) =>
      sendAttachment(house, request, reply),
    );
    scope.post('/i/:token/:act', { config, bodyLimit: LARGEST_FORM }, (request: Request, reply) =>
      takeAnswer(house, request, reply),
    );
    scope.get(stylesheet.path, async (_request, reply) => {
      reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=31536000, immutable');
      return stylesheet.text;
    });
  });
}

async function findDocument(database: Database, linkId: string | undefined): Promise<Found | undefined> {
  const target = linkId && (await findLinkTarget(database, linkId));
  if (!target) return undefined;
  return database.read(target.workspaceId, async (transaction) => {
    const document = await loadIssuedDocument(transaction, target.invoiceId);
    return document && { target, document, attachments: await listShared(transaction, target.invoiceId) };
  });
}

async function showDocument(house: House, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const { token } = request.params;
  const found = await house.find(token);
  if (!found) return house.refuse(request, reply);
  const { document, target, attachments } = found;
  if (document.invoice.isDraft) return house.send(request, reply, 200, draftPage(document));
  if (document.invoice.viewedAt === null && isReader(request.method, request.headers)) {
    // The page is shown all the same: who reads it cannot help it.
    await noteView(house.database, target, visitOf(request)).catch((error) =>
      request.log.error({ err: error }, 'a view could not be noted'),
    );
  }
  return house.send(request, reply, 200, documentPage(document, token, attachments));
}

/** The PDF, or the question whether the answer is meant. */
async function showAct(house: House, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const { token, act } = request.params;
  const found = await house.find(token);
  if (!found) return house.refuse(request, reply);
  const { invoice, today } = found.document;
  if (act === 'pdf' && !invoice.isDraft) return sendPdf(house, reply, found);
  const answer = answerOf(act);
  if (answer === undefined) return house.send(request, reply, 404, NOT_FOUND_PAGE);
  if (!possibleAnswers(invoice, today).includes(answer)) return back(reply, token);
  return house.send(request, reply, 200, answerPage(found.document, token, answer));
}

async function takeAnswer(house: House, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const { token, act } = request.params;
  const found = await house.find(token);
  if (!found) return house.refuse(request, reply);
  const answer = answerOf(act);
  if (answer === undefined) return house.send(request, reply, 404, NOT_FOUND_PAGE);
  try {
    await noteAnswer(house.database, found.target, answer, visitOf(request));
  } catch (error) {
    if (!(error instanceof ApiError) || error.status >= 500) throw error;
    return house.send(request, reply, 409, tooLatePage(found.document));
  }
  return back(reply, token);
}

/** To the document, from one of its acts. */
function back(reply: FastifyReply, token: string): FastifyReply {
  return reply.code(303).headers(PAGE_HEADERS).header('location', `../${token}`).send();
}

async function sendPdf(
  { database, secretKey, publicUrl }: House,
  reply: FastifyReply,
  { target }: Found,
): Promise<FastifyReply> {
  const place = { secretKey, publicUrl: publicUrl() };
  const pdf = await database.read(target.workspaceId, (transaction) =>
    makeInvoicePdf(transaction, target.invoiceId, place),
  );
  const { fileName, bytes } = pdf!;
  const disposition = fileDisposition('attachment', fileName);
  reply.headers(PAGE_HEADERS).header('content-disposition', disposition).type('application/pdf');
  return reply.send(bytes);
}

/** A file that somebody else made: it is saved, and where it is opened nonetheless it reaches nothing. */
async function sendAttachment(house: House, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const found = await house.find(request.params.token);
  const file = found?.attachments.find(({ id }) => id === request.params.file);
  if (!found || !file || found.document.invoice.isDraft) return house.refuse(request, reply);
  const bytes = await readAttachment(house.files, found.target.workspaceId, file);
  reply.headers({ ...PAGE_HEADERS, ...FOREIGN }).type(file.contentType);
  return reply.header('content-disposition', fileDisposition('attachment', file.fileName)).send(bytes);
}

const answerOf = (act: string): Answer | undefined =>
  Object.hasOwn(ANSWERS, act) ? ANSWERS[act] : undefined;

const visitOf = (request: FastifyRequest): Visit => ({ requestId: request.id, remoteAddress: request.ip });
