import type { Mail, WholeMail } from '../src/platform/mail/index.ts';
import { describeFields } from './print-record.ts';
import { alignColumns, makeVisible } from './terminal-text.ts';

/** A mail, and the name of the workspace that it is of. */
export interface ListedMail {
  readonly workspace: string;
  readonly mail: Mail;
}

/** A table of mails, one a line. */
export function describeMails(listed: readonly ListedMail[]): string {
  if (listed.length === 0) return 'There is no mail.';
  return alignColumns([
    ['ID', 'Written', 'Status', 'To', 'Subject', 'Workspace'],
    ...listed.map(({ workspace, mail }) => [
      mail.id,
      toMinute(mail.createdAt),
      mail.status,
      summariseRecipients(mail),
      onOneLine(mail.subject),
      onOneLine(workspace),
    ]),
  ]);
}

/** A mail as its reader sees it, with how its delivery went above. */
export function describeMail(mail: WholeMail): string {
  const those = (field: string) =>
    mail.recipients
      .filter((one) => one.field === field)
      .map(({ address, status }) => `${onOneLine(address)}${status === 'refused' ? ' (refused)' : ''}`)
      .join(', ');
  const name = onOneLine(mail.fromName);
  const fields: [string, string][] = [
    ['Status', mail.status],
    ['Written', toMinute(mail.createdAt)],
    ['From', mail.fromAddress === null ? name : `${name} <${mail.fromAddress}>`],
    ['Reply to', mail.replyTo ? `${onOneLine(mail.replyTo.name)} <${onOneLine(mail.replyTo.address)}>` : ''],
    ['To', those('to')],
    ['Cc', those('cc')],
    ['Bcc', those('bcc')],
    ['Subject', onOneLine(mail.subject)],
    ['Attached', mail.attachments.map(({ fileName }) => onOneLine(fileName)).join(', ')],
    ['Next try', mail.nextAttemptAt ? toMinute(mail.nextAttemptAt) : ''],
  ];
  const attempts = mail.attemptLog.map(({ number, beganAt, outcome, response }) =>
    [`  Try ${number}`, toMinute(new Date(beganAt)), outcome ?? 'under way', onOneLine(response ?? '')].join(
      '  ',
    ),
  );
  const head = describeFields(fields.filter(([, value]) => value !== ''));
  return [head, ...(attempts.length > 0 ? [attempts.join('\n')] : []), makeVisible(mail.text).trimEnd()].join(
    '\n\n',
  );
}

function summariseRecipients({ recipients }: Mail): string {
  const [first] = recipients;
  const more = recipients.length - 1;
  return `${onOneLine(first!.address)}${more > 0 ? ` and ${more} more` : ''}`;
}

const toMinute = (instant: Date): string => `${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const onOneLine = (text: string): string => makeVisible(text).replaceAll('\n', ' ');
