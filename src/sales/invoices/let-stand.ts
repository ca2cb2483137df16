import type { Composition } from './compose-invoice.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceReferences } from './invoice-references.ts';

/**
 * A composition in which what a draft says already stands, whatever became of it since: a product, tax or customer that is
 * inactive or deleted by now does not keep the rest of the draft from being changed. What is given anew must be right, and all
 * of it when the draft is approved.
 */
export function letStand(composition: Composition): Composition {
  const { body, before, keepsLines, customer } = composition;
  if (!before || body.isDraft === false) return composition;
  let { references } = composition;
  references = { ...references, tags: withMissing(references.tags, before.tags) };
  if (keepsLines) references = withLines(references, before);
  if (customer?.isStored) references = withCustomer(references, before);
  return { ...composition, references };
}

function withMissing<Row extends { readonly id: string }>(
  found: readonly Row[],
  stands: readonly Row[],
): Row[] {
  const known = new Set(found.map(({ id }) => id));
  return [...found, ...stands.filter(({ id }) => !known.has(id))];
}

/** A tax that a draft has is not deleted, but may be inactive. */
function withLines(references: InvoiceReferences, { lines }: Invoice): InvoiceReferences {
  const deleted = lines.map(({ product }) => ({
    ...product,
    description: null,
    unitPrice: null,
    taxIds: [],
  }));
  const status = 'active' as const;
  return {
    ...references,
    products: withMissing(
      references.products.map((product) => ({ ...product, status })),
      deleted.map((product) => ({ ...product, status })),
    ),
    taxes: references.taxes.map((tax) => ({ ...tax, status })),
  };
}

function withCustomer(references: InvoiceReferences, { customer }: Invoice): InvoiceReferences {
  const deleted = { paymentTerm: null, taxNumber: null, taxExcluded: false, taxIds: [], mergedIntoId: null };
  const found = references.customer ?? { ...customer, ...deleted };
  return { ...references, customer: { ...found, status: 'active' } };
}
