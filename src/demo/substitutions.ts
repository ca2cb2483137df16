import { ACCOUNT_EXAMPLE_IDS, CREATE_ACCOUNT_EXAMPLE } from '../ledger/accounts/account.examples.ts';
import { selectAccounts } from '../ledger/accounts/accounts.store.ts';
import { EXCHANGE_RATE_EXAMPLE } from '../ledger/exchange-rates/exchange-rate.examples.ts';
import {
  DRAFT_JOURNAL_ENTRY_EXAMPLE_ID,
  JOURNAL_ENTRY_EXAMPLE,
} from '../ledger/journal-entries/journal-entry.examples.ts';
import {
  CREATE_TEMPLATE_EXAMPLE as CREATE_JOURNAL_TEMPLATE_EXAMPLE,
  TEMPLATE_EXAMPLE_ID as JOURNAL_TEMPLATE_EXAMPLE_ID,
  UPDATE_TEMPLATE_EXAMPLE as UPDATE_JOURNAL_TEMPLATE_EXAMPLE,
} from '../ledger/journal-entries/recurring/template.examples.ts';
import type { Database } from '../platform/database/database.ts';
import type { Transaction } from '../platform/database/transaction.ts';
import { addDays } from '../platform/dates.ts';
import { MAIL_EXAMPLE_ID } from '../platform/mail/mail.examples.ts';
import { caseKey, nameKey } from '../platform/text.ts';
import type { DemoTarget, Substitutions } from '../portal/demo-target.ts';
import { VENDOR_EXAMPLE } from '../purchases/vendors/vendor.examples.ts';
import { ATTACHMENT_EXAMPLE } from '../sales/attachments/attachment.examples.ts';
import { CREATE_CUSTOMER_EXAMPLE, CUSTOMER_EXAMPLE } from '../sales/customers/customer.examples.ts';
import {
  CONVERT_QUOTE_EXAMPLE,
  CREATE_INVOICE_EXAMPLE,
  INVOICE_EXAMPLE_IDS,
  UPDATE_INVOICE_EXAMPLE,
} from '../sales/invoices/invoice.examples.ts';
import {
  CREATE_TEMPLATE_EXAMPLE,
  TEMPLATE_EXAMPLE_ID,
  UPDATE_TEMPLATE_EXAMPLE,
} from '../sales/invoices/recurring/template.examples.ts';
import { PRODUCT_EXAMPLE } from '../sales/products/product.examples.ts';
import { REMINDER_RULE_EXAMPLE_ID } from '../sales/reminders/reminder.examples.ts';
import { CREATE_TAG_GROUP_EXAMPLE, TAG_GROUP_EXAMPLE } from '../sales/tag-groups/tag-group.examples.ts';
import { CREATE_TAG_EXAMPLE, TAG_EXAMPLE } from '../sales/tags/tag.examples.ts';
import { CREATE_TAX_EXAMPLE, TAX_EXAMPLE } from '../sales/taxes/tax.examples.ts';
import { today } from './demo-day.ts';
import { AIMEE, JUNK_REMOVAL } from './masters.ts';
import { findMergeSubstitutions } from './merge-substitutions.ts';
import { findSettlementSubstitutions } from './settlement-substitutions.ts';
import { findTaxReturnSubstitutions } from './tax-return-substitutions.ts';

interface AttachmentRecord {
  readonly id: string;
  readonly invoice: string;
}

/** The records of the demo workspace that stand for those of the examples; null where there is none. */
interface DemoRecords {
  readonly customer: string | null;
  readonly invoice: string | null;
  /** The newest draft is approved, the oldest deleted; the newest invoice on which nothing is paid is made void. */
  readonly draft: string | null;
  readonly scrapped: string | null;
  readonly mistaken: string | null;
  /** Open ones: the last to expire may be accepted and converted, the first declined. */
  readonly quote: string | null;
  /** Approved, so that it can be sent. */
  readonly sendable: string | null;
  /** With all that an e-invoice needs. */
  readonly electronic: string | null;
  readonly mail: string | null;
  readonly declinedQuote: string | null;
  readonly attachment: AttachmentRecord | null;
  readonly newestAttachment: AttachmentRecord | null;
  readonly newestTemplate: string | null;
  readonly newestReminderRule: string | null;
  readonly newestJournalEntry: string | null;
  readonly newestJournalDraft: string | null;
  readonly newestJournalTemplate: string | null;
  /** Of the products that no template names. */
  readonly newestProduct: string | null;
  /** Of the customers on whose invoices nothing is due. */
  readonly newestSettledCustomer: string | null;
  readonly product: string | null;
  readonly serviceIncome: string | null;
  readonly tax: string | null;
  /** The last made of those that nothing names, which may be deleted. */
  readonly unusedTax: string | null;
  readonly salesTax: string | null;
  readonly inputTax: string | null;
  readonly tag: string | null;
  /** The tag's own, where it has one, since no other group may have it. */
  readonly tagGroup: string | null;
  /** The newest are made last: what is deleted first, so that the demo's own stay as long as there is another. */
  readonly newestTag: string | null;
  readonly newestTagGroup: string | null;
  readonly newestRate: string | null;
  readonly vendor: string | null;
  readonly newestVendor: string | null;
  readonly checking: string | null;
  readonly receivable: string | null;
  readonly ownersEquity: string | null;
  readonly costOfGoodsSold: string | null;
  readonly landfillFees: string | null;
}

/**
 * What to put in place of the ids, the number, the dates and the unique names that the examples of the API's pages print, so that
 * each of them works in the demo workspace as it is now.
 */
export function findSubstitutions(
  database: Database,
  workspaceId: string,
): Promise<Pick<DemoTarget, 'substitutions' | 'operationSubstitutions'>> {
  return database.read(workspaceId, async (transaction) => {
    const records = await findRecords(transaction, workspaceId);
    const email = CREATE_CUSTOMER_EXAMPLE.email!;
    const { invoiceNumber, date, dueDate } = CREATE_INVOICE_EXAMPLE;
    const now = today();
    const free = (table: NamedTable, name: string) => findFreeName(transaction, workspaceId, table, name);
    const taxReturns = await findTaxReturnSubstitutions(transaction);
    const account = { [CREATE_ACCOUNT_EXAMPLE.name]: await free('account', CREATE_ACCOUNT_EXAMPLE.name) };
    return {
      substitutions: {
        ...substituteIds(records),
        ...taxReturns.substitutions,
        [invoiceNumber]: await findFreeNumber(transaction, workspaceId, invoiceNumber),
        [CONVERT_QUOTE_EXAMPLE.invoiceNumber]: await findFreeNumber(
          transaction,
          workspaceId,
          CONVERT_QUOTE_EXAMPLE.invoiceNumber,
        ),
      },
      operationSubstitutions: {
        // The books of the example's month are closed one day.
        createInvoice: { [date]: now, [dueDate]: addDays(now, 30) },
        updateInvoice: { [UPDATE_INVOICE_EXAMPLE.dueDate]: addDays(now, 45) },
        convertQuote: { [date]: now, [dueDate]: addDays(now, 30) },
        createRecurringInvoiceTemplate: {
          [CREATE_TEMPLATE_EXAMPLE.date]: addDays(now, 30),
          [CREATE_TEMPLATE_EXAMPLE.dueDate]: addDays(now, 44),
        },
        updateRecurringInvoiceTemplate: { [UPDATE_TEMPLATE_EXAMPLE.recurrenceEndDate]: addDays(now, 400) },
        createRecurringJournalEntryTemplate: { [CREATE_JOURNAL_TEMPLATE_EXAMPLE.date]: addDays(now, 30) },
        updateRecurringJournalEntryTemplate: {
          [UPDATE_JOURNAL_TEMPLATE_EXAMPLE.recurrenceEndDate]: addDays(now, 400),
        },
        createCustomer: { [email]: await free('customer', email) },
        createTax: { [CREATE_TAX_EXAMPLE.name]: await free('tax', CREATE_TAX_EXAMPLE.name) },
        deleteCustomer: substitute([[CUSTOMER_EXAMPLE.uuid, records.newestSettledCustomer]]),
        deleteProduct: substitute([[PRODUCT_EXAMPLE.uuid, records.newestProduct]]),
        deleteTax: substitute([[TAX_EXAMPLE.uuid, records.unusedTax]]),
        sendInvoice: substitute([[INVOICE_EXAMPLE_IDS.invoice, records.sendable]]),
        getElectronicInvoice: substitute([[INVOICE_EXAMPLE_IDS.invoice, records.electronic]]),
        deleteVendor: substitute([[VENDOR_EXAMPLE.uuid, records.newestVendor]]),
        createAccount: account,
        bulkCreateAccounts: account,
        deleteAccount: substitute([
          [ACCOUNT_EXAMPLE_IDS.recyclingFees, await findUnusedAccount(transaction, workspaceId)],
        ]),
        createTag: { [CREATE_TAG_EXAMPLE.name]: await free('tag', CREATE_TAG_EXAMPLE.name) },
        deleteTag: substitute([[TAG_EXAMPLE.uuid, records.newestTag]]),
        createTagGroup: {
          [CREATE_TAG_GROUP_EXAMPLE.name]: await free('tag_group', CREATE_TAG_GROUP_EXAMPLE.name),
        },
        ...(await findSettlementSubstitutions(transaction, workspaceId, now)),
        ...taxReturns.operationSubstitutions,
        ...(await findMergeSubstitutions(transaction, workspaceId)),
        listInvoiceAttachments: substituteAttachment(records.attachment),
        downloadInvoiceAttachment: substituteAttachment(records.attachment),
        deleteInvoiceAttachment: substituteAttachment(records.newestAttachment),
        deleteExchangeRate: substitute([[EXCHANGE_RATE_EXAMPLE.uuid, records.newestRate]]),
        deleteTagGroup: substitute([[TAG_GROUP_EXAMPLE.uuid, records.newestTagGroup]]),
      },
    };
  });
}

function substituteAttachment(attachment: AttachmentRecord | null): Substitutions {
  return substitute([
    [INVOICE_EXAMPLE_IDS.invoice, attachment?.invoice ?? null],
    [ATTACHMENT_EXAMPLE.uuid, attachment?.id ?? null],
  ]);
}

function substituteIds(records: DemoRecords): Substitutions {
  return substitute([
    [CUSTOMER_EXAMPLE.uuid, records.customer],
    [INVOICE_EXAMPLE_IDS.invoice, records.invoice],
    [INVOICE_EXAMPLE_IDS.draft, records.draft],
    [INVOICE_EXAMPLE_IDS.scrapped, records.scrapped],
    [INVOICE_EXAMPLE_IDS.mistaken, records.mistaken],
    [INVOICE_EXAMPLE_IDS.quote, records.quote],
    [MAIL_EXAMPLE_ID, records.mail],
    [INVOICE_EXAMPLE_IDS.declinedQuote, records.declinedQuote],
    [TEMPLATE_EXAMPLE_ID, records.newestTemplate],
    [REMINDER_RULE_EXAMPLE_ID, records.newestReminderRule],
    [JOURNAL_ENTRY_EXAMPLE.uuid, records.newestJournalEntry],
    [DRAFT_JOURNAL_ENTRY_EXAMPLE_ID, records.newestJournalDraft],
    [JOURNAL_TEMPLATE_EXAMPLE_ID, records.newestJournalTemplate],
    [PRODUCT_EXAMPLE.uuid, records.product],
    [TAX_EXAMPLE.uuid, records.tax],
    [TAG_EXAMPLE.uuid, records.tag],
    [TAG_GROUP_EXAMPLE.uuid, records.tagGroup],
    [VENDOR_EXAMPLE.uuid, records.vendor],
    [ACCOUNT_EXAMPLE_IDS.checking, records.checking],
    [ACCOUNT_EXAMPLE_IDS.receivable, records.receivable],
    [ACCOUNT_EXAMPLE_IDS.ownersEquity, records.ownersEquity],
    [ACCOUNT_EXAMPLE_IDS.inputTax, records.inputTax],
    [ACCOUNT_EXAMPLE_IDS.salesTax, records.salesTax],
    [ACCOUNT_EXAMPLE_IDS.serviceIncome, records.serviceIncome],
    [ACCOUNT_EXAMPLE_IDS.costOfGoodsSold, records.costOfGoodsSold],
    [ACCOUNT_EXAMPLE_IDS.recyclingFees, records.landfillFees],
  ]);
}

/** Of what stands for the examples' ids, what there is. */
function substitute(pairs: readonly (readonly [string, string | null])[]): Substitutions {
  return Object.fromEntries(pairs.filter((pair): pair is [string, string] => pair[1] !== null));
}

/** Of the invoices that stand the first in an order; where `condition`, of those only. */
const invoiceWhere = (condition: string, order: string) =>
  `(SELECT id FROM invoice WHERE workspace_id = $1 AND deleted_at IS NULL AND voided_at IS NULL AND ${condition}
     ORDER BY ${order} LIMIT 1)`;
/** The first of the attachments in an order. */
const attachmentBy = (order: string) =>
  `(SELECT json_build_object('id', id, 'invoice', invoice_id) FROM invoice_attachment
     WHERE workspace_id = $1 AND deleted_at IS NULL ORDER BY ${order} LIMIT 1)`;
const IS_DRAFT = `is_draft AND invoice_type = 'invoice'`;
const IS_UNPAID = `NOT is_draft AND invoice_type = 'invoice' AND paid_amount = 0 AND total > 0`;
const IS_OPEN_QUOTE = `NOT is_draft AND invoice_type IN ('quote', 'estimate') AND converted_to_id IS NULL
  AND due_date >= current_date`;

/** Without taxes, of which Illinois has several a line and an e-invoice one. */
const IS_ELECTRONIC = `NOT is_draft AND invoice_type = 'invoice' AND issued #>> '{seller,taxNumber}' IS NOT NULL
  AND issued #>> '{customer,billingAddress,country}' IS NOT NULL
  AND NOT EXISTS (SELECT FROM invoice_line_tax x WHERE x.workspace_id = $1 AND x.invoice_id = invoice.id)`;

/** Neither merged into another, nor another into it: it may be deleted. */
const IS_BY_ITSELF = (table: 'customer' | 'vendor', alias: string) =>
  `merged_into IS NULL AND NOT EXISTS (SELECT FROM ${table} m WHERE m.workspace_id = $1 AND m.merged_into = ${alias}.id)`;

/** Nothing that is still to be posted names it: a template, or a draft of a journal entry. */
const IS_AWAITED_BY_NONE = (alias: string) => `NOT EXISTS (
  SELECT FROM (SELECT concat(customer_id, body) AS says FROM recurring_invoice_template
                WHERE workspace_id = $1 AND deleted_at IS NULL
               UNION ALL
               SELECT body::text FROM recurring_journal_template WHERE workspace_id = $1 AND deleted_at IS NULL
               UNION ALL
               SELECT document::text FROM journal_entry_draft WHERE workspace_id = $1) AS waiting
   WHERE strpos(waiting.says, ${alias}.id::text) > 0)`;

const accountNumbered = (number: string) =>
  `(SELECT id FROM account WHERE workspace_id = $1 AND account_number = '${number}' ORDER BY id LIMIT 1)`;

/** Of the accounts that may be deleted the one that was made last, so that what a visitor made goes first. */
async function findUnusedAccount(transaction: Transaction, workspaceId: string): Promise<string | null> {
  const filter = { inactive: false, onlyCategoryAccounts: false, includeDeleteMeta: true };
  const accounts = await selectAccounts(transaction, workspaceId, { ...filter, limit: null, offset: 0 });
  const unused = accounts.filter(({ canDelete }) => canDelete).map(({ id }) => id);
  return unused.sort().at(-1) ?? null;
}

async function findRecords(transaction: Transaction, workspaceId: string): Promise<DemoRecords> {
  const [records] = await transaction.query<DemoRecords & Record<string, unknown>>(
    `SELECT c.id AS customer, i.id AS invoice, p.id AS product, p.category_account_id AS "serviceIncome",
            t.id AS tax, t.sales_account_id AS "salesTax", t.purchase_account_id AS "inputTax", g.id AS tag,
            ${invoiceWhere(IS_DRAFT, 'created_at DESC, id DESC')} AS draft,
            ${invoiceWhere(IS_DRAFT, 'created_at, id')} AS scrapped,
            ${invoiceWhere(IS_UNPAID, 'date DESC, id DESC')} AS mistaken,
            ${invoiceWhere(IS_UNPAID, 'date DESC, id DESC')} AS sendable,
            ${invoiceWhere(IS_ELECTRONIC, 'date DESC, id DESC')} AS electronic,
            (SELECT id FROM mail WHERE workspace_id = $1 ORDER BY id DESC LIMIT 1) AS mail,
            ${invoiceWhere(`${IS_OPEN_QUOTE} AND answer IS DISTINCT FROM 'declined'`, 'due_date DESC, id DESC')} AS quote,
            ${invoiceWhere(IS_OPEN_QUOTE, 'due_date, id')} AS "declinedQuote",
            ${attachmentBy('id')} AS attachment,
            ${attachmentBy('id DESC')} AS "newestAttachment",
            (SELECT id FROM recurring_invoice_template WHERE workspace_id = $1 AND deleted_at IS NULL
              ORDER BY created_at DESC, id DESC LIMIT 1) AS "newestTemplate",
            (SELECT id FROM reminder_rule WHERE workspace_id = $1 AND deleted_at IS NULL
              ORDER BY created_at DESC, id DESC LIMIT 1) AS "newestReminderRule",
            (SELECT id FROM manual_journal WHERE workspace_id = $1 AND deleted_at IS NULL AND reversal_of IS NULL
              ORDER BY created_at DESC, id DESC LIMIT 1) AS "newestJournalEntry",
            (SELECT id FROM journal_entry_draft WHERE workspace_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1)
              AS "newestJournalDraft",
            (SELECT id FROM recurring_journal_template WHERE workspace_id = $1 AND deleted_at IS NULL
              ORDER BY created_at DESC, id DESC LIMIT 1) AS "newestJournalTemplate",
            (SELECT id FROM product u WHERE workspace_id = $1 AND deleted_at IS NULL AND ${IS_AWAITED_BY_NONE('u')}
              ORDER BY created_at DESC, id DESC LIMIT 1) AS "newestProduct",
            (SELECT id FROM customer u WHERE workspace_id = $1 AND deleted_at IS NULL AND ${IS_BY_ITSELF('customer', 'u')}
                AND ${IS_AWAITED_BY_NONE('u')}
                AND NOT EXISTS (SELECT FROM invoice n WHERE n.workspace_id = $1 AND n.customer_id = u.id
                   AND n.deleted_at IS NULL AND n.voided_at IS NULL AND NOT n.is_draft AND n.paid_amount < n.total)
              ORDER BY created_at DESC, id DESC LIMIT 1) AS "newestSettledCustomer",
            coalesce(g.tag_group_id, (SELECT id FROM tag_group WHERE workspace_id = $1 ORDER BY created_at, id LIMIT 1))
              AS "tagGroup",
            (SELECT id FROM tag WHERE workspace_id = $1 AND deleted_at IS NULL
              ORDER BY created_at DESC, id DESC LIMIT 1) AS "newestTag",
            (SELECT id FROM tag_group WHERE workspace_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1) AS "newestTagGroup",
            (SELECT id FROM tax u WHERE workspace_id = $1 AND deleted_at IS NULL AND ${IS_AWAITED_BY_NONE('u')}
                AND NOT EXISTS (SELECT FROM product_tax n WHERE n.workspace_id = $1 AND n.tax_id = u.id)
                AND NOT EXISTS (SELECT FROM customer_tax n WHERE n.workspace_id = $1 AND n.tax_id = u.id)
                AND NOT EXISTS (SELECT FROM invoice_line_tax n WHERE n.workspace_id = $1 AND n.tax_id = u.id)
              ORDER BY created_at DESC, id DESC LIMIT 1) AS "unusedTax",
            (SELECT id FROM vendor WHERE workspace_id = $1 AND status = 'active' AND deleted_at IS NULL AND merged_into IS NULL
              ORDER BY created_at, id LIMIT 1) AS vendor,
            (SELECT id FROM vendor u WHERE workspace_id = $1 AND deleted_at IS NULL AND ${IS_BY_ITSELF('vendor', 'u')}
                AND ${IS_AWAITED_BY_NONE('u')}
              ORDER BY created_at DESC, id DESC LIMIT 1) AS "newestVendor",
            (SELECT id FROM exchange_rate WHERE workspace_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1) AS "newestRate",
            ${accountNumbered('1000')} AS checking,
            ${accountNumbered('3000')} AS "ownersEquity",
            ${accountNumbered('6600')} AS "costOfGoodsSold",
            ${accountNumbered('6630')} AS "landfillFees",
            (SELECT id FROM account WHERE workspace_id = $1 AND role = 'accounts_receivable') AS receivable
       FROM (VALUES (1)) AS always
       LEFT JOIN LATERAL (SELECT id FROM customer
         WHERE workspace_id = $1 AND name_key = $2 AND status = 'active' AND deleted_at IS NULL AND merged_into IS NULL
         ORDER BY created_at, id LIMIT 1) AS c ON true
       LEFT JOIN LATERAL (SELECT id FROM invoice
         WHERE workspace_id = $1 AND customer_id = c.id AND invoice_type = 'invoice' AND deleted_at IS NULL
         ORDER BY date DESC, id DESC LIMIT 1) AS i ON true
       LEFT JOIN LATERAL (SELECT id, category_account_id FROM product
         WHERE workspace_id = $1 AND code_key = $3 AND status = 'active' AND deleted_at IS NULL
           AND category_account_id IS NOT NULL
         ORDER BY created_at, id LIMIT 1) AS p ON true
       LEFT JOIN LATERAL (SELECT id, sales_account_id, purchase_account_id FROM tax
         WHERE workspace_id = $1 AND status = 'active' AND deleted_at IS NULL
         ORDER BY created_at, id LIMIT 1) AS t ON true
       LEFT JOIN LATERAL (SELECT id, tag_group_id FROM tag WHERE workspace_id = $1 AND deleted_at IS NULL
         ORDER BY created_at, id LIMIT 1) AS g ON true`,
    [workspaceId, nameKey(AIMEE), caseKey(JUNK_REMOVAL)],
  );
  return records!;
}

/** The number after the highest that is taken of those that begin as the example's does, or the example's own. */
async function findFreeNumber(
  transaction: Transaction,
  workspaceId: string,
  example: string,
): Promise<string> {
  const [, prefix, digits] = /^(.*?)(\d+)$/.exec(example)!;
  const [row] = await transaction.query<{ highest: string | null }>(
    `SELECT max(substr(number_key, length($2) + 1)::bigint)::text AS highest FROM invoice
      WHERE workspace_id = $1 AND deleted_at IS NULL AND starts_with(number_key, $2)
        AND substr(number_key, length($2) + 1) ~ '^[0-9]{1,12}$'`,
    [workspaceId, caseKey(prefix!)],
  );
  const next = Math.max(Number(digits), Number(row!.highest ?? 0) + 1);
  return `${prefix}${next}`;
}

/** Tables in which a name is unique, and the column that holds it. */
const NAME_KEYS = {
  customer: 'email_key',
  tax: 'name_key',
  tag: 'name_key',
  tag_group: 'name_key',
  account: 'name_key',
} as const;
type NamedTable = keyof typeof NAME_KEYS;

/** The example's name or e-mail where it is free, else with the first number that makes it so. */
async function findFreeName(
  transaction: Transaction,
  workspaceId: string,
  table: NamedTable,
  example: string,
): Promise<string> {
  const [, beginning, rest = ''] = /^([^@]*)(@.*)?$/.exec(example)!;
  const column = NAME_KEYS[table];
  const condition = table === 'tag_group' || table === 'account' ? 'true' : 'deleted_at IS NULL';
  const rows = await transaction.query<{ key: string }>(
    `SELECT ${column} AS key FROM ${table}
      WHERE workspace_id = $1 AND ${condition} AND starts_with(${column}, $2)`,
    [workspaceId, nameKey(beginning!)],
  );
  const taken = new Set(rows.map(({ key }) => key));
  if (!taken.has(nameKey(example))) return example;
  const separator = rest ? '' : ' ';
  for (let number = 2; ; number += 1) {
    const name = `${beginning}${separator}${number}${rest}`;
    if (!taken.has(nameKey(name))) return name;
  }
}
