import { defineErrors } from './registered-error.ts';

/** Of mail and of sending documents by it. */
export const MAIL_ERRORS = defineErrors({
  MAIL_NOT_FOUND: {
    status: 404,
    message: 'No such mail in this workspace.',
    action:
      'Read [List Mail](/docs/mail/list-mail), with `entityUuid` for the mails about one document, and use the ' +
      '`uuid` of a mail.',
  },
  NO_RECIPIENT: {
    status: 400,
    message: 'recipients is required: the customer has no email address that mail could go to.',
    action:
      'Name `recipients`, or give the customer an `email` with [Update Customer](/docs/customers/update-customer). ' +
      'Where it has none, its primary contact’s is taken.',
  },
});
