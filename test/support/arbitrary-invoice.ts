import fc from 'fast-check';
import type { SalesFixtures } from './sales-fixtures.ts';

const amount = (largest: number, decimals: number) =>
  fc
    .integer({ min: 0, max: largest * 10 ** decimals })
    .map((units) => (units / 10 ** decimals).toFixed(decimals));

const discount = fc.option(
  fc.oneof(
    fc.record({ discount: amount(100, 3), discountType: fc.constant('percent') }),
    fc.record({ discount: amount(1, 3), discountType: fc.constant('amount') }),
  ),
  { nil: {} },
);

/** Documents of a customer as random as the API takes them, some of which it refuses: lines, discounts, taxes and how they are told. */
export function arbitraryInvoice(fixtures: SalesFixtures, taxes: readonly string[]) {
  const line = fc
    .tuple(
      fc.record({
        productUuid: fc.constant(fixtures.productUuid),
        quantity: amount(20, 6).filter((quantity) => Number(quantity) > 0),
        price: fc.tuple(fc.nat(9), amount(400, 6)).map(([sign, price]) => (sign === 0 ? `-${price}` : price)),
        taxes: fc.subarray([...taxes]),
      }),
      discount,
    )
    .map(([fields, given]) => ({ ...fields, ...given }));
  return fc
    .tuple(
      fc.record({
        invoiceType: fc.constantFrom('invoice', 'memo', 'quote'),
        isDraft: fc.boolean(),
        // Over what the taxes say, which do not all go together.
        taxMode: fc.constantFrom('exclusive', 'inclusive'),
        products: fc.array(line, { minLength: 1, maxLength: 8 }),
      }),
      discount,
    )
    .map(([fields, given]) => ({ ...fields, ...given }));
}
