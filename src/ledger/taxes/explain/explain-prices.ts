import { formatDecimal, HUNDRED, minorUnitDigits } from '../../money/index.ts';
import {
  type ComputedDocument,
  containsTax,
  type Discount,
  type DocumentToCompute,
  type LineToCompute,
  sum,
} from '../document.ts';
import type { PricedDocument, PricedLine } from '../price-lines.ts';
import { type CalculationStep, type StepWriter, tellRounding, tellShare } from './step.ts';

function tellDiscount(writer: StepWriter, given: Discount, reduced: bigint, discount: bigint): string {
  if (given.type === 'amount') return `${writer.money(discount)} is taken off`;
  const exact = { numerator: reduced * given.value, denominator: HUNDRED };
  const percentage = formatDecimal(given.value);
  return `${percentage} % of ${writer.money(reduced)} ${tellRounding(writer, exact, discount)}, is taken off`;
}

/** Quantity x price, and the line's own discount. */
export function explainLine(
  writer: StepWriter,
  currency: string,
  on: string,
  line: LineToCompute,
  { amount, discount }: PricedLine,
): CalculationStep[] {
  const exact = {
    numerator: line.quantity * line.price,
    denominator: 10n ** BigInt(12 - minorUnitDigits(currency)),
  };
  const product = `${formatDecimal(line.quantity)} × ${formatDecimal(line.price)}`;
  const steps = [writer.step('amount', on, 0n, amount, `${product} ${tellRounding(writer, exact, amount)}.`)];
  if (discount === 0n) return steps;
  const note = `${tellDiscount(writer, line.discount, amount, discount)}.`;
  return [...steps, writer.step('line_discount', on, amount, amount - discount, note)];
}

/** The document's discount and how the lines share it. */
export function explainDiscount(
  writer: StepWriter,
  document: DocumentToCompute,
  priced: PricedDocument,
  computed: ComputedDocument,
  pathOf: (index: number) => string,
): CalculationStep[] {
  const { discount } = priced;
  if (discount === 0n) return [];
  const reduced = priced.lines.map((line) => line.amount - line.discount);
  const all = sum(reduced);
  const shared = sum(reduced.filter((amount) => amount > 0n));
  const told = tellDiscount(writer, document.discount, all, discount);
  const note = `${told}, shared over the lines with a positive amount, in proportion to it.`;
  const steps = [writer.step('document_discount', 'document', all, all - discount, note)];
  for (const [index, line] of document.lines.entries()) {
    const amount = reduced[index]!;
    if (amount <= 0n) continue;
    const { share } = priced.lines[index]!;
    const exact = { numerator: discount * amount, denominator: shared };
    const part = `${writer.money(discount)} × ${writer.money(amount)} / ${writer.money(shared)}`;
    const shareNote = `Its share: ${part} ${tellShare(writer, exact, share, false)}.`;
    steps.push(writer.step('discount_share', pathOf(index), amount, amount - share, shareNote));
    if (share === 0n || !containsTax(line)) continue;
    const { subtotal, documentDiscount } = computed.lines[index]!;
    const left = subtotal - documentDiscount;
    const withoutNote = `The share without the taxes that the price contains: of ${writer.money(subtotal)} without them, ${writer.money(left)} are left.`;
    steps.push(writer.step('discount_without_tax', pathOf(index), share, documentDiscount, withoutNote));
  }
  return steps;
}

/** What a gross is divided by to have its net: `(1 + 5 % + 2 %) × (1 + 9.975 %)`, as a divisor in parentheses. */
export function tellFactor({ taxes }: Pick<LineToCompute, 'taxes'>): string {
  const plain = taxes.filter((tax) => !tax.compound);
  const compound = taxes.filter((tax) => tax.compound);
  const factors = [plain, compound]
    .filter((group) => group.length > 0)
    .map((group) => `(1 + ${group.map(({ percentage }) => `${formatDecimal(percentage)} %`).join(' + ')})`);
  return factors.length === 1 ? factors[0]! : `(${factors.join(' × ')})`;
}
