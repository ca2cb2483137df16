import { defineErrors } from './registered-error.ts';

/** Of tax returns. */
export const TAX_RETURN_ERRORS = defineErrors({
  TAX_RETURN_NOT_FOUND: {
    status: 404,
    message: 'No such tax return in this workspace.',
    action: 'Read [List Tax Returns](/docs/tax-returns/list-tax-returns) and use the `uuid` of one.',
  },
  TAX_RETURN_DRAFT_EXISTS: {
    status: 409,
    message: 'Another tax return is still to be filed, and there can be one at a time.',
    action:
      'File the return whose `status` is `draft` in [List Tax Returns](/docs/tax-returns/list-tax-returns), where it stands ' +
      'first; or change its period, or delete it.',
  },
  TAX_RETURN_FILED: {
    status: 400,
    message: 'The request is invalid here: the tax return is filed, and stays as it is.',
    action:
      'What is posted later in its period is in the next return. Where the filing itself was a mistake, an owner takes it ' +
      'back with [Unfile Tax Return](/docs/tax-returns/unfile-tax-return).',
  },
  TAX_RETURN_NOT_FILED: {
    status: 400,
    message: 'The request is invalid here: the tax return must be a filed one.',
    action:
      'A return that is not filed is changed with [Update Tax Return](/docs/tax-returns/update-tax-return).',
  },
  TAX_RETURN_NOT_LAST: {
    status: 400,
    message: 'The request is invalid here: the tax return must be the last that is filed.',
    action: 'Later returns build on it. Take them back first, the newest before the others.',
  },
  TAX_PERIOD_NOT_OVER: {
    status: 400,
    message: 'The request is invalid yet: the period of the tax return must be over.',
    action:
      'File it after its `endDate`, by the time zone of the workspace; until then it shows the figures so far.',
  },
  TAX_PERIOD_OVERLAPS: {
    status: 400,
    message: 'The period is invalid: a part of it is in a return that is filed.',
    action: 'Begin it on the day after `details.filedThrough`, or leave `startDate` out.',
    details: ['filedThrough'],
  },
  TAX_PERIOD_GAP: {
    status: 400,
    message: 'The period is invalid: returns must follow one another without a gap.',
    action: 'Begin it on the day after `details.filedThrough`, or leave `startDate` out.',
    details: ['filedThrough'],
  },
  TAX_BASIS_FIXED: {
    status: 400,
    message: 'The basis is invalid: it must be that of the returns that are filed.',
    action:
      'Leave `basis` out. In the other book an invoice counts on another day, so that it would be in two returns or in none.',
  },
});
