import {
  DISCOUNT_CODE,
  type EAddress,
  type EAdjustment,
  type EInvoice,
  type ELine,
  EMAIL_SCHEME,
  type EParty,
  type EVat,
  PAYMENT_MEANS,
  SPECIFICATION,
  UNIT,
} from './e-invoice.ts';
import { element, group, toXmlFile, type Xml } from './xml.ts';

const NAMES = {
  '380': { root: 'Invoice', type: 'InvoiceTypeCode', line: 'InvoiceLine', quantity: 'InvoicedQuantity' },
  '381': {
    root: 'CreditNote',
    type: 'CreditNoteTypeCode',
    line: 'CreditNoteLine',
    quantity: 'CreditedQuantity',
  },
} as const;

/** An invoice or credit note in UBL 2.1 (EN 16931-3-2). Elements stand in the order that its schema has. */
export function writeUbl(invoice: EInvoice): Buffer {
  const { typeCode, currency, accountingTax, preceding, totals } = invoice;
  const names = NAMES[typeCode];
  const isInvoice = typeCode === '380';
  const type = group(`cbc:${names.type}`, typeCode);
  const amount = (name: string, value: string | null) =>
    value !== null && element(`cbc:${name}`, { currencyID: currency }, value);
  const namespace = 'urn:oasis:names:specification:ubl:schema:xsd';
  const root = element(
    names.root,
    {
      xmlns: `${namespace}:${names.root}-2`,
      'xmlns:cac': `${namespace}:CommonAggregateComponents-2`,
      'xmlns:cbc': `${namespace}:CommonBasicComponents-2`,
    },
    group('cbc:CustomizationID', SPECIFICATION),
    group('cbc:ID', invoice.number),
    group('cbc:IssueDate', invoice.issueDate),
    isInvoice && group('cbc:DueDate', invoice.dueDate),
    type,
    group('cbc:Note', invoice.note),
    group('cbc:DocumentCurrencyCode', currency),
    group('cbc:TaxCurrencyCode', accountingTax?.currency),
    preceding &&
      group(
        'cac:BillingReference',
        group(
          'cac:InvoiceDocumentReference',
          group('cbc:ID', preceding.number),
          group('cbc:IssueDate', preceding.date),
        ),
      ),
    group('cac:AccountingSupplierParty', writeParty(invoice.seller)),
    group('cac:AccountingCustomerParty', writeParty(invoice.buyer)),
    group(
      'cac:Delivery',
      invoice.deliverTo && group('cac:DeliveryLocation', writeAddress('Address', invoice.deliverTo)),
    ),
    group(
      'cac:PaymentMeans',
      group('cbc:PaymentMeansCode', PAYMENT_MEANS),
      !isInvoice && group('cbc:PaymentDueDate', invoice.dueDate),
      group('cbc:PaymentID', invoice.number),
    ),
    group('cac:PaymentTerms', group('cbc:Note', invoice.paymentTerms)),
    invoice.allowances.map((allowance) => writeAdjustment(allowance, currency, allowance.vat)),
    writeTaxTotals(invoice),
    group(
      'cac:LegalMonetaryTotal',
      amount('LineExtensionAmount', totals.lines),
      amount('TaxExclusiveAmount', totals.net),
      amount('TaxInclusiveAmount', totals.gross),
      amount('AllowanceTotalAmount', totals.allowances),
      amount('PrepaidAmount', totals.paid),
      amount('PayableAmount', totals.due),
    ),
    invoice.lines.map((line) => writeLine(line, currency, names)),
  );
  return toXmlFile(root);
}

function writeParty(party: EParty): Xml | null {
  const { vatIdentifier, taxRegistration } = party;
  const registered = (id: string | null, scheme: string) =>
    id &&
    group('cac:PartyTaxScheme', group('cbc:CompanyID', id), group('cac:TaxScheme', group('cbc:ID', scheme)));
  return group(
    'cac:Party',
    party.email && element('cbc:EndpointID', { schemeID: EMAIL_SCHEME }, party.email),
    group('cac:PartyIdentification', group('cbc:ID', party.identifier)),
    writeAddress('PostalAddress', party.address),
    registered(vatIdentifier, 'VAT'),
    // Any scheme but VAT marks what is only known to the tax office (EN 16931-3-2, BT-32).
    registered(taxRegistration, 'TAX'),
    group('cac:PartyLegalEntity', group('cbc:RegistrationName', party.name)),
  );
}

function writeAddress(name: string, { street, city, region, postalCode, country }: EAddress): Xml | null {
  return group(
    `cac:${name}`,
    group('cbc:StreetName', street[0]),
    group('cbc:AdditionalStreetName', street[1]),
    group('cbc:CityName', city),
    group('cbc:PostalZone', postalCode),
    group('cbc:CountrySubentity', region),
    group('cac:AddressLine', group('cbc:Line', street[2])),
    group('cac:Country', group('cbc:IdentificationCode', country)),
  );
}

function writeVat(name: string, { category, rate }: EVat, exemption?: readonly (Xml | null)[]): Xml | null {
  return group(
    `cac:${name}`,
    group('cbc:ID', category),
    group('cbc:Percent', rate),
    exemption,
    group('cac:TaxScheme', group('cbc:ID', 'VAT')),
  );
}

/** BG-20, BG-27 and BG-28. Charges have reasons in words only: no code means a discount taken back. */
function writeAdjustment(adjustment: EAdjustment, currency: string, vat?: EVat): Xml | null {
  const { isCharge, amount, share, reason } = adjustment;
  return group(
    'cac:AllowanceCharge',
    group('cbc:ChargeIndicator', String(isCharge)),
    group('cbc:AllowanceChargeReasonCode', !isCharge && DISCOUNT_CODE),
    group('cbc:AllowanceChargeReason', reason),
    group('cbc:MultiplierFactorNumeric', share?.percentage),
    element('cbc:Amount', { currencyID: currency }, amount),
    share && element('cbc:BaseAmount', { currencyID: currency }, share.base),
    vat && writeVat('TaxCategory', vat),
  );
}

function writeTaxTotals({ currency, totals, breakdown, accountingTax }: EInvoice): (Xml | null)[] {
  const amount = (name: string, value: string, of = currency) =>
    element(`cbc:${name}`, { currencyID: of }, value);
  return [
    group(
      'cac:TaxTotal',
      amount('TaxAmount', totals.tax),
      breakdown.map((one) =>
        group(
          'cac:TaxSubtotal',
          amount('TaxableAmount', one.taxable),
          amount('TaxAmount', one.tax),
          writeVat('TaxCategory', one, [
            group('cbc:TaxExemptionReasonCode', one.exemption?.code),
            group('cbc:TaxExemptionReason', one.exemption?.reason),
          ]),
        ),
      ),
    ),
    accountingTax && group('cac:TaxTotal', amount('TaxAmount', accountingTax.amount, accountingTax.currency)),
  ];
}

function writeLine(line: ELine, currency: string, names: (typeof NAMES)[keyof typeof NAMES]): Xml | null {
  return group(
    `cac:${names.line}`,
    group('cbc:ID', line.id),
    element(`cbc:${names.quantity}`, { unitCode: UNIT }, line.quantity),
    element('cbc:LineExtensionAmount', { currencyID: currency }, line.net),
    line.adjustment && writeAdjustment(line.adjustment, currency),
    group(
      'cac:Item',
      group('cbc:Description', line.description),
      group('cbc:Name', line.name),
      group('cac:SellersItemIdentification', group('cbc:ID', line.sellersItemId)),
      writeVat('ClassifiedTaxCategory', line.vat),
    ),
    group(
      'cac:Price',
      element('cbc:PriceAmount', { currencyID: currency }, line.price),
      line.priceQuantity && element('cbc:BaseQuantity', { unitCode: UNIT }, line.priceQuantity),
    ),
  );
}
