import { IMPORT_ENDPOINTS } from './imports/index.ts';
import { ACCOUNT_ENDPOINTS } from './ledger/accounts/index.ts';
import { EXCHANGE_RATE_ENDPOINTS } from './ledger/exchange-rates/index.ts';
import { JOURNAL_ENTRY_ENDPOINTS } from './ledger/journal-entries/index.ts';
import { RECURRING_JOURNAL_ENTRY_ENDPOINTS } from './ledger/journal-entries/recurring/index.ts';
import { OPENING_BALANCE_ENDPOINTS } from './ledger/opening-balance/index.ts';
import { workspaceEndpoints } from './ledger/workspaces/index.ts';
import { AUTHENTICATION_ENDPOINTS } from './partners/index.ts';
import type { Endpoint } from './platform/http/endpoint.ts';
import { MAIL_ENDPOINTS } from './platform/mail/index.ts';
import { FEEDBACK_ENDPOINTS } from './portal/feedback/index.ts';
import { VENDOR_ENDPOINTS } from './purchases/vendors/index.ts';
import { hashReports, REPORT_ENDPOINTS } from './reports/index.ts';
import { TAX_RETURN_ENDPOINTS } from './reports/tax-returns/index.ts';
import { ATTACHMENT_ENDPOINTS } from './sales/attachments/index.ts';
import { CREDIT_ENDPOINTS } from './sales/credits/index.ts';
import { CUSTOMER_ENDPOINTS } from './sales/customers/index.ts';
import { DOCUMENT_ENDPOINTS } from './sales/documents/index.ts';
import { INVOICE_ENDPOINTS, RECURRING_INVOICE_ENDPOINTS, repostDocuments } from './sales/invoices/index.ts';
import { PAYMENT_ENDPOINTS } from './sales/payments/index.ts';
import { PRODUCT_ENDPOINTS } from './sales/products/index.ts';
import { PUBLIC_LINK_ENDPOINTS } from './sales/public-links/index.ts';
import { REMINDER_ENDPOINTS } from './sales/reminders/index.ts';
import { SENDING_ENDPOINTS } from './sales/sending/index.ts';
import { STATEMENT_ENDPOINTS } from './sales/statements/index.ts';
import { TAG_GROUP_ENDPOINTS } from './sales/tag-groups/index.ts';
import { TAG_ENDPOINTS } from './sales/tags/index.ts';
import { TAX_ENDPOINTS } from './sales/taxes/index.ts';

/** The tags that group endpoints into pages, in the order of the portal. */
export const TAGS = [
  {
    name: 'Authentication',
    description: 'Have a person sign in, exchange the code for tokens, and refresh them.',
  },
  { name: 'Invoices', description: 'Invoices, quotes, estimates and credit memos.' },
  { name: 'Mail', description: 'What was sent to customers by mail, and whether it arrived.' },
  {
    name: 'Reminders',
    description: 'Rules that remind customers of open invoices by mail, before or after they are due.',
  },
  {
    name: 'Payments',
    description: 'Money received, on account or for invoices; refunds and write-offs.',
  },
  {
    name: 'Recurring Invoices',
    description: 'Templates of which invoices, quotes and estimates are made on a schedule.',
  },
  { name: 'Customers', description: 'Who is invoiced: contacts, addresses, default taxes.' },
  { name: 'Products', description: 'Goods and services, with the income account that they post to.' },
  { name: 'Vendors', description: 'Who is bought from: contact, address, terms.' },
  { name: 'Taxes', description: 'Sales taxes and the accounts that collect them.' },
  { name: 'Tags', description: 'Labels that cut across the books.' },
  { name: 'Tag Groups', description: 'Tags that belong together: a tag is in one group at most.' },
  {
    name: 'Chart of Accounts',
    description: 'The accounts of the general ledger and their catalogue of sub-types.',
  },
  {
    name: 'Journal Entries',
    description: 'The journal: entries that are written by hand, and those that documents post.',
  },
  {
    name: 'Recurring Journal Entries',
    description: 'Templates of which journal entries are posted on a schedule.',
  },
  {
    name: 'Opening Balance',
    description: 'The balances with which the books begin, at the cutover date.',
  },
  { name: 'Exchange Rates', description: 'What foreign currencies are worth, from day to day.' },
  {
    name: 'Workspace',
    description:
      'The workspace itself: its settings, its closed period, and its clock, where it is a sandbox.',
  },
  {
    name: 'Imports',
    description: 'Tables of other programs: accounts, customers, products, journal entries.',
  },
  { name: 'Reports', description: 'What the books say, from sealed totals and what is not yet sealed.' },
  {
    name: 'Tax Returns',
    description: 'Tax by period, as it is reported to the authority; filing locks it.',
  },
  { name: 'Portal', description: 'What readers say of the pages of this documentation.' },
];

/**
 * Every endpoint of the server, in the order of the portal: within a resource create, bulk create, list, find, get,
 * update, bulk update, delete.
 */
export const ENDPOINTS: readonly Endpoint[] = [
  ...AUTHENTICATION_ENDPOINTS,
  ...INVOICE_ENDPOINTS,
  ...DOCUMENT_ENDPOINTS,
  ...SENDING_ENDPOINTS,
  ...PUBLIC_LINK_ENDPOINTS,
  ...ATTACHMENT_ENDPOINTS,
  ...CREDIT_ENDPOINTS,
  ...MAIL_ENDPOINTS,
  ...REMINDER_ENDPOINTS,
  ...PAYMENT_ENDPOINTS,
  ...RECURRING_INVOICE_ENDPOINTS,
  ...CUSTOMER_ENDPOINTS,
  ...STATEMENT_ENDPOINTS,
  ...PRODUCT_ENDPOINTS,
  ...VENDOR_ENDPOINTS,
  ...TAX_ENDPOINTS,
  ...TAG_ENDPOINTS,
  ...TAG_GROUP_ENDPOINTS,
  ...ACCOUNT_ENDPOINTS,
  ...JOURNAL_ENTRY_ENDPOINTS,
  ...RECURRING_JOURNAL_ENTRY_ENDPOINTS,
  ...EXCHANGE_RATE_ENDPOINTS,
  ...OPENING_BALANCE_ENDPOINTS,
  ...workspaceEndpoints(hashReports, repostDocuments),
  ...IMPORT_ENDPOINTS,
  ...REPORT_ENDPOINTS,
  ...TAX_RETURN_ENDPOINTS,
  ...FEEDBACK_ENDPOINTS,
];
