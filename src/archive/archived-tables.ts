/**
 * Every table whose rows belong to a workspace and are in its archive. A table that is neither here nor in
 * `TABLES_LEFT_OUT` fails a test, and the export itself.
 */
export const ARCHIVED_TABLES: ReadonlySet<string> = new Set([
  'workspace',
  'books',
  'account',
  'account_tax',
  'account_total',
  'allocation',
  'allocation_seal',
  'audit_log',
  'book_closing',
  'chain_head',
  'customer',
  'customer_contact',
  'customer_tax',
  'dimension_total',
  'entry_seal',
  'exchange_rate',
  'invoice',
  'invoice_attachment',
  'invoice_line',
  'invoice_line_tax',
  'invoice_logo',
  'invoice_tag',
  'invoice_template',
  'journal_draft_account',
  'journal_entry',
  'journal_entry_draft',
  'journal_line',
  'journal_line_mark',
  'journal_line_tag',
  'mail',
  'mail_attempt',
  'mail_recipient',
  'manual_journal',
  'number_register',
  'number_series',
  'open_item',
  'outbox_event',
  'payment',
  'product',
  'product_tax',
  'public_link',
  'record_merge',
  'record_version',
  'recurring_invoice_run',
  'recurring_invoice_template',
  'recurring_journal_account',
  'recurring_journal_run',
  'recurring_journal_template',
  'reminder',
  'reminder_rule',
  'tag',
  'tag_group',
  'tax',
  'tax_return',
  'tax_return_filing',
  'vendor',
]);

/** The tables that name a workspace and are not in its archive, and why. */
export const TABLES_LEFT_OUT: Readonly<Record<string, string>> = {
  membership: 'people belong to a server: who imports says who may sign in',
  token_family: 'what lets an app in belongs to a server; apps ask for consent anew',
  authorization_code: 'a secret, good for minutes',
  idempotency_record: 'the answers of a day, kept for apps of this server',
  reference_version: 'made anew with the books; says which transaction of this cluster changed them last',
  unsealed_entry: 'made anew: every entry without a seal',
  account_month_total: 'added up as the totals of days are written',
  dimension_month_total: 'added up as the totals of days are written',
  open_item_total: 'made anew from the sealed lines; allocations are totalled by the sealer',
  untotalled_allocation: 'made anew: every allocation leaves its mark as it is written',
  recurring_due: 'made anew from the templates',
  reminder_due: 'made anew from the rules',
  mail_due: 'whoever wrote a mail that is still to be sent sends it, and nobody else',
};

/** Columns that are left out, and why. */
export const COLUMNS_LEFT_OUT: Readonly<Record<string, string>> = {
  posted_xid: 'says which transaction of this cluster wrote the row, and is no fact of the books',
};

/**
 * Expressions in place of a column, by table and column. A mail is archived as it was sent, but for what opens the link in
 * it: whoever has that sees the document on the server that sent it.
 */
export const REDACTED_COLUMNS: Readonly<Record<string, string>> = Object.fromEntries(
  ['text_body', 'html_body'].map((column) => [
    `mail.${column}`,
    `regexp_replace(${column}, '/i/[A-Za-z0-9_-]{44}', '/i/(left-out)', 'g')`,
  ]),
);
