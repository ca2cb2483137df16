import { defineErrors } from './registered-error.ts';

/** Of vendors and what is bought from them. */
export const PURCHASES_ERRORS = defineErrors({
  VENDOR_NOT_FOUND: {
    status: 404,
    message: 'No such vendor in this workspace.',
    action:
      'Look the vendor up with [List Vendors](/docs/vendors/list-vendors) (`search` finds a part of its ' +
      'name or email), and use its `uuid`. Vendors of other workspaces are not seen.',
  },
});
