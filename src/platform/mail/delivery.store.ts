import { v4 as uuidv4 } from 'uuid';
import type { Database } from '../database/database.ts';
import type { Transaction } from '../database/transaction.ts';
import type { AttemptOutcome, MailStatus, Recipient, WholeMail } from './mail.ts';
import { findMail } from './mails.store.ts';

/** How long a claim holds without being renewed: after that, whoever made it is taken for dead. */
const CLAIM_SECONDS = 60;

/** A mail that this process alone works on. */
export interface Claim {
  readonly workspaceId: string;
  readonly mailId: string;
  readonly claim: string;
}

/** Claims the mail that is due first and that nobody else works on; undefined where there is none. */
export async function claimDueMail(database: Database): Promise<Claim | undefined> {
  const claim = uuidv4();
  const [due] = await database.unfenced((transaction) =>
    transaction.query<{ workspace_id: string; mail_id: string }>(
      `UPDATE mail_due SET due_at = clock_timestamp() + interval '${CLAIM_SECONDS} seconds', claim = $1
        WHERE (workspace_id, mail_id) = (
          SELECT workspace_id, mail_id FROM mail_due WHERE due_at <= clock_timestamp()
           ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING workspace_id, mail_id`,
      [claim],
      'claim_due_mail',
    ),
  );
  return due && { workspaceId: due.workspace_id, mailId: due.mail_id, claim };
}

/** Tells that a claim is still worked on. */
export async function renewClaim(database: Database, { workspaceId, mailId, claim }: Claim): Promise<void> {
  await database.unfenced((transaction) =>
    transaction.query(
      `UPDATE mail_due SET due_at = clock_timestamp() + interval '${CLAIM_SECONDS} seconds'
        WHERE workspace_id = $1 AND mail_id = $2 AND claim = $3`,
      [workspaceId, mailId, claim],
    ),
  );
}

/** A mail at the beginning of an attempt to deliver it. */
export interface BegunAttempt {
  readonly mail: WholeMail & { readonly messageId: string };
  readonly number: number;
  /** For how many seconds it has been tried. */
  readonly age: number;
}

/**
 * Notes that an attempt begins, and that one before it which nobody ended was interrupted. The first gives the mail the
 * Message-ID that all of them have.
 *
 * @returns undefined where the mail is no longer pending
 */
export async function beginAttempt(
  transaction: Transaction,
  mailId: string,
  fromAddress: string,
): Promise<BegunAttempt | undefined> {
  const messageId = `<${mailId}@${fromAddress.slice(fromAddress.lastIndexOf('@') + 1)}>`;
  const [begun] = await transaction.query<{ attempts: number; age: number }>(
    `UPDATE mail SET attempts = attempts + 1, from_address = $3, message_id = coalesce(message_id, $4)
      WHERE workspace_id = $1 AND id = $2 AND status = 'pending'
     RETURNING attempts, extract(epoch FROM clock_timestamp() - queued_at)::float8 AS age`,
    [transaction.workspaceId, mailId, fromAddress, messageId],
  );
  if (!begun) {
    await endDelivery(transaction, mailId);
    return undefined;
  }
  await transaction.query(
    `UPDATE mail_attempt SET ended_at = clock_timestamp(), outcome = 'interrupted'
      WHERE workspace_id = $1 AND mail_id = $2 AND ended_at IS NULL`,
    [transaction.workspaceId, mailId],
  );
  await transaction.query(
    'INSERT INTO mail_attempt (workspace_id, mail_id, attempt_no) VALUES ($1, $2, $3)',
    [transaction.workspaceId, mailId, begun.attempts],
  );
  const mail = await findMail(transaction, mailId);
  return { mail: mail as BegunAttempt['mail'], number: begun.attempts, age: begun.age };
}

/** What came of an attempt. */
export interface AttemptResult {
  readonly outcome: AttemptOutcome;
  /** What the mail server said, or why it could not be asked. */
  readonly response: string;
  /** Those who need no further attempt. */
  readonly settled: readonly Pick<Recipient, 'address' | 'status' | 'response'>[];
}

/**
 * Writes down how an attempt went and what follows: another after `retryIn` seconds, or the end. Whoever has lost his claim
 * in the meantime is still believed what was accepted, since that cannot be taken back, and nothing else.
 *
 * @param retryIn undefined: there is no further attempt, also where recipients are left
 */
export async function recordAttempt(
  transaction: Transaction,
  { mailId, claim }: Claim,
  number: number,
  { outcome, response, settled }: AttemptResult,
  retryIn: number | undefined,
): Promise<MailStatus> {
  const { workspaceId } = transaction;
  const [mine] = await transaction.query<{ claim: string | null }>(
    'SELECT claim FROM mail_due WHERE workspace_id = $1 AND mail_id = $2 FOR UPDATE',
    [workspaceId, mailId],
  );
  await transaction.query(
    `UPDATE mail_attempt SET ended_at = clock_timestamp(), outcome = $4, response = $5
      WHERE workspace_id = $1 AND mail_id = $2 AND attempt_no = $3`,
    [workspaceId, mailId, number, outcome, response],
  );
  const holds = mine?.claim === claim;
  const believed = holds ? settled : settled.filter(({ status }) => status === 'accepted');
  await transaction.query(
    `UPDATE mail_recipient r SET status = s.status, response = s.response
       FROM json_to_recordset($3) AS s(address text, status text, response text)
      WHERE r.workspace_id = $1 AND r.mail_id = $2 AND r.address = s.address`,
    [workspaceId, mailId, JSON.stringify(believed)],
  );
  const [count] = await transaction.query<{ pending: number; accepted: number; refused: number }>(
    `SELECT count(*) FILTER (WHERE status = 'pending')::int AS pending,
            count(*) FILTER (WHERE status = 'accepted')::int AS accepted,
            count(*) FILTER (WHERE status = 'refused')::int AS refused
       FROM mail_recipient WHERE workspace_id = $1 AND mail_id = $2`,
    [workspaceId, mailId],
  );
  const { pending, accepted, refused } = count!;
  if (pending > 0 && !holds) return 'pending';
  if (pending > 0 && retryIn !== undefined) {
    await transaction.query(
      `UPDATE mail_due SET due_at = clock_timestamp() + $3 * interval '1 second', claim = NULL
        WHERE workspace_id = $1 AND mail_id = $2`,
      [workspaceId, mailId, retryIn],
    );
    return 'pending';
  }
  const missed = refused + pending;
  return finishMail(transaction, mailId, missed === 0 ? 'sent' : accepted > 0 ? 'partial' : 'failed');
}

/** Keeps a mail instead of sending it: on a server that has nothing to send it by. */
export async function keepMail(transaction: Transaction, mailId: string): Promise<void> {
  await finishMail(transaction, mailId, 'kept');
}

async function finishMail(transaction: Transaction, mailId: string, status: MailStatus): Promise<MailStatus> {
  await transaction.query(
    `UPDATE mail SET status = $3, finished_at = clock_timestamp()
      WHERE workspace_id = $1 AND id = $2 AND status = 'pending'`,
    [transaction.workspaceId, mailId, status],
  );
  await endDelivery(transaction, mailId);
  return status;
}

async function endDelivery(transaction: Transaction, mailId: string): Promise<void> {
  await transaction.query('DELETE FROM mail_due WHERE workspace_id = $1 AND mail_id = $2', [
    transaction.workspaceId,
    mailId,
  ]);
}

/**
 * Makes a mail that was kept, or that did not reach everybody, due again for those whom it has not reached.
 *
 * @returns whether there was such a mail
 */
export async function retryMail(transaction: Transaction, mailId: string): Promise<boolean> {
  const { workspaceId } = transaction;
  const rows = await transaction.query(
    `UPDATE mail SET status = 'pending', finished_at = NULL, queued_at = clock_timestamp()
      WHERE workspace_id = $1 AND id = $2 AND status IN ('kept', 'partial', 'failed') RETURNING id`,
    [workspaceId, mailId],
  );
  if (rows.length === 0) return false;
  await transaction.query(
    `UPDATE mail_recipient SET status = 'pending'
      WHERE workspace_id = $1 AND mail_id = $2 AND status = 'refused'`,
    [workspaceId, mailId],
  );
  await transaction.query(
    'INSERT INTO mail_due (workspace_id, mail_id, due_at) VALUES ($1, $2, clock_timestamp())',
    [workspaceId, mailId],
  );
  return true;
}
