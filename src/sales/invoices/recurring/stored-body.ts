import { fieldError, invalidFields } from '../../../errors.ts';
import { formatDecimal } from '../../../ledger/money/index.ts';
import { LAST_DATE } from '../../../platform/http/fields.ts';
import { namedTaxes } from '../../taxes/index.ts';
import { givenDiscount } from '../given-discount.ts';
import { type InvoiceBody, lenientInvoiceBody } from '../invoice-body.schema.ts';
import { type InvoiceReferences, priceOf, productIdOf } from '../invoice-references.ts';

/** What is the same in every run of a template, in the API's words; decimals are texts, so that none becomes a float. */
export interface StoredBody {
  readonly customerUuid: string;
  readonly invoiceType: string;
  readonly notes: string | null;
  readonly products: readonly StoredLine[];
  readonly tagUuids: readonly string[];
  readonly currency: string | null;
  readonly discount: string | null;
  readonly discountType: string | null;
  readonly discountDescription: string | null;
  readonly taxMode: string | null;
}

export interface StoredLine {
  readonly productUuid: string;
  readonly description: string | null;
  readonly quantity: string;
  /** Null leaves it to the product, as it is at each run. */
  readonly price: string | null;
  /** Left out: those of product and customer, as they are at each run. */
  readonly taxes?: readonly string[];
  readonly discount: string | null;
  readonly discountType: string | null;
}

/** The part of a body that a template keeps. */
export function toStoredBody(body: InvoiceBody): StoredBody {
  return {
    customerUuid: body.customerUuid,
    invoiceType: body.invoiceType ?? 'invoice',
    notes: body.notes ?? null,
    products: body.products.map((line) => {
      const price = priceOf(line);
      const named = namedTaxes(line);
      return {
        productUuid: productIdOf(line),
        description: line.description ?? null,
        quantity: formatDecimal(line.quantity),
        price: price === undefined ? null : formatDecimal(price),
        ...(named ? { taxes: named.ids } : {}),
        ...toStoredDiscount(line),
      };
    }),
    tagUuids: body.tagUuids ?? [],
    currency: body.currency ?? null,
    ...toStoredDiscount(body),
    discountDescription: body.discountDescription ?? null,
    taxMode: body.taxMode ?? null,
  };
}

type StoredDiscount = Pick<StoredBody, 'discount' | 'discountType'>;

function toStoredDiscount(given: Parameters<typeof givenDiscount>[0]): StoredDiscount {
  const { type, value } = givenDiscount(given);
  const { discount, discountType, discountPercent, discountAmount } = given;
  if (discountPercent != null || discountAmount != null)
    return { discount: formatDecimal(value), discountType: type };
  return { discount: discount == null ? null : formatDecimal(value), discountType: discountType ?? null };
}

/**
 * The body of one run, ready to be composed.
 *
 * @throws ApiError INVALID_DATE where the document would be due after the last date that there is
 */
export function toRunBody(stored: StoredBody, date: string, dueDate: string | null): InvoiceBody {
  if (dueDate !== null && dueDate > LAST_DATE) {
    const predicate = `must be earlier: the document of ${date} would be due after ${LAST_DATE}`;
    throw invalidFields([fieldError('dueDate', 'INVALID_DATE', predicate)]);
  }
  return lenientInvoiceBody.parse({ ...stored, date, dueDate, isDraft: false });
}

/** A body without those of its tags that a template had and that are deleted by now: nothing is marked with them any more. */
export function withoutDeletedTags(
  body: InvoiceBody,
  { tags }: InvoiceReferences,
  stood: readonly string[],
): InvoiceBody {
  const known = new Set(tags.map(({ id }) => id));
  return { ...body, tagUuids: body.tagUuids?.filter((id) => known.has(id) || !stood.includes(id)) };
}
