import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { queryBuilder } from '../database/query-builder.ts';
import { type PageOfRows, selectPage } from '../database/select-page.ts';
import type { Transaction } from '../database/transaction.ts';
import type { Page } from '../http/list.ts';
import { toSingleLine } from '../text.ts';
import type {
  Mail,
  MailAttachment,
  MailStatus,
  NamedAddress,
  NewMail,
  Recipient,
  WholeMail,
} from './mail.ts';
import { isMailAddress } from './mail-address.ts';

interface Tables {
  mail: {
    workspace_id: string;
    id: string;
    entity_type: string;
    entity_id: string;
    status: MailStatus;
    from_name: string;
    from_address: string | null;
    message_id: string | null;
    reply_to: NamedAddress | null;
    subject: string;
    text_body: string;
    html_body: string;
    attachments: readonly MailAttachment[];
    attempts: number;
    created_at: Date;
    finished_at: Date | null;
  };
  mail_due: { workspace_id: string; mail_id: string; due_at: Date };
}

const builder = queryBuilder<Tables>();

const RECIPIENTS = sql<Recipient[]>`(
  SELECT json_agg(json_build_object('field', r.field, 'address', r.address, 'status', r.status, 'response', r.response)
                  ORDER BY r.position)
    FROM mail_recipient r WHERE r.workspace_id = m.workspace_id AND r.mail_id = m.id)`;

const LAST_RESPONSE = sql<string | null>`(
  SELECT a.response FROM mail_attempt a
   WHERE a.workspace_id = m.workspace_id AND a.mail_id = m.id AND a.ended_at IS NOT NULL
   ORDER BY a.attempt_no DESC LIMIT 1)`;

const instant = (column: string) =>
  sql.raw(`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

const ATTEMPT_LOG = sql<WholeMail['attemptLog']>`(
  SELECT coalesce(json_agg(json_build_object(
           'number', a.attempt_no, 'beganAt', ${instant('a.began_at')}, 'endedAt', ${instant('a.ended_at')},
           'outcome', a.outcome, 'response', a.response) ORDER BY a.attempt_no), '[]')
    FROM mail_attempt a WHERE a.workspace_id = m.workspace_id AND a.mail_id = m.id)`;

function mailsOf(workspaceId: string) {
  return builder
    .selectFrom('mail as m')
    .leftJoin('mail_due as d', (join) =>
      join.onRef('d.workspace_id', '=', 'm.workspace_id').onRef('d.mail_id', '=', 'm.id'),
    )
    .where('m.workspace_id', '=', workspaceId);
}

function selectFields(mails: ReturnType<typeof mailsOf>) {
  return mails.select([
    'm.id',
    'm.entity_type as entityType',
    'm.entity_id as entityId',
    'm.status',
    'm.from_name as fromName',
    'm.from_address as fromAddress',
    'm.reply_to as replyTo',
    'm.subject',
    'm.attachments',
    'm.attempts',
    'm.created_at as createdAt',
    'm.finished_at as finishedAt',
    'd.due_at as nextAttemptAt',
    RECIPIENTS.as('recipients'),
    LAST_RESPONSE.as('lastResponse'),
  ]);
}

/** Whatever its words are made of, names and numbers say no more in the head of a mail than they are. */
function withSafeHead(mail: NewMail): NewMail {
  const addresses = [...mail.recipients, ...(mail.replyTo ? [mail.replyTo] : [])].map(
    ({ address }) => address,
  );
  if (mail.recipients.length === 0 || !addresses.every(isMailAddress))
    throw new RangeError('A mail must have a recipient, and addresses that are such.');
  const { replyTo } = mail;
  return {
    ...mail,
    fromName: toSingleLine(mail.fromName),
    subject: toSingleLine(mail.subject),
    ...(replyTo ? { replyTo: { ...replyTo, name: toSingleLine(replyTo.name) } } : {}),
  };
}

/**
 * Writes a mail that is to be sent once the transaction has committed. In a workspace that keeps its mail it is kept.
 *
 * @returns it, as it stands
 */
export async function insertMail(transaction: Transaction, given: NewMail): Promise<Mail> {
  const mail = withSafeHead(given);
  const id = uuidv7();
  const [row] = await transaction.query<{ status: MailStatus }>(
    `INSERT INTO mail (workspace_id, id, entity_type, entity_id, status, finished_at, from_name, reply_to, subject,
                       text_body, html_body, attachments)
     SELECT $1, $2, $3, $4, CASE WHEN w.keeps_mail THEN 'kept' ELSE 'pending' END,
            CASE WHEN w.keeps_mail THEN clock_timestamp() END, $5, $6, $7, $8, $9, $10
       FROM workspace w WHERE w.id = $1
     RETURNING status`,
    [
      transaction.workspaceId,
      id,
      mail.entityType,
      mail.entityId,
      mail.fromName,
      mail.replyTo ? JSON.stringify(mail.replyTo) : null,
      mail.subject,
      mail.text,
      mail.html,
      JSON.stringify(mail.attachments),
    ],
  );
  await transaction.query(
    `INSERT INTO mail_recipient (workspace_id, mail_id, position, field, address)
     SELECT $1, $2, r.position, r.field, r.address
       FROM json_to_recordset($3) AS r(position smallint, field text, address text)`,
    [
      transaction.workspaceId,
      id,
      JSON.stringify(mail.recipients.map((recipient, position) => ({ position, ...recipient }))),
    ],
  );
  if (row!.status === 'pending') {
    await transaction.query(
      'INSERT INTO mail_due (workspace_id, mail_id, due_at) VALUES ($1, $2, clock_timestamp())',
      [transaction.workspaceId, id],
    );
  }
  const written = await findMail(transaction, id);
  return written!;
}

/** One mail, whole; undefined where there is none of this id. */
export async function findMail(transaction: Transaction, id: string): Promise<WholeMail | undefined> {
  const query = selectFields(mailsOf(transaction.workspaceId!).where('m.id', '=', id)).select([
    'm.message_id as messageId',
    'm.text_body as text',
    'm.html_body as html',
    ATTEMPT_LOG.as('attemptLog'),
  ]);
  const [mail] = await transaction.run<WholeMail>(query.compile());
  return mail;
}

export interface MailFilter {
  readonly status?: readonly string[] | undefined;
  readonly entityId?: string | undefined;
}

/** One page of the mails that fit, the newest first. */
export async function selectMails(
  transaction: Transaction,
  { status, entityId }: MailFilter,
  page: Pick<Page, 'limit' | 'offset'>,
): Promise<PageOfRows<Mail>> {
  let fitting = mailsOf(transaction.workspaceId!);
  if (status && status.length > 0) fitting = fitting.where('m.status', 'in', status as MailStatus[]);
  if (entityId !== undefined) fitting = fitting.where('m.entity_id', '=', entityId);
  return selectPage(transaction, selectFields(fitting).orderBy('m.id', 'desc'), page) as Promise<
    PageOfRows<Mail>
  >;
}
