import { fieldError, invalidFields } from '../../errors.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { NewMail, RecipientField } from '../../platform/mail/mail.ts';
import { isMailAddress } from '../../platform/mail/mail-address.ts';
import type { SendInvoiceBody } from './send-body.schema.ts';

/** Between whom a mail goes. */
export interface MailParties {
  /** The customer's as it is now, or that of the one into whom he is merged, since one corrects it to send again; else his primary contact's. */
  readonly customerEmail: string | null;
  /** The name of the workspace. */
  readonly fromName: string;
  readonly replyTo: NewMail['replyTo'];
}

/**
 * Loads between whom a mail to a customer goes.
 *
 * @param personId whom answers go to; null, or somebody who is gone: to the server's own address
 */
export async function loadMailParties(
  transaction: Transaction,
  customerId: string,
  personId: string | null,
): Promise<MailParties> {
  const [row] = await transaction.query<{
    workspace: string;
    email: string | null;
    person: string | null;
    person_email: string | null;
  }>(
    `SELECT w.name AS workspace, p.name AS person, p.email AS person_email,
            coalesce(nullif(c.email, ''), (SELECT t.email FROM customer_contact t
              WHERE t.workspace_id = c.workspace_id AND t.customer_id = c.id AND t.email <> ''
              ORDER BY t.is_primary DESC, t.position LIMIT 1)) AS email
       FROM workspace w
       JOIN customer own ON own.workspace_id = w.id AND own.id = $2
       JOIN customer c ON c.workspace_id = w.id AND c.id = CASE WHEN own.merged_into IS NULL THEN own.id ELSE own.merged_into END
       LEFT JOIN person p ON p.id = $3
      WHERE w.id = $1`,
    [transaction.workspaceId, customerId, personId],
  );
  const { workspace, email, person, person_email: personEmail } = row!;
  const replyTo =
    personEmail !== null && isMailAddress(personEmail)
      ? { name: person ?? '', address: personEmail }
      : undefined;
  return { customerEmail: email, fromName: workspace, replyTo };
}

type Addressees = Pick<SendInvoiceBody, 'recipients' | 'cc' | 'bcc'>;

/**
 * Whom a mail goes to: whom the body names, else the customer. Each address once, in the first of the fields that has it.
 *
 * @throws ApiError NO_RECIPIENT where the body names nobody and the customer has no address for mail
 */
export function chooseRecipients(body: Addressees, customerEmail: string | null): NewMail['recipients'] {
  const to = body.recipients?.length ? body.recipients : chooseCustomer(customerEmail);
  const fields: [RecipientField, readonly string[]][] = [
    ['to', to],
    ['cc', body.cc ?? []],
    ['bcc', body.bcc ?? []],
  ];
  const chosen = new Map<string, NewMail['recipients'][number]>();
  for (const [field, addresses] of fields) {
    for (const address of addresses) {
      const key = address.toLowerCase();
      if (!chosen.has(key)) chosen.set(key, { field, address });
    }
  }
  return [...chosen.values()];
}

function chooseCustomer(email: string | null): string[] {
  if (email !== null && isMailAddress(email)) return [email];
  const predicate =
    email === null
      ? 'is required: the customer has no email address'
      : 'is required: the customer’s email address is invalid for mail';
  throw invalidFields([fieldError('recipients', 'NO_RECIPIENT', predicate)]);
}
