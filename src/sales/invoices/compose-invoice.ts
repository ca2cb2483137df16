import { v7 as uuidv7 } from 'uuid';
import { invalidFields } from '../../errors.ts';
import { type ChosenRate, exchangeOf } from '../../ledger/exchange-rates/choose-rate.ts';
import {
  type FourEyes,
  reachesLimit,
  refuseOnePerson,
  type WatchedAct,
  withWriter,
} from '../../ledger/four-eyes/index.ts';
import { convertToBase, formatExchangeRate } from '../../ledger/money/index.ts';
import { toEntryRows } from '../../ledger/posting/entry-rows.ts';
import type { JournalLine } from '../../ledger/posting/posting.ts';
import type { ComputedDocument } from '../../ledger/taxes/index.ts';
import type { ChangedRecord, DoneChange, Posting } from '../../platform/change/change.ts';
import { changesBetween } from '../../platform/change/changes-between.ts';
import type { Caller, RawRequest } from '../../platform/http/endpoint.ts';
import { nameOf } from './document-state.ts';
import {
  type Computation,
  computeAndCheck,
  type DraftedInvoice,
  draftedExchange,
  draftInvoice,
  findBrokenRules,
  isComputable,
} from './draft-invoice.ts';
import { explainInvoice } from './explain-invoice.ts';
import { findMisstatedDiscounts } from './given-discount.ts';
import type { InvoiceRecord } from './invoice.schema.ts';
import { type Invoice, movesBooks, NUMBER_SERIES, postInvoice, type SalesTax } from './invoice.ts';
import type { InvoiceBody } from './invoice-body.schema.ts';
import { toInvoiceRecord } from './invoice-record.ts';
import { type CustomerSource, findMissingReferences, type InvoiceReferences } from './invoice-references.ts';
import { toInvoiceRows } from './invoice-rows.ts';
import { letStand } from './let-stand.ts';
import {
  findCreditBeyondTotal,
  findMissingDocuments,
  findUnfitNamed,
  type NamedDocuments,
  taxTotalsOf,
} from './named-documents.ts';
import { drawOnOpening, postBeforeCutover, postingDateOf } from './post-before-cutover.ts';

/** Who is behind a document, for the journal: a request's caller, or whoever set up what made it. */
export interface Author {
  readonly personId: string | null;
  readonly partnerAppId: string | null;
  readonly requestId: string;
}

/** The author of what a request writes. */
export function authorOf(caller: Caller, raw: RawRequest): Author {
  return { personId: caller.personId, partnerAppId: caller.app.id, requestId: raw.id };
}

/** Out of what a document is composed. */
export interface Composition {
  readonly body: InvoiceBody;
  readonly references: InvoiceReferences;
  /** How the body’s customer was taken, where the references are to be loaded again. */
  readonly customer?: CustomerSource;
  readonly author: Author;
  /** Whether the caller is held to the rules of the user's page (reference 1.1). */
  readonly strict: boolean;
  /** The draft that this replaces; a new document has none. */
  readonly before?: Invoice;
  /** Whether the lines are those of `before`, which then keep their ids. */
  readonly keepsLines?: boolean;
  /** Whether its state alone changes, so that who wrote it so far has written all of it. */
  readonly keepsWords?: boolean;
  /** Who wrote a new document, where it is not the author. */
  readonly writtenBy?: readonly string[];
  /** Whether it becomes a draft where a second person must approve it, and is not refused. */
  readonly holdsForApproval?: boolean;
  /** The quote or estimate that the document is made of. */
  readonly convertedFromId?: string;
  /** Whether the answer tells how its amounts came about. */
  readonly isExplained?: boolean | undefined;
  /** The template that the document is a run of. */
  readonly recurringTemplateId?: string;
  /** The documents that the body names; see `composeNaming`. */
  readonly named?: NamedDocuments;
}

/** What a document comes to, for whoever writes more with it. */
export interface ComposedInvoice extends DoneChange<InvoiceRecord> {
  readonly invoice: Invoice;
  /** Of its entry; none where it posts nothing. */
  readonly journalLines: readonly JournalLine[];
}

const NAMES_NONE: NamedDocuments = { original: null, siblings: [], memo: null };

/**
 * Checks, computes and lays out a document, new or the next version of a draft; everything but the writing.
 *
 * @throws ApiError with every missing reference, else with every broken rule, else SECOND_PERSON_NEEDED
 */
export function composeInvoice(wanted: Composition): ComposedInvoice {
  const composition = letStand(wanted);
  const { body, references, author, before, named = NAMES_NONE } = composition;
  const missing = [...findMissingReferences(body, references), ...findMissingDocuments(body, named)];
  if (missing.length > 0) throw invalidFields(missing);
  const drafted = draftInvoice(body, references);
  const broken = [
    ...findBrokenRules(body, drafted, references, composition.strict, before),
    ...findUnfitNamed(body, drafted, named, references.customer!.id),
  ];
  const { computed, errors } = isComputable(broken)
    ? compute(composition, drafted, named)
    : { computed: undefined, errors: [] };
  if (!computed || errors.length > 0 || broken.length > 0) throw invalidFields([...broken, ...errors]);
  const number = body.invoiceNumber
    ? undefined
    : { series: NUMBER_SERIES[drafted.invoiceType], placeholder: `number-${uuidv7()}` };
  const invoice = assemble(composition, drafted, computed, number?.placeholder);
  const act = movesBooks(invoice) ? toWatchedAct(invoice, composition) : undefined;
  const fourEyes = fourEyesOf(references);
  if (act && composition.holdsForApproval && reachesLimit(act.amount, fourEyes))
    return composeInvoice({ ...composition, body: { ...body, isDraft: true } });
  if (act) refuseOnePerson(act, fourEyes);
  const data = toInvoiceRecord(invoice, references.books.today);
  const entry = movesBooks(invoice) ? toEntry(invoice, computed, composition) : undefined;
  return {
    invoice,
    journalLines: entry?.lines ?? [],
    data,
    ...(composition.isExplained ? { beside: { calculation: explainInvoice(invoice) } } : {}),
    records: [toChangedRecord(composition, invoice, data)],
    posting: {
      ...(number ? { number } : {}),
      ...toInvoiceRows(invoice, {
        partnerAppId: author.partnerAppId,
        issued: invoice.isDraft ? null : freeze(invoice, drafted, references),
      }),
      ...(entry ? { ...entry.rows, four_eyes_limit: references.books.fourEyesLimit } : {}),
    },
  };
}

/** Approving a document that moves the books: nobody does it who wrote or changed what it says (ledger.md 9). */
function toWatchedAct(invoice: Invoice, { body, author }: Composition): WatchedAct {
  const name = body.invoiceNumber ? nameOf(invoice) : `the ${invoice.invoiceType}`;
  return {
    rule: `whoever wrote or changed ${name} does not approve it`,
    amount: invoice.baseTotal,
    personId: author.personId,
    keptOut: invoice.writtenBy,
  };
}

function fourEyesOf({ books: { fourEyesLimit, currency } }: InvoiceReferences): FourEyes {
  return { limit: fourEyesLimit === null ? null : BigInt(fourEyesLimit), currency };
}

/** Computes a document, and holds against it what it is to be credited with and what its discounts are said to come to. */
function compute(
  { body, references }: Composition,
  drafted: DraftedInvoice,
  named: NamedDocuments,
): Computation {
  const taxTotals = taxTotalsOf(drafted, named);
  const document = taxTotals ? { ...drafted.document, taxTotals } : drafted.document;
  const { computed, errors } = computeAndCheck(
    { ...drafted, document },
    draftedExchange(drafted, references),
  );
  if (!computed) return { computed, errors };
  const misfits = [
    ...findCreditBeyondTotal(body, computed.total, document.currency),
    ...findMisstatedDiscounts(body, computed, document.currency),
  ];
  return { computed, errors: [...errors, ...misfits] };
}

/** Approving is an update for whoever listens to events, and an act of its own in the audit log. */
function toChangedRecord(
  { before, references }: Composition,
  invoice: Invoice,
  document: InvoiceRecord,
): ChangedRecord {
  const record = { entity: 'invoice', entityId: invoice.id, document };
  if (!before) return { ...record, action: 'created' };
  const changes = changesBetween(toInvoiceRecord(before, references.books.today), document);
  const action = invoice.isDraft ? 'updated' : 'approved';
  return { ...record, action, event: 'invoice.updated', changes };
}

function writersOf({ before, keepsWords, writtenBy, author }: Composition): readonly string[] {
  if (before && keepsWords) return before.writtenBy;
  return writtenBy ?? withWriter(before?.writtenBy ?? [], author.personId);
}

/** The ids of the lines: a line of the draft that is kept, or sent back as it was answered, keeps its own. */
function lineIdsOf({ body, before, keepsLines }: Composition): string[] {
  const free = new Set(before?.lines.map(({ id }) => id));
  return body.products.map(({ productUuid, uuid }, index) => {
    const told = keepsLines ? before?.lines[index]?.id : productUuid && uuid;
    return told && free.delete(told) ? told : uuidv7();
  });
}

function assemble(
  composition: Composition,
  drafted: DraftedInvoice,
  computed: ComputedDocument<SalesTax>,
  placeholder: string | undefined,
): Invoice {
  const { body, references, before, convertedFromId, recurringTemplateId } = composition;
  const lineIds = lineIdsOf(composition);
  const now = new Date().toISOString();
  const wantedTags = [...new Set(body.tagUuids ?? [])];
  const { currency } = drafted.document;
  const { currency: baseCurrency } = references.books;
  const { rate } = drafted.rate as { rate: ChosenRate };
  const exchange = exchangeOf(currency, rate, baseCurrency);
  return {
    id: before?.id ?? uuidv7(),
    version: (before?.version ?? 0) + 1,
    invoiceType: drafted.invoiceType,
    invoiceNumber: body.invoiceNumber ?? placeholder!,
    isDraft: drafted.isDraft,
    isSent: false,
    sentAt: null,
    viewedAt: null,
    remindersPaused: before?.remindersPaused ?? false,
    voidDate: null,
    answer: null,
    convertedFromId: before?.convertedFromId ?? convertedFromId ?? null,
    convertedToId: null,
    recurringTemplateId: before?.recurringTemplateId ?? recurringTemplateId ?? null,
    writtenBy: writersOf(composition),
    appliedToInvoiceId: body.appliedToInvoiceUuid ?? null,
    creditMemoIds: [],
    date: body.date,
    dueDate: drafted.dueDate,
    currency,
    baseCurrency,
    ...rate,
    taxMode: drafted.taxMode,
    taxRounding: drafted.document.taxRounding,
    notes: body.notes ?? null,
    customer: references.customer!,
    payerId: references.customer!.id,
    lines: drafted.lines.map(({ product, description }, index) => {
      const { quantity, price, discount: discountGiven } = drafted.document.lines[index]!;
      const { amount: _, ...amounts } = computed.lines[index]!;
      return { id: lineIds[index]!, product, description, quantity, price, discountGiven, ...amounts };
    }),
    tags: wantedTags.map((id) => references.tags.find((tag) => tag.id === id)!),
    discountGiven: drafted.document.discount,
    discountDescription: body.discountDescription ?? null,
    subtotal: computed.subtotal,
    discount: computed.discount,
    tax: computed.tax,
    total: computed.total,
    baseTotal: exchange ? convertToBase(computed.total, exchange) : computed.total,
    paidAmount: 0n,
    settlements: [],
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
}

/** What the document says from its approval on, whatever becomes of its masters (ledger.md 6). */
function freeze(invoice: Invoice, drafted: DraftedInvoice, references: InvoiceReferences): object {
  const { id, customer, email, taxNumber, billingAddress, shippingAddress } = references.customer!;
  return {
    templateVersion: references.books.templateVersion,
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
    exchangeRate: formatExchangeRate(invoice.exchangeRate),
  };
}

function toEntry(
  invoice: Invoice,
  computed: ComputedDocument<SalesTax>,
  { references, author }: Composition,
): { lines: readonly JournalLine[]; rows: Posting } {
  const {
    currency: baseCurrency,
    cutoverDate,
    receivableAccountId,
    openingEquityAccountId,
  } = references.books;
  const posted = postInvoice({
    id: invoice.id,
    invoiceType: invoice.invoiceType,
    currency: invoice.currency,
    exchange: exchangeOf(invoice.currency, invoice, invoice.baseCurrency),
    customerId: invoice.customer.id,
    total: invoice.total,
    tagIds: invoice.tags.map(({ id }) => id),
    receivableAccountId,
    lines: computed.lines.map((line, index) => {
      const { product } = invoice.lines[index]!;
      return { ...line, accountId: product.categoryAccount!.id, productId: product.id };
    }),
  });
  const effective = postingDateOf(invoice.date, cutoverDate);
  const header = {
    entryId: uuidv7(),
    effective,
    source: 'invoice',
    sourceId: invoice.id,
    sourceVersion: invoice.version,
    kind: effective === invoice.date ? 'original' : 'opening',
    actor: author.personId,
    app: author.partnerAppId,
    requestId: author.requestId,
  } as const;
  const { openItem } = posted;
  if (effective === invoice.date)
    return { lines: posted.lines, rows: toEntryRows(header, posted.lines, openItem) };
  const { lines, openingItem } = postBeforeCutover(posted.lines, {
    baseCurrency,
    receivableAccountId,
    openingEquityAccountId: openingEquityAccountId!,
  });
  const rows = toEntryRows(header, lines, openItem, [openingItem]);
  // A memo gives back.
  if (invoice.invoiceType === 'memo') return { lines, rows };
  return { lines, rows: { ...rows, opening_draw: drawOnOpening(openingItem.id, baseCurrency, 'products') } };
}
