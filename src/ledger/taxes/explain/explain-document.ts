import { netRatio } from '../contained-tax.ts';
import {
  type ComputedDocument,
  type ComputedLine,
  containsTax,
  type DocumentToCompute,
  type LineToCompute,
} from '../document.ts';
import { priceLines } from '../price-lines.ts';
import { explainDiscount, explainLine } from './explain-prices.ts';
import { explainTaxes } from './explain-taxes.ts';
import { type CalculationStep, type StepWriter, writeSteps } from './step.ts';

/**
 * How the amounts of a document came about, step by step and in plain words: each rounding, and where what it left over
 * went. The steps add up: an amount begins at 0 or where the step before left it, and ends as the answer has it.
 *
 * @param computed what `computeDocument` made of the document
 * @param lines the name that the answer's lines have: `products`
 */
export function explainDocument(
  document: DocumentToCompute,
  computed: ComputedDocument,
  lines: string,
): CalculationStep[] {
  const writer = writeSteps(document.currency);
  const priced = priceLines(document);
  const billed = priced.lines.map((line) => line.billed);
  const pathOf = (index: number) => `${lines}[${index}]`;
  return [
    ...document.lines.flatMap((line, index) =>
      explainLine(writer, document.currency, pathOf(index), line, priced.lines[index]!),
    ),
    ...explainDiscount(writer, document, priced, computed, pathOf),
    ...document.lines.map((line, index) =>
      explainNet(writer, pathOf(index), line, billed[index]!, computed.lines[index]!),
    ),
    ...explainTaxes({ writer, document, computed, billed, pathOf }),
    ...computed.lines.map((line, index) => explainTotal(writer, pathOf(index), line)),
    ...explainSums(writer, computed),
  ];
}

const netOf = ({ subtotal, documentDiscount }: ComputedLine) => subtotal - documentDiscount;

function explainNet(
  writer: StepWriter,
  on: string,
  line: LineToCompute,
  billed: bigint,
  computed: ComputedLine,
): CalculationStep {
  const net = netOf(computed);
  if (!containsTax(line)) {
    const note =
      line.taxes.length === 0 ? 'The net. The line has no taxes.' : 'The net, to which taxes are added.';
    return writer.step('net', on, billed, net, note);
  }
  const ratio = netRatio(line.taxes);
  const exact = { numerator: billed * ratio.numerator, denominator: ratio.denominator };
  const difference = `${writer.money(billed)} contains ${writer.money(computed.tax)} of tax, told below; the net is the rest`;
  const isExact = exact.numerator === net * exact.denominator;
  const residue = isExact
    ? ''
    : ` The exact net is ${writer.exact(exact)}: what the rounding of taxes leaves over is in the net, since the price does not change.`;
  return writer.step('net', on, billed, net, `${difference}.${residue}`);
}

function explainTotal(writer: StepWriter, on: string, line: ComputedLine): CalculationStep {
  const net = netOf(line);
  const taxes = line.taxes.map(({ amount }) => ` + ${writer.money(amount)}`).join('');
  const kept = containsTax(line) ? ', which is the price after its discounts' : '';
  return writer.step('total', on, net, line.total, `Net and taxes: ${writer.money(net)}${taxes}${kept}.`);
}

function explainSums(writer: StepWriter, { subtotal, discount, tax, total }: ComputedDocument) {
  const net = subtotal - discount;
  return [
    writer.step(
      'subtotal',
      'document',
      0n,
      subtotal,
      'The lines after their own discounts, before the document’s, without tax.',
    ),
    writer.step(
      'net',
      'document',
      subtotal,
      net,
      `Less the discount, without tax: ${writer.money(discount)}.`,
    ),
    writer.step('total', 'document', net, total, `Plus all taxes: ${writer.money(tax)}.`),
  ];
}
