import {
  ALLOWANCE_CODES,
  CREDIT_NOTE_TYPES,
  INVOICE_TYPES,
  isAddressScheme,
  isCountry,
  isCurrency,
  isExemptionCode,
  isUnit,
  isVatPrefix,
  PAYMENT_MEANS,
  VAT_CATEGORIES,
} from './code-lists.ts';
import { decimalsOf, exact, rounded, total } from './exact.ts';
import type { ReadAdjustment, ReadInvoice, ReadLine } from './read-invoice.ts';
import { VAT_RULES } from './vat-rules.ts';

/** A rule of EN 16931-1, by its own name. It may throw where it cannot even be asked: that is broken too. */
export type Rule = (invoice: ReadInvoice) => boolean;

const told = (text: string | undefined) => (text ?? '').trim() !== '';

const ofLines =
  (holds: (line: ReadLine) => boolean): Rule =>
  ({ lines }) =>
    lines.every(holds);

const ofAdjustments =
  (isCharge: boolean, holds: (one: ReadAdjustment) => boolean): Rule =>
  ({ adjustments }) =>
    adjustments.filter((one) => one.isCharge === isCharge).every(holds);

const ofLineAdjustments =
  (isCharge: boolean, holds: (one: ReadAdjustment) => boolean): Rule =>
  ({ lines }) =>
    lines.flatMap((line) => line.adjustments.filter((one) => one.isCharge === isCharge)).every(holds);

const hasAmount = ({ amount }: ReadAdjustment) => told(amount);
const hasCategory = ({ vats }: ReadAdjustment) => vats.length === 1 && told(vats[0]!.category);
const hasReason = ({ reason, reasonCode }: ReadAdjustment) => told(reason) || told(reasonCode);
const amountOf = (text: string | undefined) => (text === undefined ? 0n : exact(text));
const sumOf = (adjustments: readonly ReadAdjustment[], isCharge: boolean) =>
  total(adjustments.filter((one) => one.isCharge === isCharge).map(({ amount }) => exact(amount)));
const isShort = (text: string | undefined) => decimalsOf(text) <= 2;

/** What an invoice must hold. */
const PRESENCE: Record<string, Rule> = {
  'BR-01': ({ specification }) => told(specification),
  'BR-02': ({ number }) => told(number),
  'BR-03': ({ issueDate }) => /^\d{4}-\d{2}-\d{2}$/.test(issueDate ?? ''),
  'BR-04': ({ typeCode }) => told(typeCode),
  'BR-05': ({ currency }) => told(currency),
  'BR-06': ({ seller }) => told(seller.name),
  'BR-07': ({ buyer }) => told(buyer.name),
  'BR-08': ({ seller }) => seller.addresses.length === 1,
  'BR-09': ({ seller }) => seller.addresses.every(({ country }) => told(country)),
  'BR-10': ({ buyer }) => buyer.addresses.length === 1,
  'BR-11': ({ buyer }) => buyer.addresses.every(({ country }) => told(country)),
  'BR-12': ({ totals }) => told(totals.lines),
  'BR-13': ({ totals }) => told(totals.net),
  'BR-14': ({ totals }) => told(totals.gross),
  'BR-15': ({ totals }) => told(totals.due),
  'BR-16': ({ lines }) => lines.length > 0,
  'BR-21': ofLines(({ id }) => told(id)),
  'BR-22': ofLines(({ quantity }) => told(quantity)),
  'BR-23': ofLines(({ unit }) => told(unit)),
  'BR-24': ofLines(({ net }) => told(net)),
  'BR-25': ofLines(({ name }) => told(name)),
  'BR-26': ofLines(({ price }) => told(price)),
  'BR-27': ofLines(({ price }) => exact(price) >= 0n),
  'BR-31': ofAdjustments(false, hasAmount),
  'BR-32': ofAdjustments(false, hasCategory),
  'BR-33': ofAdjustments(false, hasReason),
  'BR-36': ofAdjustments(true, hasAmount),
  'BR-37': ofAdjustments(true, hasCategory),
  'BR-38': ofAdjustments(true, hasReason),
  'BR-41': ofLineAdjustments(false, hasAmount),
  'BR-42': ofLineAdjustments(false, hasReason),
  'BR-43': ofLineAdjustments(true, hasAmount),
  'BR-44': ofLineAdjustments(true, hasReason),
  'BR-45': ({ breakdown }) => breakdown.every(({ taxable }) => told(taxable)),
  'BR-46': ({ breakdown }) => breakdown.every(({ tax }) => told(tax)),
  'BR-47': ({ breakdown }) => breakdown.every(({ category }) => told(category)),
  'BR-48': ({ breakdown }) => breakdown.every(({ category, rate }) => category === 'O' || told(rate)),
  'BR-49': ({ paymentMeans }) => paymentMeans.every(told),
  'BR-53': ({ taxCurrency, currency, taxTotals }) =>
    taxCurrency === undefined ||
    (taxCurrency !== currency && taxTotals.filter((one) => one.currency === taxCurrency).length === 1),
  'BR-55': ({ preceding }) => preceding.every(told),
  'BR-57': ({ deliverTo }) => deliverTo.length <= 1 && deliverTo.every(({ country }) => told(country)),
  // No account is told, which these would need.
  'BR-61': ({ paymentMeans }) => paymentMeans.every((code) => code !== '30' && code !== '58'),
  'BR-62': ({ seller }) => seller.endpoints.every(({ scheme }) => told(scheme)),
  'BR-63': ({ buyer }) => buyer.endpoints.every(({ scheme }) => told(scheme)),
};

/** How what it holds goes together. */
const CONDITIONS: Record<string, Rule> = {
  'BR-CO-04': ofLines(({ vats }) => vats.length === 1 && told(vats[0]!.category)),
  'BR-CO-09': ({ seller, buyer }) =>
    [...seller.vatIdentifiers, ...buyer.vatIdentifiers].every((id) => isVatPrefix(id.slice(0, 2))),
  'BR-CO-10': ({ totals, lines }) => exact(totals.lines) === total(lines.map(({ net }) => exact(net))),
  'BR-CO-11': ({ totals, adjustments }) => amountOf(totals.allowances) === sumOf(adjustments, false),
  'BR-CO-12': ({ totals, adjustments }) => amountOf(totals.charges) === sumOf(adjustments, true),
  'BR-CO-13': ({ totals }) =>
    exact(totals.net) === exact(totals.lines) - amountOf(totals.allowances) + amountOf(totals.charges),
  'BR-CO-14': ({ currency, taxTotals, breakdown }) => {
    const own = taxTotals.filter((one) => one.currency === currency);
    return own.length === 1 && exact(own[0]!.amount) === total(breakdown.map(({ tax }) => exact(tax)));
  },
  'BR-CO-15': ({ totals, currency, taxTotals }) =>
    exact(totals.gross) ===
    exact(totals.net) + exact(taxTotals.find((one) => one.currency === currency)?.amount),
  'BR-CO-16': ({ totals }) =>
    exact(totals.due) === exact(totals.gross) - amountOf(totals.paid) + amountOf(totals.rounding),
  'BR-CO-18': ({ breakdown }) => breakdown.length > 0,
  'BR-CO-21': ofAdjustments(false, hasReason),
  'BR-CO-22': ofAdjustments(true, hasReason),
  'BR-CO-23': ofLineAdjustments(false, hasReason),
  'BR-CO-24': ofLineAdjustments(true, hasReason),
  'BR-CO-25': ({ totals, dueDate, paymentTerms, typeCode }) =>
    exact(totals.due) <= 0n || told(paymentTerms) || (typeCode === '380' && told(dueDate)),
  'BR-CO-26': ({ seller }) => [...seller.identifiers, ...seller.vatIdentifiers].some(told),
};

const CODES: Record<string, Rule> = {
  'BR-CL-01': ({ typeCode }) => INVOICE_TYPES.has(typeCode!) || CREDIT_NOTE_TYPES.has(typeCode!),
  'BR-CL-03': ({ taxTotals }) => taxTotals.every(({ currency }) => isCurrency(currency)),
  'BR-CL-04': ({ currency }) => isCurrency(currency),
  'BR-CL-05': ({ taxCurrency }) => taxCurrency === undefined || isCurrency(taxCurrency),
  'BR-CL-14': ({ seller, buyer, deliverTo }) =>
    [...seller.addresses, ...buyer.addresses, ...deliverTo].every(({ country }) => isCountry(country)),
  'BR-CL-16': ({ paymentMeans }) => paymentMeans.every((code) => PAYMENT_MEANS.has(code!)),
  'BR-CL-17': ({ breakdown }) => breakdown.every(({ category }) => VAT_CATEGORIES.has(category!)),
  'BR-CL-18': ({ lines, adjustments }) =>
    [...lines, ...adjustments].every(({ vats }) =>
      vats.every(({ category }) => VAT_CATEGORIES.has(category!)),
    ),
  'BR-CL-19': ({ lines, adjustments }) =>
    [...adjustments, ...lines.flatMap((line) => line.adjustments)].every(
      ({ isCharge, reasonCode }) => isCharge || reasonCode === undefined || ALLOWANCE_CODES.has(reasonCode),
    ),
  // Nobody here tells a charge by a code.
  'BR-CL-20': ({ lines, adjustments }) =>
    [...adjustments, ...lines.flatMap((line) => line.adjustments)].every(
      ({ isCharge, reasonCode }) => !isCharge || reasonCode === undefined,
    ),
  'BR-CL-22': ({ breakdown }) =>
    breakdown.every(({ reasonCode }) => reasonCode === undefined || isExemptionCode(reasonCode)),
  'BR-CL-23': ofLines(({ unit }) => isUnit(unit)),
  'BR-CL-25': ({ seller, buyer }) =>
    [...seller.endpoints, ...buyer.endpoints].every(({ scheme }) => isAddressScheme(scheme)),
};

/** No amount has more than two decimals. */
const DECIMALS: Record<string, Rule> = {
  'BR-DEC-01': ofAdjustments(false, ({ amount }) => isShort(amount)),
  'BR-DEC-02': ofAdjustments(false, ({ base }) => isShort(base)),
  'BR-DEC-05': ofAdjustments(true, ({ amount }) => isShort(amount)),
  'BR-DEC-06': ofAdjustments(true, ({ base }) => isShort(base)),
  'BR-DEC-09': ({ totals }) => isShort(totals.lines),
  'BR-DEC-10': ({ totals }) => isShort(totals.allowances),
  'BR-DEC-11': ({ totals }) => isShort(totals.charges),
  'BR-DEC-12': ({ totals }) => isShort(totals.net),
  'BR-DEC-13': ({ taxTotals, currency }) =>
    taxTotals.every((one) => one.currency !== currency || isShort(one.amount)),
  'BR-DEC-14': ({ totals }) => isShort(totals.gross),
  'BR-DEC-15': ({ taxTotals, currency }) =>
    taxTotals.every((one) => one.currency === currency || isShort(one.amount)),
  'BR-DEC-16': ({ totals }) => isShort(totals.paid),
  'BR-DEC-17': ({ totals }) => isShort(totals.rounding),
  'BR-DEC-18': ({ totals }) => isShort(totals.due),
  'BR-DEC-19': ({ breakdown }) => breakdown.every(({ taxable }) => isShort(taxable)),
  'BR-DEC-20': ({ breakdown }) => breakdown.every(({ tax }) => isShort(tax)),
  'BR-DEC-23': ofLines(({ net }) => isShort(net)),
  'BR-DEC-24': ofLineAdjustments(false, ({ amount }) => isShort(amount)),
  'BR-DEC-25': ofLineAdjustments(false, ({ base }) => isShort(base)),
  'BR-DEC-27': ofLineAdjustments(true, ({ amount }) => isShort(amount)),
  'BR-DEC-28': ofLineAdjustments(true, ({ base }) => isShort(base)),
};

/** Every rule of the standard that an invoice of ours can come under. */
export const RULES: Readonly<Record<string, Rule>> = {
  ...PRESENCE,
  ...CONDITIONS,
  ...VAT_RULES,
  ...CODES,
  ...DECIMALS,
};

/** The rules that an invoice breaks. */
export function brokenRules(invoice: ReadInvoice): string[] {
  return Object.entries(RULES).flatMap(([name, holds]) => {
    try {
      return holds(invoice) ? [] : [name];
    } catch {
      return [name];
    }
  });
}

/**
 * The lines whose quantity x price, less what is taken off, is not their net amount, to the currency's last digit; the
 * standard leaves this to its users, of whom Peppol demands it (PEPPOL-EN16931-R120).
 */
export function unsoundLines({ lines }: ReadInvoice, decimals: number): ReadLine[] {
  return lines.filter((line) => {
    try {
      return !comesOut(line, decimals);
    } catch {
      return true;
    }
  });
}

function comesOut({ quantity, price, priceQuantity, adjustments, net }: ReadLine, decimals: number): boolean {
  const taken = total(adjustments.map((one) => (one.isCharge ? -exact(one.amount) : exact(one.amount))));
  const amount = rounded((exact(quantity) * exact(price)) / exact(priceQuantity ?? '1'), decimals);
  return (
    amount - taken === exact(net) &&
    adjustments.every(
      ({ amount: share, base, percentage }) =>
        percentage === undefined ||
        rounded((exact(base) * exact(percentage)) / exact('100'), decimals) === exact(share),
    )
  );
}
