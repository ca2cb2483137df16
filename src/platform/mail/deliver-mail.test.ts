import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { hurryBackgroundWork } from '../../../test/support/hurry-background-work.ts';
import {
  type MailSink,
  type Refusal,
  startMailSink,
  startSilentServer,
} from '../../../test/support/mail-sink.ts';
import { cloneTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { createWorkspace } from '../../ledger/workspaces/create-workspace.ts';
import type { Background } from '../jobs/run-repeatedly.ts';
import { type MailOptions, startMail } from './deliver-mail.ts';
import { retryMail } from './delivery.store.ts';
import type { NewMail, WholeMail } from './mail.ts';
import { findMail, insertMail } from './mails.store.ts';
import { createSmtpTransport } from './smtp-transport.ts';

const FROM = 'books@firm.example';
const MOST_WAITING = 30_000;

let clone: TestDatabase;
let workspaceId: string;
let closing: (() => Promise<unknown>)[] = [];

hurryBackgroundWork();
beforeAll(async () => {
  clone = await cloneTestDatabase();
  workspaceId = await createWorkspace(clone.database, { name: 'Firm', currency: 'USD' });
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  closing = [];
  await clone.owner.query('DELETE FROM mail_due');
});
afterAll(() => clone.close());

function closeAfter<T extends { close(): Promise<unknown> }>(one: T): T {
  closing.push(() => one.close());
  return one;
}

const sink = async (options?: Parameters<typeof startMailSink>[0]) =>
  closeAfter(await startMailSink(options));

function deliver(url: string | undefined, options: Partial<MailOptions> = {}): Background {
  const { database } = clone;
  const transport = url === undefined ? undefined : createSmtpTransport(url);
  const quiet = { onError: () => {}, onFailure: () => {} };
  const mail = startMail({ database, transport, from: FROM, renderers: {}, ...quiet, ...options });
  closing.push(() => mail.stop());
  return mail;
}

const inWorkspace = <T>(work: Parameters<typeof clone.database.transaction<T>>[1]) =>
  clone.database.transaction({ workspaceId }, work);

async function write(changes: Partial<NewMail> = {}): Promise<string> {
  const mail: NewMail = {
    entityType: 'invoice',
    entityId: '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c',
    fromName: 'Müller & Söhne, "Räumung"',
    replyTo: { name: 'Dana', address: 'dana@firm.example' },
    recipients: [{ field: 'to', address: 'aimee@example.com' }],
    subject: 'Rechnung 1 – für Sie',
    text: 'Grüße\n',
    html: '<p>Grüße</p>',
    attachments: [],
    ...changes,
  };
  return (await inWorkspace((transaction) => insertMail(transaction, mail))).id;
}

const find = async (id: string): Promise<WholeMail> =>
  (await inWorkspace((transaction) => findMail(transaction, id)))!;

async function until<T>(look: () => Promise<T | false | undefined> | T | false | undefined): Promise<T> {
  for (const end = Date.now() + MOST_WAITING; Date.now() < end; await sleep(50)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error('it did not happen');
}

const ended = (id: string) => until(async () => (await find(id)).status !== 'pending' && find(id));
const attempted = (id: string, times: number) =>
  until(async () => {
    const mail = await find(id);
    return mail.attemptLog.filter(({ endedAt }) => endedAt !== null).length >= times && mail;
  });
const makeDue = () => clone.owner.query('UPDATE mail_due SET due_at = clock_timestamp()');
const countIn = (mails: MailSink['mails'], id: string) =>
  mails.filter((mail) => mail.header('message-id')?.includes(id)).length;

it('delivers a mail once, with the names, the text and the HTML that it was given', async () => {
  const server = await sink();
  const id = await write({
    recipients: [
      { field: 'to', address: 'aimee@example.com' },
      { field: 'cc', address: 'partner@example.com' },
      { field: 'bcc', address: 'boss@firm.example' },
    ],
  });
  deliver(server.url);
  const mail = await ended(id);
  expect(mail).toMatchObject({ status: 'sent', attempts: 1, fromAddress: FROM, nextAttemptAt: null });
  expect(mail.recipients.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted']);
  expect(mail.attemptLog).toMatchObject([{ number: 1, outcome: 'accepted' }]);
  const [got, ...more] = server.mails;
  expect(more).toEqual([]);
  expect(got!.from).toBe(FROM);
  expect(got!.recipients).toEqual(['aimee@example.com', 'partner@example.com', 'boss@firm.example']);
  expect(got!.header('message-id')).toBe(mail.messageId);
  expect(got!.header('from')).toContain(`<${FROM}>`);
  expect(got!.header('reply-to')).toBe('Dana <dana@firm.example>');
  expect(got!.header('to')).toBe('aimee@example.com');
  expect(got!.header('cc')).toBe('partner@example.com');
  expect(got!.raw).not.toContain('boss@firm.example');
  expect(got!.header('auto-submitted')).toBe('auto-generated');
  expect(got!.part('text/plain').trim()).toBe('Grüße');
  expect(got!.part('text/html')).toContain('<p>Grüße</p>');
});

it('gives nothing to a server before the transaction that wrote it has committed', async () => {
  const server = await sink();
  deliver(server.url);
  const rolledBack = inWorkspace(async (transaction) => {
    await insertMail(transaction, {
      entityType: 'invoice',
      entityId: workspaceId,
      fromName: 'Firm',
      recipients: [{ field: 'to', address: 'nobody@example.com' }],
      subject: 'Never',
      text: 'Never',
      html: 'Never',
      attachments: [],
    });
    throw new Error('undone');
  });
  await expect(rolledBack).rejects.toThrow('undone');
  await ended(await write());
  expect(server.mails.flatMap(({ recipients }) => recipients)).toEqual(['aimee@example.com']);
});

it('keeps trying while the server is away, with growing pauses, and then delivers once', async () => {
  const place = await startMailSink();
  await place.close();
  const id = await write();
  deliver(`smtp://127.0.0.1:${place.port}`);
  const first = await attempted(id, 1);
  expect(first).toMatchObject({ status: 'pending', attempts: 1 });
  expect(first.lastResponse).toContain('ECONNREFUSED');
  const pauseOf = ({ nextAttemptAt, attemptLog }: WholeMail) =>
    nextAttemptAt!.getTime() - Date.parse(attemptLog.at(-1)!.endedAt!);
  expect(pauseOf(first)).toBeGreaterThan(9_000);
  await clone.owner.query(`UPDATE mail SET queued_at = queued_at - interval '1 hour' WHERE id = $1`, [id]);
  await makeDue();
  const second = await attempted(id, 2);
  expect(pauseOf(second)).toBeGreaterThan(3_590_000);
  const server = await sink({ port: place.port });
  await makeDue();
  const mail = await ended(id);
  expect(mail).toMatchObject({ status: 'sent', attempts: 3 });
  expect(countIn(server.mails, id)).toBe(1);
});

it('gives up after three days, and says so', async () => {
  const place = await startMailSink();
  await place.close();
  const id = await write();
  await clone.owner.query(`UPDATE mail SET queued_at = queued_at - interval '3 days' WHERE id = $1`, [id]);
  const told: string[] = [];
  deliver(`smtp://127.0.0.1:${place.port}`, { onFailure: ({ status }) => void told.push(status) });
  const mail = await ended(id);
  expect(mail).toMatchObject({ status: 'failed', nextAttemptAt: null });
  expect(mail.recipients).toMatchObject([{ status: 'pending' }]);
  expect(told).toEqual(['failed']);
});

it('a server that says nothing delays the mail and loses nothing, also over a restart', async () => {
  const silent = await startSilentServer();
  const id = await write();
  const before = deliver(`smtp://127.0.0.1:${silent.port}`);
  await until(() => silent.connections() === 1);
  await before.stop();
  const stopped = await find(id);
  expect(stopped).toMatchObject({ status: 'pending', attempts: 1 });
  expect(stopped.attemptLog).toMatchObject([{ outcome: 'interrupted' }]);
  deliver(`smtp://127.0.0.1:${silent.port}?greetingTimeout=300`);
  await makeDue();
  await attempted(id, 2);
  await silent.close();
  const server = await sink({ port: silent.port });
  await makeDue();
  expect(await ended(id)).toMatchObject({ status: 'sent' });
  expect(countIn(server.mails, id)).toBe(1);
});

it('one mail that a server is slow with does not hold up the others', async () => {
  let release = () => {};
  const held = new Promise<void>((open) => {
    release = open;
  });
  const accepted = { outcome: 'accepted', response: '250 OK' } as const;
  const sent: string[] = [];
  const transport: MailOptions['transport'] = {
    async send({ recipients }) {
      if (recipients[0] === 'slow@example.com') await held;
      sent.push(...recipients);
      return {
        ...accepted,
        settled: recipients.map((address) => ({ address, status: 'accepted', response: null })),
      };
    },
  };
  deliver(undefined, { transport });
  const slow = await write({ recipients: [{ field: 'to', address: 'slow@example.com' }] });
  await until(async () => (await find(slow)).attempts === 1);
  const quick = await write();
  await ended(quick);
  expect(sent).toEqual(['aimee@example.com']);
  release();
  expect(await ended(slow)).toMatchObject({ status: 'sent', attempts: 1 });
});

it('what a process that died was at is taken over by another, under the same Message-ID', async () => {
  const id = await write();
  const server = await sink();
  await clone.owner.query(
    `UPDATE mail_due SET claim = gen_random_uuid(), due_at = clock_timestamp() + interval '1 minute'`,
  );
  await clone.owner.query(`UPDATE mail SET attempts = 1, message_id = '<first@firm.example>' WHERE id = $1`, [
    id,
  ]);
  await clone.owner.query(`INSERT INTO mail_attempt (workspace_id, mail_id, attempt_no) VALUES ($1, $2, 1)`, [
    workspaceId,
    id,
  ]);
  deliver(server.url);
  await sleep(500);
  expect(server.sessions).toBe(0);
  await makeDue();
  const mail = await ended(id);
  expect(mail.attemptLog).toMatchObject([{ outcome: 'interrupted' }, { outcome: 'accepted' }]);
  expect(server.mails[0]!.header('message-id')).toBe('<first@firm.example>');
});

it('several servers deliver each of many mails once', async () => {
  const server = await sink();
  const ids: string[] = [];
  for (let number = 0; number < 20; number += 1) ids.push(await write());
  deliver(server.url);
  deliver(server.url);
  deliver(server.url);
  for (const id of ids) expect(await ended(id)).toMatchObject({ status: 'sent', attempts: 1 });
  expect(server.mails.length).toBe(20);
  expect(ids.map((id) => countIn(server.mails, id))).toEqual(ids.map(() => 1));
});

it('what a server accepted is not sent again because the database was away when it was to be written down', async () => {
  const server = await sink();
  const { database } = clone;
  const ends: boolean[] = [];
  const flaky: typeof database = {
    ...database,
    transaction: (options, work) =>
      database.transaction(options, (transaction) =>
        work({
          ...transaction,
          query(text, values, name) {
            if (
              text.includes('SET ended_at') &&
              text.includes('response') &&
              server.mails.length > 0 &&
              ends.length < 3
            ) {
              ends.push(true);
              throw new Error('the database is away');
            }
            return transaction.query(text, values, name);
          },
        }),
      ),
  };
  const id = await write();
  deliver(server.url, { database: flaky });
  await until(() => ends.length === 3);
  await sleep(500);
  await makeDue();
  expect(await ended(id)).toMatchObject({ status: 'sent', attempts: 1 });
  expect(server.mails.length).toBe(1);
});

it('who is deferred is tried again and who is refused is not; the others get it once', async () => {
  const busy = new Map<string, Refusal>([
    ['later@example.com', { code: 451, message: 'Greylisted' }],
    ['gone@example.com', { code: 550, message: 'No such user here' }],
  ]);
  const server = await sink({ refuseRecipient: (address) => busy.get(address) });
  const id = await write({
    recipients: ['aimee@example.com', 'later@example.com', 'gone@example.com'].map((address) => ({
      field: 'to',
      address,
    })),
  });
  deliver(server.url);
  const first = await attempted(id, 1);
  expect(first.recipients.map(({ status }) => status)).toEqual(['accepted', 'pending', 'refused']);
  busy.delete('later@example.com');
  await makeDue();
  const mail = await ended(id);
  expect(mail.status).toBe('partial');
  expect(mail.recipients.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'refused']);
  expect(mail.recipients[2]!.response).toContain('No such user here');
  expect(server.mails.map(({ recipients }) => recipients)).toEqual([
    ['aimee@example.com'],
    ['later@example.com'],
  ]);
  // The head is the same for all of them.
  expect(server.mails[1]!.header('to')).toBe(server.mails[0]!.header('to'));
});

it('a mail that is refused for good ends at once, and can be tried anew', async () => {
  let full: Refusal | undefined = { code: 552, message: 'Looks like spam' };
  const server = await sink({ refuseMessage: () => full });
  const id = await write();
  deliver(server.url);
  const mail = await ended(id);
  expect(mail).toMatchObject({ status: 'failed', attempts: 1 });
  expect(mail.attemptLog).toMatchObject([{ outcome: 'refused' }]);
  full = undefined;
  expect(await inWorkspace((transaction) => retryMail(transaction, id))).toBe(true);
  expect(await ended(id)).toMatchObject({ status: 'sent', attempts: 2 });
  expect(await inWorkspace((transaction) => retryMail(transaction, id))).toBe(false);
});

it('a wrong password of the server is no reason to give a mail up', async () => {
  const login = { user: 'books@firm.example', password: 'right' };
  const server = await sink({ login });
  const id = await write();
  const wrong = deliver(`smtp://books%40firm.example:wrong@127.0.0.1:${server.port}`);
  const mail = await attempted(id, 1);
  expect(mail).toMatchObject({ status: 'pending' });
  expect(mail.lastResponse).toContain('535');
  expect(mail.lastResponse).not.toContain('wrong@');
  await wrong.stop();
  deliver(`smtp://books%40firm.example:right@127.0.0.1:${server.port}`);
  await makeDue();
  expect(await ended(id)).toMatchObject({ status: 'sent' });
});

it('a domain of other letters than those of ASCII is reached and known again', async () => {
  const server = await sink();
  const id = await write({ recipients: [{ field: 'to', address: 'info@bücher.example' }] });
  deliver(server.url);
  expect(await ended(id)).toMatchObject({ status: 'sent', recipients: [{ status: 'accepted' }] });
});

it('without a mail server mail is kept, and is never sent by itself later', async () => {
  const id = await write();
  const keeping = deliver(undefined);
  expect(await ended(id)).toMatchObject({ status: 'kept', attempts: 0, nextAttemptAt: null });
  await keeping.stop();
  const server = await sink();
  deliver(server.url);
  await ended(await write());
  expect(server.mails.length).toBe(1);
});

it('a workspace that keeps its mail has none sent', async () => {
  await clone.owner.query('UPDATE workspace SET keeps_mail = true WHERE id = $1', [workspaceId]);
  const id = await write();
  await clone.owner.query('UPDATE workspace SET keeps_mail = false WHERE id = $1', [workspaceId]);
  expect(await find(id)).toMatchObject({ status: 'kept' });
});

it('attachments are rendered when the mail is delivered, and again where that failed', async () => {
  const server = await sink();
  const id = await write({ attachments: [{ kind: 'paper', id: workspaceId, fileName: 'Rechnung 1.pdf' }] });
  let times = 0;
  const paper: MailOptions['renderers'][string] = async (transaction, attached) => {
    times += 1;
    if (times === 1) throw new Error('out of ink');
    expect([transaction.workspaceId, attached]).toEqual([workspaceId, workspaceId]);
    return Buffer.from('%PDF-1.7 paper');
  };
  deliver(server.url, { renderers: { paper } });
  const mail = await attempted(id, 1);
  expect(mail).toMatchObject({ status: 'pending', lastResponse: 'An attachment could not be made.' });
  await makeDue();
  await ended(id);
  const [got] = server.mails;
  expect(got!.raw).toContain(Buffer.from('%PDF-1.7 paper').toString('base64'));
  expect(got!.raw).toContain('filename="Rechnung 1.pdf"');
});
