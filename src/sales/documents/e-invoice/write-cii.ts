import {
  DISCOUNT_CODE,
  type EAddress,
  type EAdjustment,
  type EInvoice,
  type ELine,
  EMAIL_SCHEME,
  type EParty,
  type EVat,
  type EVatBreakdown,
  PAYMENT_MEANS,
  SPECIFICATION,
  UNIT,
} from './e-invoice.ts';
import { element, group, toXmlFile, type Xml } from './xml.ts';

/**
 * An invoice or credit note in UN/CEFACT's Cross Industry Invoice, D16B (EN 16931-3-3), which is also what a Factur-X PDF
 * holds. Elements stand in the order that its schema has.
 */
export function writeCii(invoice: EInvoice): Buffer {
  const namespace = 'urn:un:unece:uncefact:data:standard';
  const root = element(
    'rsm:CrossIndustryInvoice',
    {
      'xmlns:rsm': `${namespace}:CrossIndustryInvoice:100`,
      'xmlns:ram': `${namespace}:ReusableAggregateBusinessInformationEntity:100`,
      'xmlns:udt': `${namespace}:UnqualifiedDataType:100`,
      'xmlns:qdt': `${namespace}:QualifiedDataType:100`,
    },
    group(
      'rsm:ExchangedDocumentContext',
      group('ram:GuidelineSpecifiedDocumentContextParameter', group('ram:ID', SPECIFICATION)),
    ),
    group(
      'rsm:ExchangedDocument',
      group('ram:ID', invoice.number),
      group('ram:TypeCode', invoice.typeCode),
      writeDate('ram:IssueDateTime', invoice.issueDate),
      group('ram:IncludedNote', group('ram:Content', invoice.note)),
    ),
    group(
      'rsm:SupplyChainTradeTransaction',
      invoice.lines.map(writeLine),
      group(
        'ram:ApplicableHeaderTradeAgreement',
        writeParty('SellerTradeParty', invoice.seller),
        writeParty('BuyerTradeParty', invoice.buyer),
      ),
      // Empty where nothing is told of the delivery: the schema wants it all the same.
      element(
        'ram:ApplicableHeaderTradeDelivery',
        {},
        invoice.deliverTo && group('ram:ShipToTradeParty', writeAddress(invoice.deliverTo)),
      ),
      writeSettlement(invoice),
    ),
  );
  return toXmlFile(root);
}

const toBasicDate = (date: string) => date.replaceAll('-', '');

function writeDate(name: string, date: string, prefix = 'udt'): Xml | null {
  return group(name, element(`${prefix}:DateTimeString`, { format: '102' }, toBasicDate(date)));
}

function writeParty(name: string, party: EParty): Xml | null {
  const registered = (id: string | null, scheme: string) =>
    id && group('ram:SpecifiedTaxRegistration', element('ram:ID', { schemeID: scheme }, id));
  return group(
    `ram:${name}`,
    group('ram:ID', party.identifier),
    group('ram:Name', party.name),
    writeAddress(party.address),
    party.email &&
      group('ram:URIUniversalCommunication', element('ram:URIID', { schemeID: EMAIL_SCHEME }, party.email)),
    // FC: the number of the tax office; VA: the VAT identifier.
    registered(party.taxRegistration, 'FC'),
    registered(party.vatIdentifier, 'VA'),
  );
}

function writeAddress({ street, city, region, postalCode, country }: EAddress): Xml | null {
  return group(
    'ram:PostalTradeAddress',
    group('ram:PostcodeCode', postalCode),
    group('ram:LineOne', street[0]),
    group('ram:LineTwo', street[1]),
    group('ram:LineThree', street[2]),
    group('ram:CityName', city),
    group('ram:CountryID', country),
    group('ram:CountrySubDivisionName', region),
  );
}

const writeTax = (name: string, { category, rate }: EVat) =>
  group(
    `ram:${name}`,
    group('ram:TypeCode', 'VAT'),
    group('ram:CategoryCode', category),
    group('ram:RateApplicablePercent', rate),
  );

function writeAdjustment({ isCharge, amount, share, reason }: EAdjustment, vat?: EVat): Xml | null {
  return group(
    'ram:SpecifiedTradeAllowanceCharge',
    group('ram:ChargeIndicator', group('udt:Indicator', String(isCharge))),
    group('ram:CalculationPercent', share?.percentage),
    group('ram:BasisAmount', share?.base),
    group('ram:ActualAmount', amount),
    group('ram:ReasonCode', !isCharge && DISCOUNT_CODE),
    group('ram:Reason', reason),
    vat && writeTax('CategoryTradeTax', vat),
  );
}

function writeLine(line: ELine): Xml | null {
  return group(
    'ram:IncludedSupplyChainTradeLineItem',
    group('ram:AssociatedDocumentLineDocument', group('ram:LineID', line.id)),
    group(
      'ram:SpecifiedTradeProduct',
      group('ram:SellerAssignedID', line.sellersItemId),
      group('ram:Name', line.name),
      group('ram:Description', line.description),
    ),
    group(
      'ram:SpecifiedLineTradeAgreement',
      group(
        'ram:NetPriceProductTradePrice',
        group('ram:ChargeAmount', line.price),
        line.priceQuantity && element('ram:BasisQuantity', { unitCode: UNIT }, line.priceQuantity),
      ),
    ),
    group('ram:SpecifiedLineTradeDelivery', element('ram:BilledQuantity', { unitCode: UNIT }, line.quantity)),
    group(
      'ram:SpecifiedLineTradeSettlement',
      writeTax('ApplicableTradeTax', line.vat),
      line.adjustment && writeAdjustment(line.adjustment),
      group('ram:SpecifiedTradeSettlementLineMonetarySummation', group('ram:LineTotalAmount', line.net)),
    ),
  );
}

function writeBreakdown({ category, rate, taxable, tax, exemption }: EVatBreakdown): Xml | null {
  return group(
    'ram:ApplicableTradeTax',
    group('ram:CalculatedAmount', tax),
    group('ram:TypeCode', 'VAT'),
    group('ram:ExemptionReason', exemption?.reason),
    group('ram:BasisAmount', taxable),
    group('ram:CategoryCode', category),
    group('ram:ExemptionReasonCode', exemption?.code),
    group('ram:RateApplicablePercent', rate),
  );
}

function writeSettlement(invoice: EInvoice): Xml | null {
  const { currency, accountingTax, preceding, totals } = invoice;
  const taxTotal = (amount: string, of: string) => element('ram:TaxTotalAmount', { currencyID: of }, amount);
  return group(
    'ram:ApplicableHeaderTradeSettlement',
    group('ram:PaymentReference', invoice.number),
    group('ram:TaxCurrencyCode', accountingTax?.currency),
    group('ram:InvoiceCurrencyCode', currency),
    group('ram:SpecifiedTradeSettlementPaymentMeans', group('ram:TypeCode', PAYMENT_MEANS)),
    invoice.breakdown.map(writeBreakdown),
    invoice.allowances.map((allowance) => writeAdjustment(allowance, allowance.vat)),
    group(
      'ram:SpecifiedTradePaymentTerms',
      group('ram:Description', invoice.paymentTerms),
      writeDate('ram:DueDateDateTime', invoice.dueDate),
    ),
    group(
      'ram:SpecifiedTradeSettlementHeaderMonetarySummation',
      group('ram:LineTotalAmount', totals.lines),
      group('ram:AllowanceTotalAmount', totals.allowances),
      group('ram:TaxBasisTotalAmount', totals.net),
      taxTotal(totals.tax, currency),
      accountingTax && taxTotal(accountingTax.amount, accountingTax.currency),
      group('ram:GrandTotalAmount', totals.gross),
      group('ram:TotalPrepaidAmount', totals.paid),
      group('ram:DuePayableAmount', totals.due),
    ),
    preceding &&
      group(
        'ram:InvoiceReferencedDocument',
        group('ram:IssuerAssignedID', preceding.number),
        writeDate('ram:FormattedIssueDateTime', preceding.date, 'qdt'),
      ),
  );
}
