import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { ApiError, invalidFields } from '../../errors.ts';
import { toEntryRows } from '../../ledger/posting/entry-rows.ts';
import type { ComputedDocument } from '../../ledger/taxes/index.ts';
import type { DoneChange, Posting } from '../../platform/change/change.ts';
import { isUniqueViolation } from '../../platform/database/unique-violation.ts';
import { type Caller, defineEndpoint, type RawRequest } from '../../platform/http/endpoint.ts';
import { queryBoolean } from '../../platform/http/fields.ts';
import {
  computeOrRefuse,
  type DraftedInvoice,
  draftInvoice,
  findBrokenRules,
  isComputable,
  numberTakenError,
} from './draft-invoice.ts';
import { explainInvoice } from './explain-invoice.ts';
import { CREATE_INVOICE_EXAMPLE, INVOICE_EXAMPLE, INVOICE_EXCERPT } from './invoice.examples.ts';
import {
  explain,
  INTERNAL_ONLY,
  type InvoiceBody,
  type InvoiceRecord,
  invoiceSchema,
  lenientInvoiceBody,
  strictInvoiceBody,
} from './invoice.schema.ts';
import { type Invoice, movesBooks, NUMBER_SERIES, postInvoice, type SalesTax } from './invoice.ts';
import { toInvoiceRecord } from './invoice-record.ts';
import {
  findMissingReferences,
  type InvoiceReferences,
  loadReferencesStatement,
} from './invoice-references.ts';
import { toInvoiceRows } from './invoice-rows.ts';

/** The version of the built-in template, frozen with what the document says. */
const TEMPLATE_VERSION = 1;

export const createInvoice = defineEndpoint({
  method: 'POST',
  path: '/partners/invoices',
  operationId: 'createInvoice',
  tag: 'Invoices',
  summary: 'Create Invoice',
  description: `Create a new invoice in COUNT with full product, customer, and tag details.

- **UUIDs Only:** All identification uses UUIDs. Integer IDs are not exposed to partner integrations.
- **Email Uniqueness:** Customer emails must be unique within a team. Always use the
  [Find by Email](/docs/customers/find-customer-by-email) endpoint before attempting a
  [POST](/docs/customers/create-customer).
- **Address Management:** Both billing and shipping addresses support full field sets (Street, City, State, Zip,
  Country); they belong to the [customer](/docs/customers/create-customer).
- **Service vs Product:** Both physical goods and labor services are managed via the same underlying logic; ensure you
  categorize them correctly in your local system. The \`type\` of a [product](/docs/products/create-product) tells them apart.
- **Product Categories:** For customers intended to be billed, ensure they are linked to products that have a category
  account assigned in COUNT, or invoice creation will fail with
  [PRODUCT_WITHOUT_CATEGORY_ACCOUNT](/docs/errors/product-without-category-account).

With \`isDraft: false\` the document is approved at once: an invoice or memo is posted to the books. Apps with lenient
validation may leave out \`invoiceNumber\`, \`dueDate\`, \`isDraft\` and \`invoiceType\`.`,
  access: 'partner',
  query: z.object({
    dryRun: queryBoolean()
      .optional()
      .describe('Checks and computes everything and keeps nothing; no number is taken.'),
    explain,
  }),
  body: strictInvoiceBody,
  lenientBody: lenientInvoiceBody,
  internalOnly: INTERNAL_ONLY,
  status: 200,
  message: 'Invoice created successfully.',
  data: invoiceSchema,
  errors: [
    'CUSTOMER_NOT_FOUND',
    'PRODUCT_NOT_FOUND',
    'TAX_NOT_FOUND',
    'TAG_NOT_FOUND',
    'CUSTOMER_INACTIVE',
    'PRODUCT_INACTIVE',
    'TAX_INACTIVE',
    'PRODUCT_WITHOUT_CATEGORY_ACCOUNT',
    'MIXED_INCLUSIVE_TAXES',
    'SECOND_COMPOUND_TAX',
    'DUPLICATE_INVOICE_NUMBER',
    'NEGATIVE_TOTAL',
    'PERIOD_CLOSED',
    'NOT_AVAILABLE',
  ],
  examples: { body: CREATE_INVOICE_EXAMPLE, data: INVOICE_EXAMPLE, excerpt: INVOICE_EXCERPT },
  async handle({ body, query, caller, raw, change }) {
    const invoiceType = body.invoiceType ?? 'invoice';
    const opening = [loadReferencesStatement(caller.workspaceId, body, invoiceType)];
    const create = () =>
      change(
        async (transaction) => {
          const references = transaction.opening[0]!.rows[0].named as InvoiceReferences;
          return prepareInvoice(body, references, caller, raw, query.explain ?? false);
        },
        { opening, dryRun: query.dryRun ?? false },
      );
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await create();
      } catch (error) {
        if (!isUniqueViolation(error, 'invoice_number_unique')) throw error;
        if (body.invoiceNumber) throw invalidFields([numberTakenError(body.invoiceNumber)]);
        // A number of ours was taken by hand in the same moment: the next one is tried.
        if (attempt === 3) throw new ApiError('SERVICE_UNAVAILABLE', { cause: error });
      }
    }
  },
});

/** Checks, computes and lays out a new invoice; everything but the writing. Throws ApiError for what is refused. */
function prepareInvoice(
  body: InvoiceBody,
  references: InvoiceReferences,
  caller: Caller,
  raw: RawRequest,
  isExplained: boolean,
): DoneChange<InvoiceRecord> {
  const missing = findMissingReferences(body, references);
  if (missing.length > 0) throw invalidFields(missing);
  const drafted = draftInvoice(body, references);
  const broken = findBrokenRules(body, drafted, references, caller.app.validation === 'strict');
  const result = isComputable(broken) ? computeOrRefuse(drafted) : { errors: [] };
  if ('errors' in result || broken.length > 0) {
    throw invalidFields([...broken, ...('errors' in result ? result.errors : [])]);
  }
  const number = body.invoiceNumber
    ? undefined
    : { series: NUMBER_SERIES[drafted.invoiceType], placeholder: `number-${uuidv7()}` };
  const invoice = assemble(body, drafted, result.computed, references, number?.placeholder);
  const data = toInvoiceRecord(invoice, references.books.today);
  return {
    data,
    ...(isExplained ? { beside: { calculation: explainInvoice(invoice) } } : {}),
    records: [{ entity: 'invoice', entityId: invoice.id, action: 'created', document: data }],
    posting: {
      ...(number ? { number } : {}),
      ...toInvoiceRows(invoice, {
        partnerAppId: caller.app.id,
        issued: invoice.isDraft ? null : freeze(invoice, drafted, references),
      }),
      ...(movesBooks(invoice) ? toEntry(invoice, result.computed, references, caller, raw) : {}),
    },
  };
}

function assemble(
  body: InvoiceBody,
  drafted: DraftedInvoice,
  computed: ComputedDocument<SalesTax>,
  references: InvoiceReferences,
  placeholder: string | undefined,
): Invoice {
  const now = new Date().toISOString();
  const wantedTags = [...new Set(body.tagUuids ?? [])];
  return {
    id: uuidv7(),
    invoiceType: drafted.invoiceType,
    invoiceNumber: body.invoiceNumber ?? placeholder!,
    isDraft: drafted.isDraft,
    isSent: false,
    date: body.date,
    dueDate: drafted.dueDate,
    currency: drafted.document.currency,
    taxMode: drafted.taxMode,
    taxRounding: drafted.document.taxRounding,
    notes: body.notes ?? null,
    customer: references.customer!,
    lines: drafted.lines.map(({ product, description }, index) => {
      const { quantity, price, discount: discountGiven } = drafted.document.lines[index]!;
      const { amount: _, ...amounts } = computed.lines[index]!;
      return { id: uuidv7(), product, description, quantity, price, discountGiven, ...amounts };
    }),
    tags: wantedTags.map((id) => references.tags.find((tag) => tag.id === id)!),
    discountGiven: drafted.document.discount,
    discountDescription: body.discountDescription ?? null,
    subtotal: computed.subtotal,
    discount: computed.discount,
    tax: computed.tax,
    total: computed.total,
    paidAmount: 0n,
    createdAt: now,
    updatedAt: now,
  };
}

/** What the document says from its approval on, whatever becomes of its masters (ledger.md 6). */
function freeze(invoice: Invoice, drafted: DraftedInvoice, references: InvoiceReferences): object {
  const { id, customer, email, taxNumber, billingAddress, shippingAddress } = references.customer!;
  return {
    templateVersion: TEMPLATE_VERSION,
    seller: references.books.seller,
    customer: { id, customer, email, taxNumber, billingAddress, shippingAddress },
    products: invoice.lines.map(({ product }) => ({
      id: product.id,
      name: product.name,
      code: product.code,
      type: product.type,
      categoryAccount: product.categoryAccount,
    })),
    paymentTerm: drafted.paymentTerm,
    exchangeRate: '1',
  };
}

function toEntry(
  invoice: Invoice,
  computed: ComputedDocument<SalesTax>,
  references: InvoiceReferences,
  caller: Caller,
  raw: RawRequest,
): Posting {
  const { lines, openItem } = postInvoice({
    id: invoice.id,
    invoiceType: invoice.invoiceType,
    currency: invoice.currency,
    customerId: invoice.customer.id,
    total: invoice.total,
    tagIds: invoice.tags.map(({ id }) => id),
    receivableAccountId: references.books.receivableAccountId,
    lines: computed.lines.map((line, index) => {
      const { product } = invoice.lines[index]!;
      return { ...line, accountId: product.categoryAccount!.id, productId: product.id };
    }),
  });
  const header = {
    entryId: uuidv7(),
    effective: invoice.date,
    source: 'invoice',
    sourceId: invoice.id,
    sourceVersion: 1,
    kind: 'original',
    actor: caller.personId,
    app: caller.app.id,
    requestId: raw.id,
  } as const;
  return toEntryRows(header, lines, openItem);
}
