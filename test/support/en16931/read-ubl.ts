import type { Element } from 'slimdom';
import {
  all,
  attribute,
  parseXml,
  type ReadAddress,
  type ReadAdjustment,
  type ReadInvoice,
  type ReadLine,
  type ReadParty,
  type ReadVat,
  text,
  texts,
} from './read-invoice.ts';

/** Reads an invoice or credit note in UBL 2.1 by the binding of EN 16931-3-2. */
export function readUbl(bytes: Uint8Array): ReadInvoice {
  const root = parseXml(bytes).documentElement!;
  const isInvoice = root.localName === 'Invoice';
  const total = (name: string) => text(root, `cac:LegalMonetaryTotal/cbc:${name}`);
  return {
    syntax: 'ubl',
    specification: text(root, 'cbc:CustomizationID'),
    number: text(root, 'cbc:ID'),
    issueDate: text(root, 'cbc:IssueDate'),
    typeCode: text(root, isInvoice ? 'cbc:InvoiceTypeCode' : 'cbc:CreditNoteTypeCode'),
    currency: text(root, 'cbc:DocumentCurrencyCode'),
    taxCurrency: text(root, 'cbc:TaxCurrencyCode'),
    dueDate: text(root, isInvoice ? 'cbc:DueDate' : 'cac:PaymentMeans/cbc:PaymentDueDate'),
    note: text(root, 'cbc:Note'),
    paymentTerms: text(root, 'cac:PaymentTerms/cbc:Note'),
    preceding: all(root, 'cac:BillingReference/cac:InvoiceDocumentReference').map((one) =>
      text(one, 'cbc:ID'),
    ),
    seller: readParty(all(root, 'cac:AccountingSupplierParty/cac:Party')[0]!),
    buyer: readParty(all(root, 'cac:AccountingCustomerParty/cac:Party')[0]!),
    deliverTo: all(root, 'cac:Delivery/cac:DeliveryLocation/cac:Address').map(readAddress),
    paymentMeans: all(root, 'cac:PaymentMeans').map((one) => text(one, 'cbc:PaymentMeansCode')),
    adjustments: all(root, 'cac:AllowanceCharge').map(readAdjustment),
    breakdown: all(root, 'cac:TaxTotal/cac:TaxSubtotal').map((one) => ({
      ...readVat(all(one, 'cac:TaxCategory')[0]!),
      taxable: text(one, 'cbc:TaxableAmount'),
      tax: text(one, 'cbc:TaxAmount'),
      reason: text(one, 'cac:TaxCategory/cbc:TaxExemptionReason'),
      reasonCode: text(one, 'cac:TaxCategory/cbc:TaxExemptionReasonCode'),
    })),
    taxTotals: all(root, 'cac:TaxTotal').map((one) => ({
      currency: attribute(one, 'cbc:TaxAmount', 'currencyID'),
      amount: text(one, 'cbc:TaxAmount')!,
    })),
    totals: {
      lines: total('LineExtensionAmount'),
      allowances: total('AllowanceTotalAmount'),
      charges: total('ChargeTotalAmount'),
      net: total('TaxExclusiveAmount'),
      gross: total('TaxInclusiveAmount'),
      paid: total('PrepaidAmount'),
      rounding: total('PayableRoundingAmount'),
      due: total('PayableAmount'),
    },
    lines: all(root, isInvoice ? 'cac:InvoiceLine' : 'cac:CreditNoteLine').map((line) =>
      readLine(line, isInvoice ? 'cbc:InvoicedQuantity' : 'cbc:CreditedQuantity'),
    ),
  };
}

function readParty(party: Element): ReadParty {
  const schemes = all(party, 'cac:PartyTaxScheme').map((one) => ({
    id: text(one, 'cbc:CompanyID') ?? '',
    isVat: text(one, 'cac:TaxScheme/cbc:ID') === 'VAT',
  }));
  return {
    name: text(party, 'cac:PartyLegalEntity/cbc:RegistrationName'),
    addresses: all(party, 'cac:PostalAddress').map(readAddress),
    identifiers: texts(party, 'cac:PartyIdentification/cbc:ID'),
    vatIdentifiers: schemes.filter(({ isVat }) => isVat).map(({ id }) => id),
    taxRegistrations: schemes.filter(({ isVat }) => !isVat).map(({ id }) => id),
    endpoints: all(party, 'cbc:EndpointID').map((one) => ({
      id: one.textContent ?? '',
      scheme: one.getAttribute('schemeID') ?? undefined,
    })),
  };
}

const readAddress = (address: Element): ReadAddress => ({
  country: text(address, 'cac:Country/cbc:IdentificationCode'),
  lines: ['cbc:StreetName', 'cbc:AdditionalStreetName', 'cac:AddressLine/cbc:Line'].flatMap((path) =>
    texts(address, path),
  ),
  city: text(address, 'cbc:CityName'),
});

const readVat = (category: Element): ReadVat => ({
  category: text(category, 'cbc:ID'),
  rate: text(category, 'cbc:Percent'),
});

const readAdjustment = (one: Element): ReadAdjustment => ({
  isCharge: text(one, 'cbc:ChargeIndicator') === 'true',
  amount: text(one, 'cbc:Amount'),
  base: text(one, 'cbc:BaseAmount'),
  percentage: text(one, 'cbc:MultiplierFactorNumeric'),
  reason: text(one, 'cbc:AllowanceChargeReason'),
  reasonCode: text(one, 'cbc:AllowanceChargeReasonCode'),
  vats: all(one, 'cac:TaxCategory').map(readVat),
});

const readLine = (line: Element, quantity: string): ReadLine => ({
  id: text(line, 'cbc:ID'),
  name: text(line, 'cac:Item/cbc:Name'),
  description: text(line, 'cac:Item/cbc:Description'),
  quantity: text(line, quantity),
  unit: attribute(line, quantity, 'unitCode'),
  net: text(line, 'cbc:LineExtensionAmount'),
  price: text(line, 'cac:Price/cbc:PriceAmount'),
  priceQuantity: text(line, 'cac:Price/cbc:BaseQuantity'),
  adjustments: all(line, 'cac:AllowanceCharge').map(readAdjustment),
  vats: all(line, 'cac:Item/cac:ClassifiedTaxCategory').map(readVat),
});
