import { defineErrors } from './registered-error.ts';

/** Of electronic invoices. */
export const E_INVOICE_ERRORS = defineErrors({
  E_INVOICE_INCOMPLETE: {
    status: 400,
    message: 'The document is invalid as an e-invoice: it lacks what EN 16931 needs.',
    action:
      '`errors` names each field and the rules of the standard that it breaks: `workspace` is what [Update ' +
      'Workspace](/docs/workspace/update-workspace) changes, `customer` what [Update ' +
      'Customer](/docs/customers/update-customer) does, `invoiceTemplate` what [Update Invoice ' +
      'Template](/docs/invoices/update-invoice-template) does, the others are the document’s own. What is approved keeps saying ' +
      'what it said: void it and create it again once they are right.',
  },
  E_INVOICE_UNAVAILABLE: {
    status: 400,
    message:
      'The document is invalid as an e-invoice: it must be an approved invoice or credit memo that stands.',
    action:
      'Approve the document with [Approve Invoice](/docs/invoices/approve-invoice) first. Quotes and estimates are ' +
      'converted into invoices; what is void stays so.',
  },
});
