import { defineErrors } from './registered-error.ts';

/** Of customers, vendors and accounts that are merged. */
export const MERGE_ERRORS = defineErrors({
  CUSTOMER_MERGED: {
    status: 400,
    message: 'The customer is invalid here: it must be one that is not merged into another.',
    action:
      'Name the customer of `details.mergedIntoUuid`, into which this one is merged, or tell them apart again with ' +
      '[Unmerge Customer](/docs/customers/unmerge-customer).',
    details: ['mergedIntoUuid'],
  },
  VENDOR_MERGED: {
    status: 400,
    message: 'The vendor is invalid here: it must be one that is not merged into another.',
    action:
      'Name the vendor of `details.mergedIntoUuid`, into which this one is merged, or tell them apart again with ' +
      '[Unmerge Vendor](/docs/vendors/unmerge-vendor).',
    details: ['mergedIntoUuid'],
  },
  ACCOUNT_MERGED: {
    status: 400,
    message: 'The account is invalid here: it must be one that is not merged into another.',
    action:
      'Name the account of `details.mergedIntoUuid`, into which this one is merged, or tell them apart again with ' +
      '[Unmerge Account](/docs/chart-of-accounts/unmerge-account).',
    details: ['mergedIntoUuid'],
  },
  CANNOT_MERGE: {
    status: 400,
    message: 'The two records must be alike to be merged.',
    action:
      'The message says what does not fit. Merging moves nothing, so the two must already stand where one would: ' +
      '[Merge what is one](/docs/guides/merging) has the rules.',
  },
  CANNOT_UNMERGE: {
    status: 400,
    message:
      'The record must be settled by itself to be told apart: it is settled with what it is merged into.',
    action:
      'Take back what `details.invoiceNumbers` names first (the oldest 20): remove the payment or the credit, or make the ' +
      'memo void. Then unmerge.',
    details: ['invoiceNumbers'],
  },
  NOT_MERGED: {
    status: 400,
    message: 'The record must be merged into another to be told apart from it.',
    action: 'Nothing is to be done: `mergedIntoUuid` of the record is null.',
  },
  HAS_MERGED_RECORDS: {
    status: 400,
    message: 'The record must be left in place while others are merged into it.',
    action:
      'Tell apart first what its `mergedUuids` names, with [Unmerge Customer](/docs/customers/unmerge-customer) or ' +
      '[Unmerge Vendor](/docs/vendors/unmerge-vendor), or set its `status` to `inactive`.',
  },
});
