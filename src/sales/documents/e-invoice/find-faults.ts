import { type FieldError, fieldError } from '../../../errors.ts';
import { divideRoundingHalfAway, HUNDRED, minorUnitDigits } from '../../../ledger/money/index.ts';
import { isOffer } from '../../invoices/index.ts';
import type { IssuedDocument } from '../../issued-document/load-issued-document.ts';
import { findCountryCode } from './country-code.ts';
import { coarsestStep } from './e-line.ts';
import { toVatIdentifier } from './party.ts';
import { groupByVat, type TaxKind, type VatGroup } from './vat.ts';
import { toXmlText } from './xml.ts';

const incomplete = (field: string, predicate: string) => fieldError(field, 'E_INVOICE_INCOMPLETE', predicate);

/** Why a document is none that an e-invoice is made of, whatever it says. */
export function findUnfitState({ invoice }: IssuedDocument): FieldError[] {
  const unavailable = (field: string, predicate: string) =>
    fieldError(field, 'E_INVOICE_UNAVAILABLE', predicate);
  if (isOffer(invoice.invoiceType))
    return [unavailable('invoiceType', 'must be invoice or memo: what is only offered is no e-invoice')];
  if (invoice.isDraft)
    return [unavailable('isDraft', 'must be false: the invoice must be approved before it is an e-invoice')];
  if (invoice.voidDate !== null)
    return [unavailable('voidDate', 'must be null: a void document is no e-invoice')];
  return [];
}

/** Every field that the standard needs and that the document lacks, each with the rules that it breaks. */
export function findIncomplete(document: IssuedDocument, kinds: ReadonlyMap<string, TaxKind>): FieldError[] {
  const faults = findUnfitTaxes(document);
  // A line of several taxes is of no category.
  const groups = faults.length > 0 ? [] : groupByVat(document.invoice.lines, kinds);
  return [
    ...findUnfitNames(document),
    ...findUnfitParties(document, groups),
    ...faults,
    ...findMixedScope(document, groups),
    ...findUnfitTotals(document, groups),
    ...findFineAmounts(document),
  ];
}

/** Names are never blank, but may be of nothing that XML can hold. */
function findUnfitNames({ seller, invoice }: IssuedDocument): FieldError[] {
  const names: [field: string, name: string, rule: string][] = [
    ['invoiceNumber', invoice.invoiceNumber, 'BR-02'],
    ['workspace.name', seller.name, 'BR-06'],
    ['customer.customer', invoice.customer.customer, 'BR-07'],
    ...invoice.lines.map(({ product }, index): [string, string, string] => [
      `products[${index}].product.name`,
      product.name,
      'BR-25',
    ]),
  ];
  return names.flatMap(([field, name, rule]) =>
    toXmlText(name) === null ? [incomplete(field, `must be of characters that can be read (${rule})`)] : [],
  );
}

function findUnfitParties(document: IssuedDocument, groups: readonly VatGroup[]): FieldError[] {
  const { seller, invoice, customerTaxNumber } = document;
  const faults: FieldError[] = [];
  const requireCountry = (field: string, country: string | null | undefined, rules: string) => {
    if (findCountryCode(country)) return;
    const problem = country?.trim() ? `must be a country of ISO 3166-1, by code or name` : 'is required';
    faults.push(incomplete(field, `${problem} (${rules})`));
  };
  const ofAddress = seller.address?.country;
  const field = ofAddress ? 'workspace.address.country' : 'workspace.country';
  requireCountry(field, ofAddress ?? seller.country, 'BR-08, BR-09');
  if (toXmlText(seller.taxNumber) === null)
    faults.push(incomplete('workspace.taxNumber', missingTaxNumber(groups)));
  const { billingAddress } = invoice.customer;
  requireCountry('customer.billingAddress.country', billingAddress?.country, 'BR-10, BR-11');
  if (groups.some(({ vat }) => vat.category === 'AE')) {
    const country = findCountryCode(billingAddress?.country) ?? '';
    if (!toVatIdentifier(customerTaxNumber, country))
      faults.push(
        incomplete(
          'customer.taxNumber',
          `${customerTaxNumber?.trim() ? 'must be' : 'is required:'} the customer’s VAT identifier, which begins with the code of its country, since the customer owes the tax (BR-AE-02)`,
        ),
      );
  }
  return faults;
}

function missingTaxNumber(groups: readonly VatGroup[]): string {
  const categories = new Set(groups.map(({ vat }) => vat.category));
  const rules = ['S', 'Z', 'E', 'AE'].flatMap((category) =>
    categories.has(category as 'S') ? [`BR-${category}-02`] : [],
  );
  return `is required: it tells who the seller is (${['BR-CO-26', ...rules].join(', ')})`;
}

/** A line of the standard has one rate of one tax. */
function findUnfitTaxes({ invoice }: IssuedDocument): FieldError[] {
  return invoice.lines.flatMap(({ taxes }, index) =>
    taxes.length > 1
      ? [
          incomplete(
            `products[${index}].taxes`,
            `must be one tax: a line of an e-invoice has one rate, and this one has ${taxes.length} (BR-CO-04)`,
          ),
        ]
      : [],
  );
}

/** Nothing that is outside the scope of the tax stands beside what is in it. */
function findMixedScope({ invoice }: IssuedDocument, groups: readonly VatGroup[]): FieldError[] {
  if (groups.length < 2) return [];
  const outside = new Set(groups.find(({ vat }) => vat.category === 'O')?.lines);
  return invoice.lines.flatMap((line, index) =>
    outside.has(line)
      ? [
          incomplete(
            `products[${index}].taxes`,
            'must be a tax, of kind zero or exempt where none is charged: other lines have one (BR-O-11, BR-O-12)',
          ),
        ]
      : [],
  );
}

const absolute = (value: bigint) => (value < 0n ? -value : value);

/**
 * Tax that was rounded line by line, or contained in prices, may stray from what the rate gives; less than one unit of the
 * currency is borne, as by the rules that are published for BR-CO-17.
 */
function findUnfitTotals({ invoice }: IssuedDocument, groups: readonly VatGroup[]): FieldError[] {
  const unit = 10n ** BigInt(minorUnitDigits(invoice.currency));
  return groups.flatMap(({ vat, lines, taxable, tax }) => {
    const percentage = lines[0]!.taxes[0]?.percentage ?? 0n;
    // In hundredths of the unit, to which the rules round.
    const due = divideRoundingHalfAway(taxable * percentage * 100n, unit * HUNDRED);
    if (absolute(due * unit - tax * 100n) < 100n * unit) return [];
    return [
      incomplete(
        'tax',
        `must be ${vat.rate} % of what it is reckoned on, to less than one ${invoice.currency} (BR-CO-17)`,
      ),
    ];
  });
}

/** The standard knows no third decimal, which some currencies have: an amount that needs it cannot be told. */
function findFineAmounts({ invoice }: IssuedDocument): FieldError[] {
  const step = coarsestStep(minorUnitDigits(invoice.currency));
  if (step === 1n) return [];
  const amounts: [field: string, amounts: readonly bigint[], rule: string][] = [
    ...invoice.lines.map(({ subtotal, discount }, index): [string, readonly bigint[], string] => [
      `products[${index}].subtotal`,
      [subtotal, discount],
      'BR-DEC-23, BR-DEC-24',
    ]),
    ['discount', invoice.lines.map(({ documentDiscount }) => documentDiscount), 'BR-DEC-01'],
    ['tax', invoice.lines.map(({ tax }) => tax), 'BR-DEC-13, BR-DEC-20'],
    ['paidAmount', [invoice.paidAmount], 'BR-DEC-16'],
  ];
  return amounts.flatMap(([field, values, rule]) =>
    values.every((value) => value % step === 0n)
      ? []
      : [incomplete(field, `must be of at most 2 decimals in an e-invoice (${rule})`)],
  );
}
