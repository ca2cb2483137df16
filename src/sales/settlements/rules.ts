import { ApiError, type FieldError, fieldError, invalidFields } from '../../errors.ts';
import { type Decimal, formatMinorUnits, toExactMinorUnits } from '../../ledger/money/index.ts';
import { tooManyDecimals } from '../../ledger/money/unfit-amount.ts';
import { findOutsidePeriod } from '../../ledger/workspaces/open-period.ts';
import { nameOf } from '../invoices/document-state.ts';
import { amountDueOf, type Invoice } from '../invoices/invoice.ts';
import { onAccountOf, type Payment } from '../payments/payment.ts';
import type { Scene, SettlementBooks } from './scene.ts';

/** A document that a body names, and how much of it is to be settled. */
export interface WantedDocument {
  readonly id: string;
  readonly amount: Decimal;
}

/** Where a body names documents, and of which type they must be. */
export interface NamedDocuments {
  /** The path of the list, such as `invoices`. */
  readonly field: string;
  readonly type: 'invoice' | 'memo';
  readonly wanted: readonly WantedDocument[];
}

/** Documents of the list that are not in this workspace. */
export function findUnknownDocuments({ field, wanted }: NamedDocuments, scene: Scene): FieldError[] {
  return wanted.flatMap(({ id }, index) =>
    scene.documents.has(id) ? [] : [unknownDocument(`${field}[${index}].id`, id)],
  );
}

/** The error of a document that is not in this workspace. */
export function unknownDocument(field: string, id: string): FieldError {
  return fieldError(
    field,
    'INVOICE_NOT_FOUND',
    `must be the UUID of a document of this workspace: ${id} is unknown`,
    {
      uuid: id,
    },
  );
}

/** Unknown documents where the reference asks for a 404 and not the 400 of other references in a body. */
export function refuseUnknown(errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  const { message } = invalidFields(errors);
  throw new ApiError('INVOICE_NOT_FOUND', { message, errors });
}

/** What listed documents are settled with: what they must have in common with it. */
export interface Counterpart {
  readonly payerId: string;
  readonly currency: string;
}

/**
 * Every rule that the listed documents break: named twice, of another type, state, customer or currency, or for too
 * much.
 */
export function findUnfitDocuments(
  { field, type, wanted }: NamedDocuments,
  scene: Scene,
  counterpart: Counterpart,
): FieldError[] {
  const named = new Set<string>();
  return wanted.flatMap(({ id, amount }, index) => {
    const path = `${field}[${index}]`;
    const isRepeated = named.has(id);
    named.add(id);
    if (isRepeated) return [fieldError(`${path}.id`, 'INVALID_VALUE', 'must be named once')];
    const { invoice } = scene.documents.get(id)!;
    const unfit = findUnfitDocument(`${path}.id`, invoice, type, counterpart);
    return unfit.length > 0 ? unfit : findUnfitAmount(`${path}.amount`, amount, openOf(invoice));
  });
}

/**
 * Why a document cannot be settled: it is of another type, not approved, or void; or of another customer or currency than
 * its counterpart, where there is one.
 */
export function findUnfitDocument(
  field: string,
  invoice: Invoice,
  type: 'invoice' | 'memo',
  counterpart?: Counterpart,
): FieldError[] {
  const refuse = (predicate: string) => [fieldError(field, 'INVALID_DOCUMENT_STATE', predicate)];
  if (invoice.invoiceType !== type)
    return refuse(
      `must be of ${type === 'memo' ? 'a credit memo' : 'an invoice'}: it is that of the ${nameOf(invoice)}`,
    );
  if (invoice.isDraft)
    return refuse(
      `must be of what is approved: the ${nameOf(invoice)} is a draft and must be approved first`,
    );
  if (invoice.voidDate !== null) return refuse(`is invalid here: the ${nameOf(invoice)} is void`);
  if (!counterpart) return [];
  const { payerId, currency } = counterpart;
  const errors: FieldError[] = [];
  if (invoice.payerId !== payerId) {
    const predicate = `must be of the same customer: the ${nameOf(invoice)} is of another`;
    errors.push(fieldError(field, 'DIFFERENT_CUSTOMER', predicate, { uuid: invoice.id }));
  }
  // It would need a rate that nobody named.
  if (invoice.currency !== currency) {
    const predicate = `must be of a document in ${currency}: the ${nameOf(invoice)} is in ${invoice.currency}`;
    errors.push(fieldError(field, 'CURRENCY_MISMATCH', predicate, { uuid: invoice.id }));
  }
  return errors;
}

/** How much is open, and of what, as an error names it. */
export interface Open {
  readonly amount: bigint;
  readonly currency: string;
  /** As in "of the invoice A-1". */
  readonly of: string;
}

/** What is open of a document. */
export function openOf(invoice: Invoice): Open {
  return { amount: amountDueOf(invoice), currency: invoice.currency, of: `of the ${nameOf(invoice)}` };
}

/** What is left of a payment on account. */
export function onAccount(payment: Payment): Open {
  return { amount: onAccountOf(payment), currency: payment.currency, of: 'of the payment' };
}

/** The error of an amount that has more decimals than its currency, or is more than what is open. */
export function findUnfitAmount(field: string, amount: Decimal, open: Open): FieldError[] {
  const units = toExactMinorUnits(amount, open.currency);
  if (units === undefined) return [tooManyDecimals(field, open.currency)];
  return units > open.amount ? [beyondBalance(field, open)] : [];
}

/** The error of an amount, or a sum, that is more than what is open. */
export function beyondBalance(field: string, { amount, currency, of }: Open, subject = ''): FieldError {
  const open = `${formatMinorUnits(amount, currency)} ${currency}`;
  return fieldError(
    field,
    'AMOUNT_EXCEEDS_BALANCE',
    `${subject}must be at most ${open}, which is open ${of}`,
  );
}

/** The amounts of a list together, in minor units; what would have to be rounded, which has an error of its own, counts as 0. */
export function sumOfWanted(wanted: readonly WantedDocument[], currency: string): bigint {
  return wanted.reduce((sum, { amount }) => sum + (toExactMinorUnits(amount, currency) ?? 0n), 0n);
}

/** The accounting date of an act that names none: today, or the newest of what it touches where that is later. */
export function standardDate(books: SettlementBooks, ...dates: readonly string[]): string {
  return [books.today, ...dates].sort().at(-1)!;
}

/** Why nothing can be dated on a day: what is settled is younger, or the books of that day are closed. */
export function findUnfitDate(
  date: string,
  books: SettlementBooks,
  earliest: readonly Dated[],
): FieldError[] {
  const youngest = earliest.reduce<Dated | undefined>(
    (latest, dated) => (latest === undefined || dated.date > latest.date ? dated : latest),
    undefined,
  );
  if (youngest && date < youngest.date)
    return [
      fieldError(
        'date',
        'INVALID_DATE',
        `must be on or after ${youngest.date}, the date of ${youngest.name}`,
      ),
    ];
  return findOutsidePeriod(date, books, 'give a `date` of a day in an open period');
}

/** What a settlement may not come before. */
export interface Dated {
  readonly date: string;
  /** As in "the date of the invoice A-1". */
  readonly name: string;
}

/** A document as what a settlement may not come before. */
export const datedOf = (invoice: Invoice): Dated => ({ date: invoice.date, name: `the ${nameOf(invoice)}` });

/** A payment as what a settlement may not come before. */
export const datedOfPayment = ({ date }: Payment): Dated => ({ date, name: 'the payment' });

/** The error of a refund or write-off where a payment must stand. */
export function findNoPayment(field: string, { kind }: Payment): FieldError[] {
  if (kind === 'payment') return [];
  const other = kind === 'refund' ? 'a refund' : 'a write-off';
  return [fieldError(field, 'INVALID_PAYMENT_STATE', `must be the UUID of a payment: this is ${other}`)];
}

/** Throws every broken rule at once. */
export function refuse(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidFields(errors);
}
