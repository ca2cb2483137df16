import { defineErrors } from './registered-error.ts';

/** Of mail, of sending documents by it, and of reminding of them. */
export const MAIL_ERRORS = defineErrors({
  MAIL_NOT_FOUND: {
    status: 404,
    message: 'No such mail in this workspace.',
    action:
      'Read [List Mail](/docs/mail/list-mail), with `entityUuid` for the mails about one document, and use the ' +
      '`uuid` of a mail.',
  },
  REMINDER_RULE_NOT_FOUND: {
    status: 404,
    message: 'No such reminder rule in this workspace.',
    action:
      'Read [List Reminder Rules](/docs/reminders/list-reminder-rules) and use the `uuid` of a rule. One that was ' +
      'deleted is not found any more; what it has sent stays with the invoices.',
  },
  TOO_MANY_REMINDER_RULES: {
    status: 400,
    message: 'The reminder rule is invalid here: a workspace has at most 10.',
    action:
      'Delete a rule with [Delete Reminder Rule](/docs/reminders/delete-reminder-rule), or change one. A rule that ' +
      'is not active counts too.',
  },
  NO_RECIPIENT: {
    status: 400,
    message: 'recipients is required: the customer has no email address that mail could go to.',
    action:
      'Name `recipients`, or give the customer an `email` with [Update Customer](/docs/customers/update-customer). ' +
      'Where it has none, its primary contact’s is taken.',
  },
});
