import { divideRoundingHalfAway, HUNDRED } from '../money/index.ts';
import { addedRatio, containedRatio, type Ratio } from './contained-tax.ts';
import { type DocumentToCompute, type LineTax, sum, type TaxRounding } from './document.ts';
import { toCommonDenominator } from './levy-taxes.ts';
import { priceLines } from './price-lines.ts';

/** A line as a document has it: what its taxes are reckoned on, and what they came to, in minor units. */
export interface TaxedLine {
  /** Its net, or its gross where the price contains its taxes. */
  readonly billed: bigint;
  readonly taxes: readonly (LineTax & { readonly amount: bigint })[];
}

/** An invoice that memos name. */
export interface CreditedDocument {
  readonly taxRounding: TaxRounding;
  readonly lines: readonly TaxedLine[];
  /** The lines of all memos that have credited it so far. */
  readonly credited: readonly TaxedLine[];
}

/** A tax over some lines. */
interface TaxSum {
  /** Before any rounding, also of the taxes that it is levied on: a pure share of what is billed. */
  readonly exact: Ratio;
  readonly amount: bigint;
  /** Whether prices contain it: once, both or neither of true and false. */
  readonly inclusive: ReadonlySet<boolean>;
}

/**
 * What each tax of a memo comes to that names an invoice (ledger.md 4): what the invoice's memos are to have credited with
 * it, rounded once, less what those before it credited. So parts add up to the whole, and no tax is ever credited beyond
 * what the invoice charged of it.
 *
 * @returns by id of the tax, in minor units
 */
export function creditTaxes(
  memo: DocumentToCompute,
  original: CreditedDocument,
): ReadonlyMap<string, bigint> {
  const priced = priceLines(memo);
  const lines = memo.lines.map(({ taxes }, index) => ({
    billed: priced.lines[index]!.billed,
    taxes: taxes.map((tax) => ({ ...tax, amount: 0n })),
  }));
  const ids = new Set(memo.lines.flatMap(({ taxes }) => taxes.map(({ id }) => id)));
  return new Map(
    [...ids].map((id) => {
      const charged = sumTax(id, original.lines);
      const before = sumTax(id, original.credited);
      const after = sumTax(id, [...original.credited, ...lines]);
      const goal = creditedSoFar(charged, after, original.taxRounding);
      return [id, withoutOpposite(goal - before.amount, charged.amount, sumTax(id, lines).exact)];
    }),
  );
}

/**
 * How much of a tax is credited once memos credit so much of what it is reckoned on: its percentage of that. Where that
 * percentage of the whole is not what was charged, since lines were rounded by themselves or prices are stated in another
 * way, the share of what was charged.
 */
function creditedSoFar(charged: TaxSum, credited: TaxSum, rounding: TaxRounding): bigint {
  const isAlike = new Set([...charged.inclusive, ...credited.inclusive]).size <= 1;
  const isPlain = rounding === 'document' && isAlike && round(charged.exact) === charged.amount;
  const goal =
    isPlain || charged.exact.numerator === 0n
      ? round(credited.exact)
      : divideRoundingHalfAway(
          charged.amount * credited.exact.numerator * charged.exact.denominator,
          credited.exact.denominator * charged.exact.numerator,
        );
  const [least, most] = charged.amount < 0n ? [charged.amount, 0n] : [0n, charged.amount];
  return goal < least ? least : goal > most ? most : goal;
}

/** A memo that was made void may leave a unit too much credited: the next one does not charge it again. */
function withoutOpposite(amount: bigint, charged: bigint, exact: Ratio): bigint {
  if (charged >= 0n && exact.numerator >= 0n) return amount < 0n ? 0n : amount;
  if (charged <= 0n && exact.numerator <= 0n) return amount > 0n ? 0n : amount;
  return amount;
}

const round = ({ numerator, denominator }: Ratio) => divideRoundingHalfAway(numerator, denominator);

function sumTax(id: string, lines: readonly TaxedLine[]): TaxSum {
  const bearing = lines.flatMap(({ billed, taxes }) => {
    const tax = taxes.find((one) => one.id === id);
    return tax ? [{ tax, exact: pureShare(tax, taxes, billed) }] : [];
  });
  if (bearing.length === 0)
    return { exact: { numerator: 0n, denominator: 1n }, amount: 0n, inclusive: new Set() };
  const { numerators, denominator } = toCommonDenominator(bearing.map(({ exact }) => exact));
  return {
    exact: { numerator: sum(numerators), denominator },
    amount: sum(bearing.map(({ tax }) => tax.amount)),
    inclusive: new Set(bearing.map(({ tax }) => tax.inclusive)),
  };
}

/** A tax of one line before all rounding, so that the shares of parts add up to that of the whole. */
function pureShare(tax: LineTax, taxes: readonly LineTax[], billed: bigint): Ratio {
  if (tax.inclusive) return scale(containedRatio(tax, taxes), billed);
  const added = scale(addedRatio(tax.percentage), billed);
  if (!tax.compound) return added;
  const others = sum(taxes.flatMap(({ compound, percentage }) => (compound ? [] : [percentage])));
  return { numerator: added.numerator * (HUNDRED + others), denominator: added.denominator * HUNDRED };
}

const scale = ({ numerator, denominator }: Ratio, amount: bigint): Ratio => ({
  numerator: numerator * amount,
  denominator,
});
