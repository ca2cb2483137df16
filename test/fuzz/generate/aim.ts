import type { Random } from '../../../src/demo/random.ts';
import type { Operation } from '../api-document.ts';
import type { KnownBooks } from '../known-books.ts';
import type { KnownDocument, KnownEntry, KnownPayment } from '../known-records.ts';

/** What a request names so that it is likely to be carried out. */
export interface Aim {
  /** By the name of the parameter of the path. */
  readonly ids?: Readonly<Record<string, string>>;
  /** Put over the body; undefined takes a field away. */
  readonly body?: Readonly<Record<string, unknown>>;
}

interface Aiming {
  readonly random: Random;
  readonly books: KnownBooks;
  readonly operation: Operation;
}

/** What has to be done first, where nothing is known that an operation could be done to: it undoes it, or takes from it. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  unmergeCustomer: ['mergeCustomer'],
  unmergeVendor: ['mergeVendor'],
  unmergeAccount: ['mergeAccount'],
  applyPayment: ['createPayment'],
  unapplyPayment: ['createPayment', 'applyPayment'],
  removeTransaction: ['createPayment', 'writeOffInvoice'],
  applyMultipleCreditToInvoice: ['createInvoice'],
  applyCreditToMultipleInvoices: ['createInvoice'],
  removeCredit: ['applyMultipleCreditToInvoice', 'applyCreditToMultipleInvoices'],
  downloadInvoiceAttachment: ['uploadInvoiceAttachments'],
  deleteInvoiceAttachment: ['uploadInvoiceAttachments'],
  getElectronicInvoice: ['createInvoice'],
  approveInvoice: ['createInvoice'],
  acceptQuote: ['createInvoice'],
  declineQuote: ['createInvoice'],
  convertQuote: ['createInvoice'],
  approveJournalEntry: ['createJournalEntry'],
  deleteJournalEntry: ['createJournalEntry'],
  setOpeningBalance: ['updateWorkspace'],
};

/** How often a request is aimed; the others name what they come upon. */
const AIMED = 0.85;
/** Of what is made or changed anyhow, far less: most of what they are is left to chance. */
const AIMED_MAKING = 0.3;
const MAKING = new Set([
  'createProduct',
  'updateWorkspace',
  'createInvoice',
  'createCustomer',
  'updateCustomer',
  'createPayment',
]);

/** Before most of what is dated. */
const CUTOVER = '2024-12-31';
/** An offer that is not answered by then expires. */
const FAR_DUE = '2999-12-31';

const AIMS: Readonly<Record<string, (aiming: Aiming) => Aim | undefined>> = {
  createInvoice: aimInvoice,
  createProduct: aimProduct,
  createCustomer: aimCustomer,
  updateCustomer: aimCustomer,
  approveInvoice: (aiming) =>
    aimDocument(aiming, ({ isDraft, type }) => isDraft && type !== 'memo', { updatedAt: undefined }),
  acceptQuote: (aiming) => aimDocument(aiming, isOffer),
  declineQuote: (aiming) => aimDocument(aiming, isOffer),
  convertQuote: (aiming) => aimDocument(aiming, isOffer),
  approveJournalEntry: (aiming) => aimEntry(aiming, ({ isDraft }) => isDraft),
  deleteJournalEntry: (aiming) => aimEntry(aiming, ({ isEditable }) => isEditable),
  mergeCustomer: aimMerge,
  mergeVendor: aimMerge,
  mergeAccount: aimMerge,
  unmergeCustomer: aimUnmerge,
  unmergeVendor: aimUnmerge,
  unmergeAccount: aimUnmerge,
  createPayment: aimPayment,
  applyPayment: aimApply,
  unapplyPayment: aimUnapply,
  createRefund: aimRefund,
  applyMultipleCreditToInvoice: (aiming) => aimCredit(aiming, 'invoice'),
  applyCreditToMultipleInvoices: (aiming) => aimCredit(aiming, 'memo'),
  removeCredit: aimRemoveCredit,
  removeTransaction: aimRemoveTransaction,
  writeOffInvoice: aimWriteOff,
  getElectronicInvoice: (aiming) => aimDocument(aiming, ({ isBillable }) => isBillable),
  uploadInvoiceAttachments: (aiming) => aimDocument(aiming, () => true),
  downloadInvoiceAttachment: aimAttachment,
  deleteInvoiceAttachment: aimAttachment,
  updateWorkspace: ({ books }) => (books.records.hasCutover ? undefined : { body: { cutoverDate: CUTOVER } }),
  setOpeningBalance: aimOpeningBalance,
  // Far on, templates would make thousands of documents.
  advanceTestClock: ({ random }) => ({ body: { advance: random.between(0, 3) } }),
};

/** What a request for an operation names, mostly; nothing where nothing fitting is known. */
export function takeAim(aiming: Aiming): Aim {
  const { random, operation } = aiming;
  const isAimed =
    random.chance(MAKING.has(operation.id) ? AIMED_MAKING : AIMED) || operation.id === 'advanceTestClock';
  return (isAimed && AIMS[operation.id]?.(aiming)) || {};
}

/** The operation itself, or what has to be done before it can be. */
export function findDoable(aiming: Aiming, operations: ReadonlyMap<string, Operation>): Operation {
  const { random, operation } = aiming;
  const needs = NEEDS[operation.id];
  if (!needs || AIMS[operation.id]?.(aiming) || random.chance(1 - AIMED)) return operation;
  return findDoable({ ...aiming, operation: operations.get(random.pick(needs))! }, operations);
}

const isOpen = (one: KnownDocument, type: string) => one.isOpen && one.type === type && Number(one.due) > 0;

const isAvailable = ({ kind, onAccount }: KnownPayment) => kind === 'payment' && Number(onAccount) > 0;

/** Some of what is open, all of it, or seldom too much. */
function someOf(random: Random, open: string): string {
  const choice = random.next();
  if (choice < 0.05) return `${Math.ceil(Number(open)) + 1}`;
  return choice < 0.35 || Number(open) <= 1 ? open : '1';
}

/** As late as what is named; left out where it may be, mostly. */
function dateOf(random: Random, ...named: readonly { readonly date: string }[]): string | undefined {
  return random.chance(0.7) ? undefined : lastDate(...named);
}

const lastDate = (...named: readonly { readonly date: string }[]) =>
  named
    .map(({ date }) => date)
    .sort()
    .at(-1);

const isOffer = ({ type, isOffered }: KnownDocument) => isOffered && /^(quote|estimate)$/.test(type);

/**
 * Approved, and of a customer who has others: what can be settled with each other. Else what is approved, or answered, after it is
 * made.
 */
function aimInvoice({ random, books }: Aiming): Aim | undefined {
  if (random.chance(0.15)) return { body: { isDraft: true } };
  if (random.chance(0.15))
    return { body: { invoiceType: random.pick(['quote', 'estimate']), isDraft: false, dueDate: FAR_DUE } };
  const beside = books.records.document(random, (one) => one.isOpen && Number(one.due) > 0);
  const type = beside && random.chance(0.7) ? (beside.type === 'memo' ? 'invoice' : 'memo') : 'invoice';
  const customer = beside ? { customerUuid: beside.customerUuid } : {};
  const product = books.records.product(random);
  const products = product && { products: [{ productUuid: product.uuid, quantity: 1, price: 100 }] };
  return {
    body: {
      ...products,
      ...customer,
      invoiceType: type,
      isDraft: false,
      currency: undefined,
      discount: undefined,
    },
  };
}

function aimProduct({ random, books }: Aiming): Aim | undefined {
  const income = books.records.mergeable(random, ({ type, isMerged }) => type === 'Income' && !isMerged);
  return income && { body: { categoryAccountUuid: income.uuid } };
}

function aimCustomer({ random }: Aiming): Aim {
  const country = random.pick(['France', 'US', 'DE']);
  const billingAddress = { street: '1 rue de la Paix', city: 'Paris', zipCode: '75002', country };
  return { body: { billingAddress, taxNumber: 'FR32123456789' } };
}

function aimOpeningBalance({ random, books }: Aiming): Aim | undefined {
  const { records } = books;
  const account = () =>
    records.mergeable(random, ({ collection, isMerged }) => collection.endsWith('accounts') && !isMerged);
  const [debited, credited] = [account(), account()];
  if (!records.hasCutover || !debited || !credited) return undefined;
  const rows = [
    { accountUuid: debited.uuid, debit: '10', credit: '0' },
    { accountUuid: credited.uuid, debit: '0', credit: '10' },
  ];
  return { body: { rows, replaceExisting: true } };
}

function aimMerge({ random, books, operation }: Aiming): Aim | undefined {
  const { records } = books;
  const from = records.mergeable(random, (one) => isIn(operation, one.collection) && !one.isMerged);
  if (!from) return undefined;
  const into = records.mergeable(
    random,
    (one) =>
      one.collection === from.collection &&
      one.likeness === from.likeness &&
      one.uuid !== from.uuid &&
      !one.isMerged,
  );
  return into && { ids: { id: from.uuid }, body: { intoUuid: into.uuid } };
}

function aimUnmerge({ random, books, operation }: Aiming): Aim | undefined {
  const merged = books.records.mergeable(random, (one) => isIn(operation, one.collection) && one.isMerged);
  return merged && { ids: { id: merged.uuid } };
}

const isIn = ({ path }: Operation, collection: string) => path.startsWith(`${collection}/`);

function aimPayment({ random, books }: Aiming): Aim | undefined {
  const invoice = books.records.document(random, (one) => isOpen(one, 'invoice'));
  if (!invoice) return undefined;
  const amount = someOf(random, invoice.due);
  const whole = random.chance(0.5) ? amount : `${Math.ceil(Number(amount)) + 10}`;
  const { uuid, customerUuid, currency } = invoice;
  return {
    body: {
      ...{ customerUuid, currency, amount: whole, invoices: [{ id: uuid, amount }], date: lastDate(invoice) },
      ...{ bankFee: undefined, taxWithheld: undefined, exchangeRate: undefined },
      ...(random.chance(0.7) ? { accountUuid: undefined } : {}),
    },
  };
}

function aimApply({ random, books }: Aiming): Aim | undefined {
  const payment = books.records.payment(random, isAvailable);
  const invoice = payment && findOpenBeside(random, books, payment, 'invoice');
  if (!invoice) return undefined;
  const invoices = [{ id: invoice.uuid, amount: someOf(random, smaller(payment.onAccount, invoice.due)) }];
  return { ids: { id: payment.uuid }, body: { invoices, date: dateOf(random, payment, invoice) } };
}

function findOpenBeside(
  random: Random,
  books: KnownBooks,
  { customerUuid, currency }: Pick<KnownDocument, 'customerUuid' | 'currency'>,
  type: string,
): KnownDocument | undefined {
  return books.records.document(
    random,
    (one) => isOpen(one, type) && one.customerUuid === customerUuid && one.currency === currency,
  );
}

const smaller = (one: string, other: string) => (Number(one) < Number(other) ? one : other);

function aimUnapply({ random, books }: Aiming): Aim | undefined {
  const payment = books.records.payment(
    random,
    ({ kind, invoices }) => kind === 'payment' && invoices.length > 0,
  );
  if (!payment) return undefined;
  const invoices = random.chance(0.5) ? undefined : [{ id: random.pick(payment.invoices) }];
  return { ids: { id: payment.uuid }, body: { invoices, date: undefined } };
}

function aimRefund({ random, books }: Aiming): Aim | undefined {
  const left = { exchangeRate: undefined, accountUuid: undefined };
  const memo = books.records.document(random, (one) => isOpen(one, 'memo'));
  const payment = books.records.payment(random, isAvailable);
  if (memo && (!payment || random.chance(0.5))) {
    const amount = someOf(random, memo.due);
    return { body: { ...left, memoUuid: memo.uuid, paymentUuid: undefined, amount, date: memo.date } };
  }
  if (!payment) return undefined;
  const amount = someOf(random, payment.onAccount);
  return { body: { ...left, paymentUuid: payment.uuid, memoUuid: undefined, amount, date: payment.date } };
}

/** A memo and an invoice of one customer, in one currency; the path names that of the type. */
function aimCredit({ random, books }: Aiming, type: 'invoice' | 'memo'): Aim | undefined {
  let whole: KnownDocument | undefined;
  let other: KnownDocument | undefined;
  // Not every document has one to settle it with.
  for (let attempt = 0; attempt < 10 && !other; attempt += 1) {
    whole = books.records.document(random, (one) => isOpen(one, type));
    other = whole && findOpenBeside(random, books, whole, type === 'memo' ? 'invoice' : 'memo');
  }
  if (!whole || !other) return undefined;
  const named = [{ id: other.uuid, amount: someOf(random, smaller(whole.due, other.due)) }];
  const list = type === 'memo' ? { invoices: named } : { creditMemos: named };
  return { ids: { id: whole.uuid }, body: { ...list, date: dateOf(random, whole, other) } };
}

function aimRemoveCredit({ random, books }: Aiming): Aim | undefined {
  const credited = books.records.document(random, ({ credits }) => credits.length > 0);
  if (!credited) return undefined;
  const other = random.pick(credited.credits);
  const [id, memoId] = credited.type === 'memo' ? [other, credited.uuid] : [credited.uuid, other];
  return { ids: { id }, body: { memoId, date: undefined } };
}

function aimRemoveTransaction({ random, books }: Aiming): Aim | undefined {
  const paid = books.records.document(random, ({ payments }) => payments.length > 0);
  const payment = books.records.payment(random, ({ invoices }) => invoices.length > 0);
  if (paid && (!payment || random.chance(0.5)))
    return {
      ids: { id: paid.uuid },
      body: { transactionId: random.pick(paid.payments), date: undefined },
    };
  if (!payment) return undefined;
  return {
    ids: { id: random.pick(payment.invoices) },
    body: { transactionId: payment.uuid, date: undefined },
  };
}

function aimWriteOff({ random, books }: Aiming): Aim | undefined {
  const invoice = books.records.document(random, (one) => isOpen(one, 'invoice'));
  if (!invoice) return undefined;
  const amount = random.chance(0.5) ? undefined : someOf(random, invoice.due);
  return { ids: { id: invoice.uuid }, body: { amount, date: dateOf(random, invoice) } };
}

function aimDocument(
  { random, books }: Aiming,
  isWanted: (one: KnownDocument) => boolean,
  body: Aim['body'] = {},
): Aim | undefined {
  const document = books.records.document(random, isWanted);
  return document && { ids: { id: document.uuid }, body };
}

function aimEntry({ random, books }: Aiming, isWanted: (one: KnownEntry) => boolean): Aim | undefined {
  const entry = books.records.entry(random, isWanted);
  return entry && { ids: { id: entry.uuid }, body: { updatedAt: undefined } };
}

function aimAttachment({ random, books }: Aiming): Aim | undefined {
  const attachment = books.records.attachment(random);
  return attachment && { ids: { id: attachment.documentUuid, attachmentId: attachment.uuid } };
}
