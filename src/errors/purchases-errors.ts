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
  VENDOR_IN_USE: {
    status: 400,
    message: 'The vendor must be named by no journal entry that is still to be posted to be deleted.',
    action:
      'Take it off the [recurring journal entries](/docs/recurring-journal-entries/list-recurring-journal-entry-templates) ' +
      '(`isDraft=all`) and the [drafts](/docs/journal-entries/list-journal-entries) (`status=draft`) that ' +
      'name it, or delete these. Or set its `status` to `inactive` with [Update ' +
      'Vendor](/docs/vendors/update-vendor).',
  },
});
