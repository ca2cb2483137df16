import { type FieldError, fieldError } from '../../errors.ts';
import { type Decimal, formatMinorUnits, toExactMinorUnits, ZERO } from '../../ledger/money/index.ts';
import type { ComputedDocument, Discount } from '../../ledger/taxes/index.ts';
import type { Rule } from '../../platform/http/rules.ts';
import type { Invoice, SalesTax } from './invoice.ts';

/** A discount as a body has it: of a line, or of the document. */
interface DiscountFields {
  readonly discount?: Decimal | null | undefined;
  readonly discountType?: Discount['type'] | null | undefined;
  readonly discountPercent?: Decimal | null | undefined;
  readonly discountAmount?: Decimal | null | undefined;
}

/** The discount that a body gives: in the fields of an answer, or in those of a new document. */
export function givenDiscount(given: DiscountFields): Discount {
  const { discountPercent, discountAmount } = given;
  if (discountPercent != null) return { type: 'percent', value: discountPercent };
  if (discountAmount != null) return { type: 'amount', value: discountAmount };
  return { type: given.discountType ?? 'amount', value: given.discount ?? ZERO };
}

/** Whether a body says of a discount what it was given as, as answers do. */
const isTold = ({ discountPercent, discountAmount }: DiscountFields) =>
  discountPercent != null || discountAmount != null;

/** Whether a body says anything of how large a discount is. */
export const saysDiscount = (given: DiscountFields) => given.discount !== undefined || isTold(given);

const isGiven = (value: unknown) => typeof value === 'bigint';

/** How large a discount may be, and what `discountPercent` and `discountAmount` may stand beside. */
export const TOLD_DISCOUNT_RULES: readonly Rule[] = [
  {
    path: 'discount',
    code: 'TOO_SMALL',
    message: 'must be at least 0',
    // What a percentage of a deduction comes to is below it.
    holds: ({ discount, discountPercent, discountAmount }) =>
      typeof discount !== 'bigint' || discount >= 0n || isGiven(discountPercent) || isGiven(discountAmount),
  },
  {
    path: 'discountAmount',
    code: 'INVALID_VALUE',
    message: 'must be left out beside `discountPercent`',
    holds: ({ discountPercent, discountAmount }) => !isGiven(discountPercent) || !isGiven(discountAmount),
  },
  {
    path: 'discountType',
    code: 'INVALID_VALUE',
    message: 'must be left out, or `percent` beside `discountPercent` and `amount` beside `discountAmount`',
    holds: ({ discountType, discountPercent, discountAmount }) =>
      (discountType !== 'amount' || !isGiven(discountPercent)) &&
      (discountType !== 'percent' || !isGiven(discountAmount)),
  },
];

/** A discount as an answer tells it: what was given, and what it came to. */
type ToldDiscount = Pick<Invoice, 'discount' | 'discountGiven'>;

/**
 * A discount of a record that was read and is written back: what it came to says nothing new, unless that alone was changed.
 *
 * @param before as it was answered
 */
export function readBackDiscount<Given extends DiscountFields>(
  given: Given,
  before: ToldDiscount | undefined,
  currency: string,
): Given {
  if (!before || given.discount == null || !isTold(given)) return given;
  if (toExactMinorUnits(given.discount, currency) === before.discount)
    return { ...given, discount: undefined };
  const { type, value } = givenDiscount(given);
  const isChanged = type !== before.discountGiven.type || value !== before.discountGiven.value;
  return isChanged ? given : { ...given, discountPercent: undefined, discountAmount: undefined };
}

/** Amounts beside `discountPercent` or `discountAmount` that these do not come to: which of the two is meant, nobody knows. */
export function findMisstatedDiscounts(
  body: DiscountFields & { readonly products: readonly DiscountFields[] },
  computed: ComputedDocument<SalesTax>,
  currency: string,
): FieldError[] {
  const check = (given: DiscountFields, comesTo: bigint, field: string): FieldError[] => {
    const { discount } = given;
    if (discount == null || !isTold(given)) return [];
    if (discount === givenDiscount(given).value || toExactMinorUnits(discount, currency) === comesTo)
      return [];
    const told = given.discountPercent != null ? 'discountPercent' : 'discountAmount';
    const predicate = `must be left out beside \`${told}\`, or what that comes to: ${formatMinorUnits(comesTo, currency)}`;
    return [fieldError(field, 'INVALID_VALUE', predicate)];
  };
  return [
    ...check(body, computed.discount, 'discount'),
    ...body.products.flatMap((line, index) =>
      check(line, computed.lines[index]!.discount, `products[${index}].discount`),
    ),
  ];
}
