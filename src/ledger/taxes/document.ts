import type { Decimal } from '../money/index.ts';

/** How a document treats its taxes, whatever they say of themselves. */
export const TAX_MODES = ['exclusive', 'inclusive', 'none'] as const;
export type TaxMode = (typeof TAX_MODES)[number];

/** `document`: once per tax on the sum of its lines (EN 16931 BR-CO-17); `line`: on each line by itself. */
export type TaxRounding = 'document' | 'line';

/** A tax as a line bears it. */
export interface LineTax {
  readonly id: string;
  readonly name: string;
  readonly percentage: Decimal;
  /** Whether the price contains it. */
  readonly inclusive: boolean;
  /** Whether it is levied on the line's other taxes too. */
  readonly compound: boolean;
}

export interface Discount {
  readonly type: 'amount' | 'percent';
  /** An amount in units of the currency, or a percentage. */
  readonly value: Decimal;
}

export interface LineToCompute<Tax extends LineTax = LineTax> {
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly discount: Discount;
  /** All inclusive or none, at most one compound: `findTaxFaults` tells. */
  readonly taxes: readonly Tax[];
}

export interface DocumentToCompute<Tax extends LineTax = LineTax> {
  readonly currency: string;
  readonly taxRounding: TaxRounding;
  readonly discount: Discount;
  readonly lines: readonly LineToCompute<Tax>[];
  /** What taxes come to, by id, where other documents decide it and not the lines alone: see `creditTaxes`. */
  readonly taxTotals?: ReadonlyMap<string, bigint>;
}

/** A tax of a line with what it is reckoned on and what it comes to, in minor units. */
export type ComputedTax<Tax extends LineTax = LineTax> = Tax & {
  readonly taxable: bigint;
  readonly amount: bigint;
};

/**
 * All in minor units. `amount` and `discount` are as the price is: with tax where the price contains it. `subtotal` is
 * after the line's discount and before the document's, `documentDiscount` the share of that; both without tax.
 * subtotal - documentDiscount + tax = total.
 */
export interface ComputedLine<Tax extends LineTax = LineTax> {
  readonly amount: bigint;
  readonly discount: bigint;
  readonly subtotal: bigint;
  readonly documentDiscount: bigint;
  readonly taxes: readonly ComputedTax<Tax>[];
  readonly tax: bigint;
  readonly total: bigint;
}

export interface ComputedDocument<Tax extends LineTax = LineTax> {
  readonly lines: readonly ComputedLine<Tax>[];
  readonly subtotal: bigint;
  readonly discount: bigint;
  readonly tax: bigint;
  readonly total: bigint;
}

/** The sum of amounts of one currency. */
export const sum = (amounts: readonly bigint[]): bigint =>
  amounts.reduce((total, amount) => total + amount, 0n);

/** Whether the price of a line contains its taxes. */
export const containsTax = ({ taxes }: { readonly taxes: readonly LineTax[] }): boolean =>
  taxes.some(({ inclusive }) => inclusive);
