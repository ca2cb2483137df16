import { convertToBase, type Exchange, spreadToTotal, worthOfMinorUnit } from '../money/index.ts';

/** What a document posts, all positive but for deductions. */
export interface DocumentAmounts {
  /** Of the receivable or payable. */
  readonly total: bigint;
  /** Of each line of income or expense, without tax. */
  readonly nets: readonly bigint[];
  /** Of each tax, summed over the lines. */
  readonly taxes: readonly bigint[];
}

/**
 * The amounts of a document in the workspace's currency (ledger.md 2): the total is converted once and each tax by
 * itself; the rest of the total goes to the lines, to each what it is worth and what is left over by largest remainder.
 * So the parts add up to the total, to the last minor unit. A line of nothing gets nothing, unless all are.
 */
export function convertDocument(
  { total, nets, taxes }: DocumentAmounts,
  exchange: Exchange,
): DocumentAmounts {
  const baseTotal = convertToBase(total, exchange);
  const baseTaxes = taxes.map((tax) => convertToBase(tax, exchange));
  const rest = baseTaxes.reduce((left, tax) => left - tax, baseTotal);
  const { numerator, denominator } = worthOfMinorUnit(exchange);
  const isAllZero = nets.every((net) => net === 0n);
  const converted = nets.filter((net) => net !== 0n || isAllZero);
  const spread = spreadToTotal(
    rest,
    converted.map((net) => net * numerator),
    denominator,
  ).values();
  return {
    total: baseTotal,
    nets: nets.map((net) => (net !== 0n || isAllZero ? spread.next().value! : 0n)),
    taxes: baseTaxes,
  };
}
