import { absolute, exact, rounded, total } from './exact.ts';
import type { ReadAdjustment, ReadBreakdown, ReadInvoice, ReadVat } from './read-invoice.ts';
import type { Rule } from './rules.ts';

const told = (text: string | undefined) => (text ?? '').trim() !== '';
const ONE = exact('1');
const HUNDRED = exact('100');

type Category = 'S' | 'Z' | 'E' | 'AE' | 'O';

const isOf = (category: string) => (vat: ReadVat) => vat.category === category;

const vatsOf = (from: readonly { readonly vats: readonly ReadVat[] }[], category: string) =>
  from.flatMap(({ vats }) => vats.filter(isOf(category)));

const breakdownOf = ({ breakdown }: ReadInvoice, category: string) => breakdown.filter(isOf(category));

const isNamed = ({ lines, adjustments }: ReadInvoice, category: string) =>
  vatsOf([...lines, ...adjustments], category).length > 0;

/** Lines less allowances plus charges, of a category and, where it is told, of a rate. */
function taxableOf({ lines, adjustments }: ReadInvoice, category: string, rate?: string): bigint {
  const belongs = ({ vats }: { readonly vats: readonly ReadVat[] }) =>
    vats.some((vat) => vat.category === category && (rate === undefined || exact(vat.rate) === exact(rate)));
  const signed = ({ isCharge, amount }: ReadAdjustment) => (isCharge ? exact(amount) : -exact(amount));
  return (
    total(lines.filter(belongs).map(({ net }) => exact(net))) + total(adjustments.filter(belongs).map(signed))
  );
}

/** The tax is what the rate gives of the base, in cents; the rules as published bear less than one unit either way. */
function isTaxOfBase({ taxable, tax, rate }: ReadBreakdown): boolean {
  const due = rounded((exact(taxable) * exact(rate)) / HUNDRED, 2);
  return absolute(absolute(exact(tax)) - absolute(due)) < ONE;
}

const sellerIsKnown = ({ seller }: ReadInvoice) =>
  [...seller.vatIdentifiers, ...seller.taxRegistrations].some(told);

const PARTIES: Readonly<Record<Category, Rule>> = {
  S: sellerIsKnown,
  Z: sellerIsKnown,
  E: sellerIsKnown,
  AE: (invoice) => sellerIsKnown(invoice) && invoice.buyer.vatIdentifiers.some(told),
  O: ({ seller, buyer }) => seller.vatIdentifiers.length + buyer.vatIdentifiers.length === 0,
};

const RATES: Readonly<Record<Category, (vat: ReadVat) => boolean>> = {
  S: ({ rate }) => exact(rate) > 0n,
  Z: ({ rate }) => exact(rate) === 0n,
  E: ({ rate }) => exact(rate) === 0n,
  AE: ({ rate }) => exact(rate) === 0n,
  O: ({ rate }) => rate === undefined,
};

const hasNoReason = ({ reason, reasonCode }: ReadBreakdown) =>
  reason === undefined && reasonCode === undefined;
const hasReason = ({ reason, reasonCode }: ReadBreakdown) => told(reason) || told(reasonCode);

const REASONS: Readonly<Record<Category, (one: ReadBreakdown) => boolean>> = {
  S: hasNoReason,
  Z: hasNoReason,
  E: hasReason,
  AE: hasReason,
  O: hasReason,
};

/** The ten rules that each category has. */
function familyOf(category: Category): Record<string, Rule> {
  const isStandard = category === 'S';
  const named =
    (rule: Rule): Rule =>
    (invoice) =>
      !isNamed(invoice, category) || rule(invoice);
  const ratesOf =
    (pick: (invoice: ReadInvoice) => readonly { readonly vats: readonly ReadVat[] }[]): Rule =>
    (invoice) =>
      vatsOf(pick(invoice), category).every(RATES[category]);
  const charges = (isCharge: boolean) => (invoice: ReadInvoice) =>
    invoice.adjustments.filter((one) => one.isCharge === isCharge);
  const name = (number: string) => `BR-${category}-${number}`;
  return {
    [name('01')]: (invoice) => {
      const count = breakdownOf(invoice, category).length;
      if (!isNamed(invoice, category)) return count === 0;
      return isStandard ? count >= 1 : count === 1;
    },
    [name('02')]: named(PARTIES[category]),
    [name('05')]: ratesOf(({ lines }) => lines),
    [name('06')]: ratesOf(charges(false)),
    [name('07')]: ratesOf(charges(true)),
    [name('08')]: (invoice) =>
      breakdownOf(invoice, category).every(
        ({ taxable, rate }) => exact(taxable) === taxableOf(invoice, category, isStandard ? rate : undefined),
      ),
    [name('09')]: (invoice) =>
      breakdownOf(invoice, category).every((one) => (isStandard ? isTaxOfBase(one) : exact(one.tax) === 0n)),
    [name('10')]: (invoice) => breakdownOf(invoice, category).every(REASONS[category]),
  };
}

const standsAlone = (pick: (invoice: ReadInvoice) => readonly ReadVat[]): Rule => {
  return (invoice) => breakdownOf(invoice, 'O').length === 0 || pick(invoice).every(isOf('O'));
};

export const VAT_RULES: Readonly<Record<string, Rule>> = {
  ...familyOf('S'),
  ...familyOf('Z'),
  ...familyOf('E'),
  ...familyOf('AE'),
  ...familyOf('O'),
  'BR-O-11': standsAlone(({ breakdown }) => breakdown),
  'BR-O-12': standsAlone(({ lines }) => lines.flatMap(({ vats }) => vats)),
  'BR-O-13': standsAlone(({ adjustments }) => adjustments.flatMap(({ vats }) => vats)),
  // Each rate of the standard category once: else BR-S-08 would count lines twice.
  'BR-CO-17': ({ breakdown }) =>
    breakdown.every((one) => (one.rate === undefined ? exact(one.tax) === 0n : isTaxOfBase(one))) &&
    new Set(breakdown.map(({ category, rate }) => `${category} ${rate}`)).size === breakdown.length,
};
