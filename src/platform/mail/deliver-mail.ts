import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import type { Transaction } from '../database/transaction.ts';
import { type Background, runRepeatedly } from '../jobs/run-repeatedly.ts';
import {
  type AttemptResult,
  type BegunAttempt,
  beginAttempt,
  type Claim,
  claimDueMail,
  keepMail,
  recordAttempt,
  renewClaim,
} from './delivery.store.ts';
import type { MailAttachment } from './mail.ts';
import type { MailTransport } from './smtp-transport.ts';

/** Between two looks for mail that is due, in milliseconds. */
const PAUSE = 1_000;
/** Mails that are sent at the same time, so that one that a server is slow with does not hold up the others. */
const LANES = 4;
const RENEWAL = 20_000;
/** How long an attempt under way may go on when the server is stopped. */
const GRACE = 2_000;

const FIRST_RETRY = 10;
const LONGEST_RETRY = 60 * 60;
/** After three days nobody waits for an invoice any more: the sender must see that it did not arrive. */
const GIVE_UP_AFTER = 72 * 60 * 60;

/** Renders the attachments of one kind, fenced to the mail's workspace: at once, or once the transaction has ended. */
export type RenderAttachment = (
  transaction: Transaction,
  id: string,
) => Promise<Buffer | (() => Promise<Buffer>)>;

export interface MailOptions {
  readonly database: Database;
  /** Undefined: mail is kept. */
  readonly transport: MailTransport | undefined;
  readonly from: string;
  /** By the kind of the attachment. */
  readonly renderers: Readonly<Record<string, RenderAttachment>>;
  /** Told of what is no fault of a mail server. */
  readonly onError: (error: Error) => void;
  /** Told of each attempt that did not deliver to everybody. */
  readonly onFailure: (failure: {
    workspaceId: string;
    mailId: string;
    status: string;
    response: string;
  }) => void;
}

/**
 * Delivers what is due in every workspace, in the background: as often as it takes, with growing pauses, for three days at
 * most. Each mail is worked on by one process at a time, and one that dies leaves it to the others. What a server has
 * accepted is not sent again; only where that could not be written down is it sent twice, under the same Message-ID.
 */
export function startMail(options: MailOptions): Background {
  const stopping = new AbortController();
  const work: Work = { ...options, stopping: stopping.signal, unrecorded: new Map() };
  const lanes = new Set<Promise<void>>();
  function openLane(signal: AbortSignal): void {
    const lane = deliverWhileDue(work, signal, () => void (lanes.size < LANES && openLane(signal)))
      .catch((error: Error) => void (signal.aborted || options.onError(error)))
      .finally(() => lanes.delete(lane));
    lanes.add(lane);
  }
  // Without waiting for the lane: while a server is slow with one mail, the others go on.
  const look = async (signal: AbortSignal) => void (lanes.size < LANES && openLane(signal));
  const looks = runRepeatedly(look, { first: PAUSE, pause: PAUSE }, options.onError);
  return {
    async stop() {
      const grace = setTimeout(() => stopping.abort(), GRACE);
      await looks.stop();
      await Promise.all(lanes);
      clearTimeout(grace);
    },
  };
}

/** Delivers one mail after the other until none is due. */
async function deliverWhileDue(work: Work, signal: AbortSignal, onFound: () => void): Promise<void> {
  while (!signal.aborted) {
    const claim = await claimDueMail(work.database);
    if (!claim) return;
    onFound();
    await deliver(work, claim);
  }
}

interface Work extends MailOptions {
  /** Ends attempts that are under way. */
  readonly stopping: AbortSignal;
  /** Attempts whose outcome could not be written down yet, by mail. */
  readonly unrecorded: Map<string, { readonly number: number; readonly result: AttemptResult }>;
}

async function deliver(work: Work, claim: Claim): Promise<void> {
  const { database, transport, from, unrecorded } = work;
  const fenced = { workspaceId: claim.workspaceId };
  if (!transport) {
    await database.transaction(fenced, (transaction) => keepMail(transaction, claim.mailId));
    return;
  }
  const known = unrecorded.get(claim.mailId);
  if (known) {
    await record(work, claim, known.number, 0, known.result);
    return;
  }
  const begun = await database.transaction(fenced, (transaction) =>
    beginAttempt(transaction, claim.mailId, from),
  );
  if (begun) await record(work, claim, begun.number, begun.age, await attempt(work, transport, claim, begun));
}

/** Tries once to deliver a mail, and keeps its claim for as long as that takes. */
async function attempt(
  { database, from, renderers, stopping, onError }: Work,
  transport: MailTransport,
  claim: Claim,
  { mail }: BegunAttempt,
): Promise<AttemptResult> {
  const renewal = setInterval(() => void renewClaim(database, claim).catch(onError), RENEWAL);
  try {
    const attachments = await renderAll(database, claim.workspaceId, mail.attachments, renderers);
    const pending = mail.recipients.filter(({ status }) => status === 'pending');
    const recipients = pending.map(({ address }) => address);
    return await transport.send({ message: toMessage(mail, from, attachments), from, recipients }, stopping);
  } catch (error) {
    onError(error as Error);
    return { outcome: 'deferred', response: 'An attachment could not be made.', settled: [] };
  } finally {
    clearInterval(renewal);
  }
}

/** The same in every attempt, but for who is left to get it, which only the envelope says. */
function toMessage(
  { messageId, fromName, replyTo, recipients, subject, text, html, createdAt }: BegunAttempt['mail'],
  from: string,
  attachments: readonly { filename: string; content: Buffer }[],
) {
  const addressed = (field: string) =>
    recipients.filter((one) => one.field === field).map(({ address }) => ({ name: '', address }));
  // The HTML says it already, and the text is the same.
  const language = /^<!doctype html>\s*<html lang="([a-z]{2})"/.exec(html)?.[1];
  return {
    messageId,
    date: createdAt,
    from: { name: fromName, address: from },
    ...(replyTo ? { replyTo } : {}),
    to: addressed('to'),
    cc: addressed('cc'),
    subject,
    text,
    html,
    attachments: [...attachments],
    // Nobody's holiday should answer, and a programme made it (RFC 3834).
    xMailer: false as const,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...(language === undefined ? {} : { 'Content-Language': language }),
    },
  };
}

async function renderAll(
  database: Database,
  workspaceId: string,
  attachments: readonly MailAttachment[],
  renderers: MailOptions['renderers'],
): Promise<{ filename: string; content: Buffer }[]> {
  const rendered: { filename: string; content: Buffer }[] = [];
  for (const { kind, id, fileName } of attachments) {
    const render = renderers[kind];
    if (!render) throw new Error(`Nothing renders attachments of the kind ${kind}.`);
    const made = await database.read(workspaceId, (transaction) => render(transaction, id));
    rendered.push({ filename: fileName, content: typeof made === 'function' ? await made() : made });
  }
  return rendered;
}

/**
 * Writes an outcome down. Where the database is away, it is remembered and written at the next claim: a mail that was
 * accepted must not be sent again for that.
 */
async function record(
  { database, unrecorded, onFailure }: Work,
  claim: Claim,
  number: number,
  age: number,
  result: AttemptResult,
): Promise<void> {
  const { workspaceId, mailId } = claim;
  unrecorded.set(mailId, { number, result });
  // As long again as it has been tried, so that each pause is about twice the one before.
  const pause = Math.min(Math.max(age, FIRST_RETRY), LONGEST_RETRY);
  const retryIn = age + pause > GIVE_UP_AFTER ? undefined : pause;
  const status = await withPatience(() =>
    database.transaction({ workspaceId }, (transaction) =>
      recordAttempt(transaction, claim, number, result, retryIn),
    ),
  );
  unrecorded.delete(mailId);
  if (result.outcome !== 'accepted') onFailure({ workspaceId, mailId, status, response: result.response });
}

async function withPatience<T>(work: () => Promise<T>): Promise<T> {
  for (let time = 1; ; time += 1) {
    try {
      return await work();
    } catch (error) {
      if (time === 3) throw error;
      await sleep(200 * time);
    }
  }
}
