import {
  type Decimal,
  divideRoundingHalfAway,
  formatDecimal,
  HUNDRED,
  ONE,
  percentOf,
} from '../../../ledger/money/index.ts';
import type { Invoice } from '../../invoices/index.ts';
import type { EAdjustment, ELine, EVat } from './e-invoice.ts';
import { toXmlText } from './xml.ts';

type Line = Invoice['lines'][number];

/** Writes minor units of the document's currency. */
export type WriteAmount = (amount: bigint) => string;

/** Of how many minor units an amount is a multiple, since it has two decimals at most (BR-DEC-*). */
export const coarsestStep = (minorDigits: number) => (minorDigits > 2 ? 10n ** BigInt(minorDigits - 2) : 1n);

const absolute = (value: bigint) => (value < 0n ? -value : value);

/** With more decimals than these, the price is told of the whole quantity instead. */
const MOST_PRICE_DECIMALS = 10;

/**
 * A line without its taxes: quantity x price, less what is taken off, is its net amount, to the last digit. Where the
 * price contains the tax, the price without it has as many decimals as that takes.
 */
export function toELine(
  line: Line,
  index: number,
  vat: EVat,
  write: WriteAmount,
  minorDigits: number,
  discountWord: string,
): ELine {
  const discount = withoutTax(line, line.discount, coarsestStep(minorDigits));
  const amount = line.subtotal + discount;
  const isDeduction = amount < 0n || (amount === 0n && line.price < 0n);
  const contains = line.taxes.some(({ inclusive }) => inclusive);
  const price = contains
    ? netPrice(absolute(amount), line.quantity, minorDigits, write)
    : { price: formatDecimal(absolute(line.price) as Decimal), priceQuantity: null };
  return {
    id: String(index + 1),
    name: line.product.name,
    description: toXmlText(line.description),
    sellersItemId: toXmlText(line.product.code),
    quantity: `${isDeduction ? '-' : ''}${formatDecimal(line.quantity)}`,
    ...price,
    net: write(line.subtotal),
    adjustment:
      discount === 0n ? null : toAdjustment(amount, discount, line.discountGiven, write, discountWord),
    vat,
  };
}

/** What is taken off a price that contains a tax, without the tax. */
function withoutTax({ taxes }: Line, discount: bigint, step: bigint): bigint {
  const contained = taxes.filter(({ inclusive }) => inclusive);
  const rates = contained.reduce((sum, { percentage }) => sum + percentage, 0n);
  return divideRoundingHalfAway(discount * HUNDRED, (HUNDRED + rates) * step) * step;
}

/**
 * The price whose product with the quantity rounds to the amount, with as few decimals as that takes.
 *
 * @param amount in minor units, not negative
 */
function netPrice(amount: bigint, quantity: Decimal, minorDigits: number, write: WriteAmount) {
  for (let decimals = minorDigits; decimals <= MOST_PRICE_DECIMALS; decimals++) {
    const finer = 10n ** BigInt(decimals - minorDigits);
    const price = divideRoundingHalfAway(amount * finer * ONE, quantity);
    if (divideRoundingHalfAway(price * quantity, finer * ONE) === amount)
      return { price: writeScaled(price, decimals), priceQuantity: null };
  }
  return { price: write(amount), priceQuantity: formatDecimal(quantity) };
}

function writeScaled(value: bigint, decimals: number): string {
  if (decimals === 0) return value.toString();
  const digits = value.toString().padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** A discount; what a percentage takes off a deduction is negative, and so a charge: neither has a sign. */
export function toAdjustment(
  base: bigint,
  discount: bigint,
  given: Line['discountGiven'],
  write: WriteAmount,
  reason: string,
): EAdjustment {
  const isExact = given.type === 'percent' && percentOf(base, given.value) === discount;
  return {
    isCharge: discount < 0n,
    amount: write(absolute(discount)),
    share: isExact ? { base: write(absolute(base)), percentage: formatDecimal(given.value) } : null,
    reason,
  };
}
