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

/** Reads a Cross Industry Invoice by the binding of EN 16931-3-3. */
export function readCii(bytes: Uint8Array): ReadInvoice {
  const root = parseXml(bytes).documentElement!;
  const trade = all(root, 'rsm:SupplyChainTradeTransaction')[0]!;
  const agreement = all(trade, 'ram:ApplicableHeaderTradeAgreement')[0]!;
  const settlement = all(trade, 'ram:ApplicableHeaderTradeSettlement')[0]!;
  const summation = 'ram:SpecifiedTradeSettlementHeaderMonetarySummation';
  const total = (name: string) => text(settlement, `${summation}/ram:${name}`);
  return {
    syntax: 'cii',
    specification: text(
      root,
      'rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID',
    ),
    number: text(root, 'rsm:ExchangedDocument/ram:ID'),
    issueDate: readDate(root, 'rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString'),
    typeCode: text(root, 'rsm:ExchangedDocument/ram:TypeCode'),
    currency: text(settlement, 'ram:InvoiceCurrencyCode'),
    taxCurrency: text(settlement, 'ram:TaxCurrencyCode'),
    dueDate: readDate(settlement, 'ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString'),
    note: text(root, 'rsm:ExchangedDocument/ram:IncludedNote/ram:Content'),
    paymentTerms: text(settlement, 'ram:SpecifiedTradePaymentTerms/ram:Description'),
    preceding: all(settlement, 'ram:InvoiceReferencedDocument').map((one) =>
      text(one, 'ram:IssuerAssignedID'),
    ),
    seller: readParty(all(agreement, 'ram:SellerTradeParty')[0]!),
    buyer: readParty(all(agreement, 'ram:BuyerTradeParty')[0]!),
    deliverTo: all(
      trade,
      'ram:ApplicableHeaderTradeDelivery/ram:ShipToTradeParty/ram:PostalTradeAddress',
    ).map(readAddress),
    paymentMeans: all(settlement, 'ram:SpecifiedTradeSettlementPaymentMeans').map((one) =>
      text(one, 'ram:TypeCode'),
    ),
    adjustments: all(settlement, 'ram:SpecifiedTradeAllowanceCharge').map(readAdjustment),
    breakdown: all(settlement, 'ram:ApplicableTradeTax').map((one) => ({
      ...readVat(one),
      taxable: text(one, 'ram:BasisAmount'),
      tax: text(one, 'ram:CalculatedAmount'),
      reason: text(one, 'ram:ExemptionReason'),
      reasonCode: text(one, 'ram:ExemptionReasonCode'),
    })),
    taxTotals: all(settlement, `${summation}/ram:TaxTotalAmount`).map((one) => ({
      currency: one.getAttribute('currencyID') ?? undefined,
      amount: one.textContent ?? '',
    })),
    totals: {
      lines: total('LineTotalAmount'),
      allowances: total('AllowanceTotalAmount'),
      charges: total('ChargeTotalAmount'),
      net: total('TaxBasisTotalAmount'),
      gross: total('GrandTotalAmount'),
      paid: total('TotalPrepaidAmount'),
      rounding: total('RoundingAmount'),
      due: total('DuePayableAmount'),
    },
    lines: all(trade, 'ram:IncludedSupplyChainTradeLineItem').map(readLine),
  };
}

/** A date of format 102: eight digits. */
function readDate(from: Element, path: string): string | undefined {
  const written = text(from, path);
  if (attribute(from, path, 'format') !== '102') return undefined;
  return written?.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
}

function readParty(party: Element): ReadParty {
  const numbers = (scheme: string) =>
    all(party, 'ram:SpecifiedTaxRegistration/ram:ID')
      .filter((one) => one.getAttribute('schemeID') === scheme)
      .map(({ textContent }) => textContent ?? '');
  return {
    name: text(party, 'ram:Name'),
    addresses: all(party, 'ram:PostalTradeAddress').map(readAddress),
    identifiers: texts(party, 'ram:ID'),
    vatIdentifiers: numbers('VA'),
    taxRegistrations: numbers('FC'),
    endpoints: all(party, 'ram:URIUniversalCommunication/ram:URIID').map((one) => ({
      id: one.textContent ?? '',
      scheme: one.getAttribute('schemeID') ?? undefined,
    })),
  };
}

const readAddress = (address: Element): ReadAddress => ({
  country: text(address, 'ram:CountryID'),
  lines: ['ram:LineOne', 'ram:LineTwo', 'ram:LineThree'].flatMap((path) => texts(address, path)),
  city: text(address, 'ram:CityName'),
});

const readVat = (tax: Element): ReadVat => ({
  category: text(tax, 'ram:TypeCode') === 'VAT' ? text(tax, 'ram:CategoryCode') : undefined,
  rate: text(tax, 'ram:RateApplicablePercent'),
});

const readAdjustment = (one: Element): ReadAdjustment => ({
  isCharge: text(one, 'ram:ChargeIndicator/udt:Indicator') === 'true',
  amount: text(one, 'ram:ActualAmount'),
  base: text(one, 'ram:BasisAmount'),
  percentage: text(one, 'ram:CalculationPercent'),
  reason: text(one, 'ram:Reason'),
  reasonCode: text(one, 'ram:ReasonCode'),
  vats: all(one, 'ram:CategoryTradeTax').map(readVat),
});

const PRICE = 'ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice';
const QUANTITY = 'ram:SpecifiedLineTradeDelivery/ram:BilledQuantity';
const SETTLED = 'ram:SpecifiedLineTradeSettlement';

const readLine = (line: Element): ReadLine => ({
  id: text(line, 'ram:AssociatedDocumentLineDocument/ram:LineID'),
  name: text(line, 'ram:SpecifiedTradeProduct/ram:Name'),
  description: text(line, 'ram:SpecifiedTradeProduct/ram:Description'),
  quantity: text(line, QUANTITY),
  unit: attribute(line, QUANTITY, 'unitCode'),
  net: text(line, `${SETTLED}/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount`),
  price: text(line, `${PRICE}/ram:ChargeAmount`),
  priceQuantity: text(line, `${PRICE}/ram:BasisQuantity`),
  adjustments: all(line, `${SETTLED}/ram:SpecifiedTradeAllowanceCharge`).map(readAdjustment),
  vats: all(line, `${SETTLED}/ram:ApplicableTradeTax`).map(readVat),
});
