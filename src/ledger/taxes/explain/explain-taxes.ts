import { formatDecimal } from '../../money/index.ts';
import type { Ratio } from '../contained-tax.ts';
import { type ComputedDocument, type DocumentToCompute, type LineTax, sum } from '../document.ts';
import { type Bearer, exactTax, type Levy, listLevies, toCommonDenominator } from '../levy-taxes.ts';
import { tellFactor } from './explain-prices.ts';
import { type CalculationStep, type StepWriter, tellRounding, tellShare } from './step.ts';

interface Explained {
  readonly writer: StepWriter;
  readonly document: DocumentToCompute;
  readonly computed: ComputedDocument;
  /** What is left of each line after its discounts, with tax where its price contains it. */
  readonly billed: readonly bigint[];
  readonly pathOf: (index: number) => string;
}

/** A tax on one line: its exact amount, and what it came to. */
interface Borne {
  readonly bearer: Bearer;
  readonly on: string;
  readonly taxable: bigint;
  readonly amount: bigint;
  readonly others: bigint;
  readonly exact: Ratio;
}

/** Each tax: what it is reckoned on, its amount, its roundings, and which line got what rounding left over. */
export function explainTaxes(explained: Explained): CalculationStep[] {
  const { document } = explained;
  // The answer sums its taxes in the order in which the lines first name them, not in that in which they are levied.
  const named = [...new Set(document.lines.flatMap(({ taxes }) => taxes.map(({ id }) => id)))];
  return listLevies(document.lines).flatMap((levy) => {
    const borne = levy.bearers.map((bearer) => lookUp(explained, levy.tax, bearer));
    const on = `taxes[${named.indexOf(levy.tax.id)}]`;
    return [
      ...borne.map((one) => explainBase(explained, levy.tax, one)),
      ...explainSum(explained, on, levy, borne),
      ...borne.map((one) => explainAmount(explained, levy, borne, one)),
    ];
  });
}

function lookUp({ document, computed, billed, pathOf }: Explained, tax: LineTax, bearer: Bearer): Borne {
  const { line, place } = bearer;
  const computedLine = computed.lines[line]!;
  const { taxable, amount } = computedLine.taxes[place]!;
  const others = tax.compound ? computedLine.tax - amount : 0n;
  const exact = exactTax(tax, document.lines[line]!.taxes, billed[line]!, others);
  return { bearer, on: `${pathOf(line)}.taxes[${place}]`, taxable, amount, others, exact };
}

function explainBase({ writer }: Explained, tax: LineTax, { on, taxable, others }: Borne): CalculationStep {
  const net = writer.money(taxable - others);
  const note = tax.compound
    ? `The line’s net and its other taxes: ${net} + ${writer.money(others)}.`
    : `The line’s net: ${net}.`;
  return writer.step('tax_base', on, 0n, taxable, note);
}

const tellTax = ({ name, percentage }: LineTax) => `${name}, ${formatDecimal(percentage)} %`;

/** A tax on all its lines. */
function explainSum(
  { writer, document }: Explained,
  on: string,
  { tax }: Levy<LineTax>,
  borne: readonly Borne[],
): CalculationStep[] {
  const base = sum(borne.map(({ taxable }) => taxable));
  const amount = sum(borne.map((one) => one.amount));
  const baseNote = `The sum of what ${tax.name} is reckoned on: ${tellCount(borne)}.`;
  const baseStep = writer.step('tax_base', on, 0n, base, baseNote);
  if (document.taxTotals?.has(tax.id)) {
    const note = `${tellTax(tax)}: what all memos of the invoice are to have credited of it, less what those before credited.`;
    return [baseStep, writer.step('tax', on, 0n, amount, note)];
  }
  if (document.taxRounding === 'line') {
    const note = `${tellTax(tax)}: the sum of its lines, each of them rounded by itself.`;
    return [baseStep, writer.step('tax', on, 0n, amount, note)];
  }
  const { numerators, denominator } = toCommonDenominator(borne.map(({ exact }) => exact));
  const exact = { numerator: sum(numerators), denominator };
  const how = tax.inclusive
    ? 'what the prices of its lines contain'
    : `${formatDecimal(tax.percentage)} % of ${writer.money(base)}`;
  const note = `${tellTax(tax)}, once on the sum: ${how} ${tellRounding(writer, exact, amount)}.`;
  return [baseStep, writer.step('tax', on, 0n, amount, note)];
}

const tellCount = (borne: readonly Borne[]) => (borne.length === 1 ? '1 line' : `${borne.length} lines`);

/** A tax on one line: rounded by itself, or its share of the rounded sum. */
function explainAmount(
  { writer, document, billed }: Explained,
  { tax }: Levy<LineTax>,
  borne: readonly Borne[],
  { bearer, on, taxable, amount, exact }: Borne,
): CalculationStep {
  const percentage = `${formatDecimal(tax.percentage)} %`;
  const { taxes } = document.lines[bearer.line]!;
  const divisor = tellFactor({ taxes: tax.compound ? [tax] : taxes });
  const formula = tax.inclusive
    ? `contained in ${writer.money(billed[bearer.line]!)}: ${writer.money(billed[bearer.line]!)} / ${divisor} × ${percentage}`
    : `${percentage} of ${writer.money(taxable)}`;
  if (document.taxTotals?.has(tax.id))
    return writer.step(
      'tax',
      on,
      0n,
      amount,
      `Its share of ${tax.name}, in proportion to ${tax.inclusive ? 'what is ' : ''}${formula}.`,
    );
  const isNegative = sum(borne.map((one) => one.amount)) < 0n;
  const rounding =
    document.taxRounding === 'line' || borne.length === 1
      ? tellRounding(writer, exact, amount)
      : tellShare(writer, exact, amount, isNegative);
  return writer.step('tax', on, 0n, amount, `${tax.name}, ${formula} ${rounding}.`);
}
