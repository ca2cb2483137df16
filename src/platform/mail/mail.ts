/** Where a recipient stands in a mail's head. */
export const RECIPIENT_FIELDS = ['to', 'cc', 'bcc'] as const;
export type RecipientField = (typeof RECIPIENT_FIELDS)[number];

/**
 * Where a mail stands: `pending` until every recipient's server has answered; `sent`; `partial` where some recipients were
 * refused for good; `failed` where all were, or nothing could be sent in time; `kept` on a server that sends none.
 */
export const MAIL_STATUSES = ['pending', 'sent', 'partial', 'failed', 'kept'] as const;
export type MailStatus = (typeof MAIL_STATUSES)[number];

/** How an attempt went: `interrupted` is one that nobody lived to tell of. */
export const ATTEMPT_OUTCOMES = ['accepted', 'deferred', 'refused', 'interrupted'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

export interface NamedAddress {
  readonly name: string;
  readonly address: string;
}

/** What is rendered when the mail is delivered: which renderer, of which record, under which name. */
export interface MailAttachment {
  readonly kind: string;
  readonly id: string;
  readonly fileName: string;
}

/** A mail that is to be sent. */
export interface NewMail {
  /** The record that it is about. */
  readonly entityType: string;
  readonly entityId: string;
  /** The name that stands before the server's own address. */
  readonly fromName: string;
  /** Where answers go; undefined: to where the mail came from. */
  readonly replyTo?: NamedAddress | undefined;
  /** At least one; each address once. */
  readonly recipients: readonly { readonly field: RecipientField; readonly address: string }[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly MailAttachment[];
}

/** A recipient, and what his server said of the mail. */
export interface Recipient {
  readonly field: RecipientField;
  readonly address: string;
  readonly status: 'pending' | 'accepted' | 'refused';
  readonly response: string | null;
}

/** A mail as it stands, without its text. */
export interface Mail {
  readonly id: string;
  readonly entityType: string;
  readonly entityId: string;
  readonly status: MailStatus;
  readonly fromName: string;
  readonly fromAddress: string | null;
  readonly replyTo: NamedAddress | null;
  readonly recipients: readonly Recipient[];
  readonly subject: string;
  readonly attachments: readonly MailAttachment[];
  readonly attempts: number;
  readonly lastResponse: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly nextAttemptAt: Date | null;
}

/** A mail whole: what it says, and each attempt to deliver it. */
export interface WholeMail extends Mail {
  readonly messageId: string | null;
  readonly text: string;
  readonly html: string;
  readonly attemptLog: readonly {
    readonly number: number;
    readonly beganAt: string;
    readonly endedAt: string | null;
    readonly outcome: AttemptOutcome | null;
    readonly response: string | null;
  }[];
}
