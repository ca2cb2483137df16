import {
  type Decimal,
  divideRoundingHalfAway,
  HUNDRED,
  multiplyToMinorUnits,
  percentOf,
  roundToTotal,
  shareByLargestRemainder,
  toMinorUnits,
} from '../../ledger/money/index.ts';

/** A tax as a line names it. */
export interface LineTax {
  readonly id: string;
  readonly name: string;
  readonly percentage: Decimal;
  readonly inclusive: boolean;
  readonly compound: boolean;
  readonly salesAccountId: string;
}

export interface Discount {
  readonly type: 'amount' | 'percent';
  /** An amount in units of the currency, or a percentage. */
  readonly value: Decimal;
}

export interface LineToCompute {
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly discount: Discount;
  readonly taxes: readonly LineTax[];
}

export interface DocumentToCompute {
  readonly currency: string;
  readonly taxRounding: 'document' | 'line';
  readonly discount: Discount;
  readonly lines: readonly LineToCompute[];
}

export interface ComputedTax extends LineTax {
  /** What the tax is reckoned on, and the tax, in minor units. */
  readonly taxable: bigint;
  readonly amount: bigint;
}

/** All in minor units. `subtotal` is after the line's discount and before the document's; `total` is what is owed. */
export interface ComputedLine {
  readonly amount: bigint;
  readonly discount: bigint;
  readonly subtotal: bigint;
  readonly documentDiscount: bigint;
  readonly taxes: readonly ComputedTax[];
  readonly tax: bigint;
  readonly total: bigint;
}

export interface ComputedDocument {
  readonly lines: readonly ComputedLine[];
  readonly subtotal: bigint;
  readonly discount: bigint;
  readonly tax: bigint;
  readonly total: bigint;
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

function discountOf(amount: bigint, discount: Discount, currency: string): bigint {
  return discount.type === 'percent'
    ? percentOf(amount, discount.value)
    : toMinorUnits(discount.value, currency);
}

/** Shared over lines with a positive amount only, by amount (ledger.md 5). */
function shareDiscount(discount: bigint, subtotals: readonly bigint[]): bigint[] {
  if (discount === 0n) return subtotals.map(() => 0n);
  return shareByLargestRemainder(
    discount,
    subtotals.map((amount) => (amount > 0n ? amount : 0n)),
  );
}

/**
 * The tax of every line that bears it. Rounded once per rate on the sum of what it is reckoned on (EN 16931 BR-CO-17)
 * and told apart by largest remainder, or line by line, as the workspace has it.
 */
function computeTax(tax: LineTax, nets: readonly bigint[], rounding: 'document' | 'line'): bigint[] {
  const numerators = nets.map((net) => net * tax.percentage);
  if (rounding === 'line') return numerators.map((numerator) => divideRoundingHalfAway(numerator, HUNDRED));
  const total = divideRoundingHalfAway(sum(numerators), HUNDRED);
  return roundToTotal(total, numerators, HUNDRED);
}

function computeTaxes(document: DocumentToCompute, nets: readonly bigint[]): ComputedTax[][] {
  const computed: ComputedTax[][] = document.lines.map(() => []);
  const taxes = new Map(document.lines.flatMap((line) => line.taxes.map((tax) => [tax.id, tax])));
  for (const tax of taxes.values()) {
    const bearing = document.lines.flatMap((line, index) =>
      line.taxes.some(({ id }) => id === tax.id) ? [index] : [],
    );
    const taxable = bearing.map((index) => nets[index]!);
    const amounts = computeTax(tax, taxable, document.taxRounding);
    for (const [place, index] of bearing.entries()) {
      computed[index]!.push({ ...tax, taxable: taxable[place]!, amount: amounts[place]! });
    }
  }
  // In the order in which each line names its taxes.
  return computed.map((ofLine, index) =>
    document.lines[index]!.taxes.map(({ id }) => ofLine.find((tax) => tax.id === id)!),
  );
}

/**
 * The amounts of a document, exact to the minor unit (reference 4.6.1): quantity x price rounded to the currency, less
 * the line's discount; less its share of the document's discount; plus its taxes on what is left. Always net + tax =
 * gross, and the lines add up to the document.
 *
 * The caller has made sure that no discount is more than what it reduces.
 */
export function computeDocument(document: DocumentToCompute): ComputedDocument {
  const { currency } = document;
  const amounts = document.lines.map((line) => multiplyToMinorUnits(line.quantity, line.price, currency));
  const discounts = document.lines.map((line, index) => discountOf(amounts[index]!, line.discount, currency));
  const subtotals = amounts.map((amount, index) => amount - discounts[index]!);
  const discount = sum(subtotals) > 0n ? discountOf(sum(subtotals), document.discount, currency) : 0n;
  const shares = shareDiscount(discount, subtotals);
  const nets = subtotals.map((subtotal, index) => subtotal - shares[index]!);
  const taxes = computeTaxes(document, nets);
  const lines = document.lines.map((_, index): ComputedLine => {
    const tax = sum(taxes[index]!.map(({ amount }) => amount));
    return {
      amount: amounts[index]!,
      discount: discounts[index]!,
      subtotal: subtotals[index]!,
      documentDiscount: shares[index]!,
      taxes: taxes[index]!,
      tax,
      total: nets[index]! + tax,
    };
  });
  return {
    lines,
    subtotal: sum(subtotals),
    discount,
    tax: sum(lines.map((line) => line.tax)),
    total: sum(lines.map((line) => line.total)),
  };
}

export interface ExcessiveDiscount {
  /** The line's index, or null for the document's own discount. */
  readonly line: number | null;
  readonly largest: bigint;
}

/** The discounts that are more than what they reduce. */
export function findExcessiveDiscounts(document: DocumentToCompute): ExcessiveDiscount[] {
  const excessive: ExcessiveDiscount[] = [];
  let subtotal = 0n;
  for (const [index, line] of document.lines.entries()) {
    const amount = multiplyToMinorUnits(line.quantity, line.price, document.currency);
    const discount = discountOf(amount, line.discount, document.currency);
    if (isExcessive(line.discount, discount, amount))
      excessive.push({ line: index, largest: positive(amount) });
    subtotal += amount - discount;
  }
  const discount = discountOf(subtotal, document.discount, document.currency);
  if (isExcessive(document.discount, discount, subtotal))
    excessive.push({ line: null, largest: positive(subtotal) });
  return excessive;
}

const positive = (amount: bigint): bigint => (amount > 0n ? amount : 0n);

/** A percentage is at most 100 and scales a deduction as it scales a price; an amount needs as much to be taken from. */
function isExcessive(given: Discount, discount: bigint, reduced: bigint): boolean {
  return given.type === 'amount' && discount > positive(reduced);
}
