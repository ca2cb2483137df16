import { defineErrors } from './registered-error.ts';

/** Of customers, products, taxes, tags and invoices. */
export const SALES_ERRORS = defineErrors({
  CUSTOMER_NOT_FOUND: {
    status: 404,
    message: 'No such customer in this workspace.',
    action:
      'Look the customer up with [Find Customer by Email](/docs/customers/find-customer-by-email) or ' +
      '[List Customers](/docs/customers/list-customers), and use its `uuid`. Customers of other ' +
      'workspaces are not seen: make sure that the access token is of the right one.',
  },
  PRODUCT_NOT_FOUND: {
    status: 404,
    message: 'No such product in this workspace.',
    action:
      'Look the product up with [Find Product by Name](/docs/products/find-product-by-name) or [List ' +
      'Products](/docs/products/list-products), and use its `uuid`. Products of other workspaces are ' +
      'not seen.',
  },
  TAX_NOT_FOUND: {
    status: 404,
    message: 'No such tax in this workspace.',
    action:
      'Read [List Taxes](/docs/taxes/list-taxes) and use the `uuid` of a tax. Send `[]` for a line ' +
      'without taxes.',
  },
  TAG_NOT_FOUND: {
    status: 404,
    message: 'No such tag in this workspace.',
    action:
      'Look the tag up with [Find Tags by Name](/docs/tags/find-tags-by-name) and use its `uuid`, or ' +
      'make it with [Create Tag](/docs/tags/create-tag).',
  },
  TAG_GROUP_NOT_FOUND: {
    status: 404,
    message: 'No such tag group in this workspace.',
    action:
      'Look the group up with [List Tag Groups](/docs/tag-groups/list-tag-groups) and use its `uuid`. A group ' +
      'that was deleted is not found any more; its tags are still there.',
  },
  TAG_IN_ANOTHER_GROUP: {
    status: 400,
    message: 'A tag must be in one group at most, and is in another already.',
    action:
      'Take the tag out of the group that its `tagGroupUuid` names, with [Update Tag ' +
      'Group](/docs/tag-groups/update-tag-group), or leave it out here. `details.references` names each such tag.',
    details: ['references'],
  },
  INVOICE_NOT_FOUND: {
    status: 404,
    message: 'No such invoice in this workspace.',
    action:
      'Look the document up with [List Invoices](/docs/invoices/list-invoices), by its number for ' +
      'instance (`search`), and use its `uuid`.',
  },
  RECURRING_TEMPLATE_NOT_FOUND: {
    status: 404,
    message: 'No such recurring invoice template in this workspace.',
    action:
      'Read [List Recurring Invoice Templates](/docs/recurring-invoices/list-recurring-invoice-templates) ' +
      'with `isDraft=all`, and use the `uuid` of a template.',
  },
  INVALID_DOCUMENT_STATE: {
    status: 400,
    message: 'The request is invalid for a document in this state.',
    action:
      'The message says in which state the document is and what can be done with it there; ' +
      '[Invoice lifecycle](/docs/guides/invoice-lifecycle) shows what is possible when. Read the document ' +
      'with [Get Invoice](/docs/invoices/get-invoice): another caller may have changed it.',
  },
  CUSTOMER_INACTIVE: {
    status: 400,
    message: 'The customer must be active.',
    action:
      'Set the customer’s `status` to `active` with [Update Customer](/docs/customers/update-customer), ' +
      'or choose another one. `details.references` names it.',
    details: ['references'],
  },
  CUSTOMER_HAS_OPEN_INVOICES: {
    status: 400,
    message:
      'The customer must be settled before it is deleted: an invoice or credit memo has an amount due.',
    action:
      'Settle what `details.invoiceNumbers` names (the oldest 20), then delete the customer. Where it names ' +
      'nothing, the message tells what stands in the way: money on account, a recurring invoice or journal ' +
      'entry, or a draft of a journal entry. To keep new ' +
      'documents from naming it now, set its `status` to `inactive` with [Update ' +
      'Customer](/docs/customers/update-customer).',
    details: ['invoiceNumbers'],
  },
  PRODUCT_INACTIVE: {
    status: 400,
    message: 'The product must be active.',
    action:
      'Set the product’s `status` to `active` with [Update Product](/docs/products/update-product), or ' +
      'choose another one. `details.references` names each.',
    details: ['references'],
  },
  TAX_INACTIVE: {
    status: 400,
    message: 'The tax must be active.',
    action:
      'Choose an active tax from [List Taxes](/docs/taxes/list-taxes) (`status=active`). ' +
      '`details.references` names each inactive one.',
    details: ['references'],
  },
  TAX_NOT_CHARGED: {
    status: 400,
    message: 'The taxes of a memo must be taxes that the invoice charged which it names.',
    action:
      'Read `taxes` of the invoice with [Get Invoice](/docs/invoices/get-invoice). Name those on the lines, or leave ' +
      '`taxes` out for products that the invoice billed; `[]` credits a line without tax. A credit beyond the invoice ' +
      'is a memo without `appliedToInvoiceUuid`.',
    details: ['references'],
  },
  TAX_LOCKED: {
    status: 400,
    message: 'The tax is on an approved document; what decides its amount must be left as it is.',
    action:
      'Make a new tax with [Create Tax](/docs/taxes/create-tax), name it on products and customers in ' +
      'place of this one, and set this one’s `status` to `inactive` with ' +
      '[Update Tax](/docs/taxes/update-tax). Its name, tax number and status can always be changed.',
  },
  TAX_IN_USE: {
    status: 400,
    message: 'The tax must be unused to be deleted.',
    action:
      'Take it off what `details.usedBy` lists, where that can be done: products, customers, accounts, ' +
      'recurring invoices (`templates`), documents that are not approved. Or set its `status` to `inactive` with ' +
      '[Update Tax](/docs/taxes/update-tax), which keeps it off new documents.',
    details: ['usedBy'],
  },
  PRODUCT_IN_USE: {
    status: 400,
    message: 'The product must be named by no recurring invoice to be deleted.',
    action:
      'Take it off the [recurring invoices](/docs/recurring-invoices/list-recurring-invoice-templates) ' +
      '(`isDraft=all`) that name it, or delete these. Or set its `status` to `inactive` with ' +
      '[Update Product](/docs/products/update-product), which keeps it off new documents.',
  },
  PRODUCT_WITHOUT_CATEGORY_ACCOUNT: {
    status: 400,
    message: 'The product is invalid here: it has no category account assigned.',
    action:
      'Give the product a `categoryAccountUuid` with [Update Product](/docs/products/update-product): ' +
      'an account of the type Income, from [List Accounts](/docs/chart-of-accounts/list-accounts). ' +
      'Without it the sale has no account to be posted to.',
    details: ['references'],
  },
  DUPLICATE_INVOICE_NUMBER: {
    status: 400,
    message: 'invoiceNumber must be unique within its invoice type.',
    action:
      'Choose another number. Drafts count, deleted documents do not, and case is ignored. If this is a ' +
      'retry, look up whether the document that has the number is yours, and send an ' +
      '[Idempotency-Key](/docs/guides/idempotency) next time.',
    details: ['invoiceNumber'],
  },
  DUPLICATE_EMAIL: {
    status: 409,
    message: 'A customer with this email exists already; email must be unique.',
    action:
      'Find the customer with [Find Customer by Email](/docs/customers/find-customer-by-email), and use ' +
      'or [update](/docs/customers/update-customer) it instead of creating another.',
  },
  DUPLICATE_NAME: {
    status: 400,
    message: 'The name must be unique; it is already used.',
    action:
      'Choose another name, or use the record that has it: its list finds it by `search`. Case is ' +
      'ignored.',
  },
  MIXED_INCLUSIVE_TAXES: {
    status: 400,
    message: 'The taxes of a line must be all inclusive or all exclusive.',
    action:
      'Split the line in two, or choose taxes of one kind. [Money and ' +
      'rounding](/docs/guides/money-and-rounding) tells how taxes are computed. Or say `taxMode` on the ' +
      'document, which wins over what each tax says of itself.',
  },
  SECOND_COMPOUND_TAX: {
    status: 400,
    message: 'A line must be free of a second compound tax.',
    action:
      'Keep one compound tax on the line: it is levied on the line’s other taxes, so that two of them would ' +
      'be levied on each other.',
  },
  NEGATIVE_TOTAL: {
    status: 400,
    message: 'The total of a document must be zero or more.',
    action:
      'Reduce the deductions until the total is zero or more, or issue a credit memo (`invoiceType` ' +
      '`memo`) with positive amounts.',
  },
  INVALID_LOGO: {
    status: 400,
    message: 'The logo must be a PNG or JPEG image.',
    action:
      'Send the bytes of a PNG or JPEG file in base64, of at most 512 KiB and at most 1500 pixels wide and high. ' +
      'What kind of picture it is, the bytes say, not the name of the file.',
  },
  PAYMENT_NOT_FOUND: {
    status: 404,
    message: 'No such payment in this workspace.',
    action:
      'Look the payment up with [List Payments](/docs/payments/list-payments) and use its `uuid`. A payment that was ' +
      'undone is not found any more.',
  },
  INVALID_PAYMENT_STATE: {
    status: 400,
    message: 'The request is invalid for a payment in this state.',
    action:
      'The message says what stands in the way. Read the payment with [Get Payment](/docs/payments/get-payment): ' +
      'another caller may have changed it.',
  },
  AMOUNT_EXCEEDS_BALANCE: {
    status: 400,
    message: 'The amount is invalid: it must be at most what is open.',
    action:
      'Read what is open first: `amountDue` of [Get Invoice](/docs/invoices/get-invoice), for invoices and credit memos ' +
      'alike, `onAccountAmount` of [Get Payment](/docs/payments/get-payment). Another caller may have settled it in ' +
      'the meantime.',
  },
  DIFFERENT_CUSTOMER: {
    status: 400,
    message: 'The document is invalid here: it must be of the same customer.',
    action:
      'Settle only documents of one customer with each other. What one customer pays for another is a ' +
      'payment of the one who owes it.',
    details: ['references'],
  },
  CURRENCY_MISMATCH: {
    status: 400,
    message: 'The currency is invalid here: it must be that of what is settled.',
    action:
      'Settle a document only with what is in its own `currency`: a credit memo in it, or a payment that names it as its ' +
      '`currency`, with an `exchangeRate` where the table has none. Money lies in an account of that currency or of the ' +
      'workspace’s. See [Foreign currency](/docs/guides/foreign-currency); `details.references` names what is in another.',
    details: ['references'],
  },
  NOT_APPLIED: {
    status: 404,
    message: 'Nothing of this is applied there.',
    action:
      'Read `payments` and `credits` of [Get Invoice](/docs/invoices/get-invoice): they name what is applied to the ' +
      'document. It may have been removed already.',
  },
});
