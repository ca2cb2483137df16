import type { Element } from 'slimdom';
import { parseXml } from './read-invoice.ts';

const PARTY =
  'cbc:EndpointID cac:PartyIdentification* cac:PartyName cac:PostalAddress cac:PartyTaxScheme* cac:PartyLegalEntity* cac:Contact';
const UBL_ADDRESS =
  'cbc:StreetName cbc:AdditionalStreetName cbc:CityName cbc:PostalZone cbc:CountrySubentity cac:AddressLine cac:Country';
const UBL_CATEGORY = 'cbc:ID+ cbc:Percent cbc:TaxExemptionReasonCode cbc:TaxExemptionReason cac:TaxScheme+';
const UBL_LINE = (quantity: string) =>
  `cbc:ID+ cbc:Note cbc:${quantity} cbc:LineExtensionAmount+ cbc:AccountingCost cac:InvoicePeriod cac:OrderLineReference cac:DocumentReference cac:AllowanceCharge* cac:Item+ cac:Price`;
const UBL_HEAD = (due: string, type: string, line: string) =>
  `cbc:CustomizationID cbc:ProfileID cbc:ID+ cbc:IssueDate+ ${due}${type} cbc:Note* cbc:DocumentCurrencyCode cbc:TaxCurrencyCode cbc:AccountingCost cbc:BuyerReference cac:InvoicePeriod cac:OrderReference cac:BillingReference* cac:AccountingSupplierParty+ cac:AccountingCustomerParty+ cac:PayeeParty cac:TaxRepresentativeParty cac:Delivery cac:PaymentMeans* cac:PaymentTerms cac:AllowanceCharge* cac:TaxTotal* cac:LegalMonetaryTotal+ ${line}*`;
const CII_PARTY =
  'ram:ID* ram:GlobalID* ram:Name ram:Description ram:SpecifiedLegalOrganization ram:DefinedTradeContact ram:PostalTradeAddress ram:URIUniversalCommunication ram:SpecifiedTaxRegistration*';
const TRADE_TAX =
  'ram:CalculatedAmount ram:TypeCode ram:ExemptionReason ram:BasisAmount ram:CategoryCode ram:ExemptionReasonCode ram:TaxPointDate ram:DueDateTypeCode ram:RateApplicablePercent';

/**
 * What may stand in each element, in the order of the schemas (UBL 2.1; CII D16B, as far as EN 16931 uses them). `+` where
 * it must be there, `*` where there may be several.
 */
const SEQUENCES: Readonly<Record<string, string>> = {
  Invoice: UBL_HEAD('cbc:DueDate ', 'cbc:InvoiceTypeCode', 'cac:InvoiceLine'),
  CreditNote: UBL_HEAD('', 'cbc:CreditNoteTypeCode', 'cac:CreditNoteLine'),
  'cac:BillingReference': 'cac:InvoiceDocumentReference',
  'cac:InvoiceDocumentReference': 'cbc:ID+ cbc:IssueDate',
  'cac:AccountingSupplierParty': 'cac:Party',
  'cac:AccountingCustomerParty': 'cac:Party',
  'cac:Party': PARTY,
  'cac:PartyIdentification': 'cbc:ID+',
  'cac:PostalAddress': UBL_ADDRESS,
  'cac:Address': UBL_ADDRESS,
  'cac:AddressLine': 'cbc:Line+',
  'cac:Country': 'cbc:IdentificationCode',
  'cac:PartyTaxScheme': 'cbc:CompanyID cac:TaxScheme+',
  'cac:TaxScheme': 'cbc:ID',
  'cac:PartyLegalEntity': 'cbc:RegistrationName cbc:CompanyID',
  'cac:Delivery': 'cbc:ActualDeliveryDate cac:DeliveryLocation cac:DeliveryParty',
  'cac:DeliveryLocation': 'cbc:ID cac:Address',
  'cac:PaymentMeans': 'cbc:PaymentMeansCode+ cbc:PaymentDueDate cbc:PaymentID*',
  'cac:PaymentTerms': 'cbc:Note',
  'cac:AllowanceCharge':
    'cbc:ChargeIndicator+ cbc:AllowanceChargeReasonCode cbc:AllowanceChargeReason cbc:MultiplierFactorNumeric cbc:Amount+ cbc:BaseAmount cac:TaxCategory',
  'cac:TaxCategory': UBL_CATEGORY,
  'cac:ClassifiedTaxCategory': UBL_CATEGORY,
  'cac:TaxTotal': 'cbc:TaxAmount+ cac:TaxSubtotal*',
  'cac:TaxSubtotal': 'cbc:TaxableAmount cbc:TaxAmount+ cac:TaxCategory+',
  'cac:LegalMonetaryTotal':
    'cbc:LineExtensionAmount cbc:TaxExclusiveAmount cbc:TaxInclusiveAmount cbc:AllowanceTotalAmount cbc:ChargeTotalAmount cbc:PrepaidAmount cbc:PayableRoundingAmount cbc:PayableAmount+',
  'cac:InvoiceLine': UBL_LINE('InvoicedQuantity'),
  'cac:CreditNoteLine': UBL_LINE('CreditedQuantity'),
  'cac:Item':
    'cbc:Description cbc:Name cac:BuyersItemIdentification cac:SellersItemIdentification cac:ClassifiedTaxCategory',
  'cac:SellersItemIdentification': 'cbc:ID+',
  'cac:Price': 'cbc:PriceAmount+ cbc:BaseQuantity cac:AllowanceCharge',
  'rsm:CrossIndustryInvoice':
    'rsm:ExchangedDocumentContext+ rsm:ExchangedDocument+ rsm:SupplyChainTradeTransaction+',
  'rsm:ExchangedDocumentContext':
    'ram:BusinessProcessSpecifiedDocumentContextParameter ram:GuidelineSpecifiedDocumentContextParameter+',
  'ram:GuidelineSpecifiedDocumentContextParameter': 'ram:ID+',
  'rsm:ExchangedDocument': 'ram:ID+ ram:TypeCode+ ram:IssueDateTime+ ram:IncludedNote*',
  'ram:IncludedNote': 'ram:Content ram:SubjectCode',
  'ram:IssueDateTime': 'udt:DateTimeString+',
  'ram:DueDateDateTime': 'udt:DateTimeString+',
  'ram:FormattedIssueDateTime': 'qdt:DateTimeString+',
  'rsm:SupplyChainTradeTransaction':
    'ram:IncludedSupplyChainTradeLineItem* ram:ApplicableHeaderTradeAgreement+ ram:ApplicableHeaderTradeDelivery+ ram:ApplicableHeaderTradeSettlement+',
  'ram:IncludedSupplyChainTradeLineItem':
    'ram:AssociatedDocumentLineDocument+ ram:SpecifiedTradeProduct+ ram:SpecifiedLineTradeAgreement+ ram:SpecifiedLineTradeDelivery+ ram:SpecifiedLineTradeSettlement+',
  'ram:AssociatedDocumentLineDocument': 'ram:LineID+ ram:IncludedNote',
  'ram:SpecifiedTradeProduct':
    'ram:GlobalID ram:SellerAssignedID ram:BuyerAssignedID ram:Name+ ram:Description',
  'ram:SpecifiedLineTradeAgreement':
    'ram:BuyerOrderReferencedDocument ram:GrossPriceProductTradePrice ram:NetPriceProductTradePrice+',
  'ram:NetPriceProductTradePrice': 'ram:ChargeAmount+ ram:BasisQuantity',
  'ram:SpecifiedLineTradeDelivery': 'ram:BilledQuantity+',
  'ram:SpecifiedLineTradeSettlement':
    'ram:ApplicableTradeTax+ ram:BillingSpecifiedPeriod ram:SpecifiedTradeAllowanceCharge* ram:SpecifiedTradeSettlementLineMonetarySummation+',
  'ram:SpecifiedTradeSettlementLineMonetarySummation': 'ram:LineTotalAmount+',
  'ram:ApplicableHeaderTradeAgreement': 'ram:BuyerReference ram:SellerTradeParty+ ram:BuyerTradeParty+',
  'ram:SellerTradeParty': CII_PARTY,
  'ram:BuyerTradeParty': CII_PARTY,
  'ram:ShipToTradeParty': CII_PARTY,
  'ram:PostalTradeAddress':
    'ram:PostcodeCode ram:LineOne ram:LineTwo ram:LineThree ram:CityName ram:CountryID+ ram:CountrySubDivisionName',
  'ram:URIUniversalCommunication': 'ram:URIID+',
  'ram:SpecifiedTaxRegistration': 'ram:ID+',
  'ram:ApplicableHeaderTradeDelivery': 'ram:ShipToTradeParty ram:ActualDeliverySupplyChainEvent',
  'ram:ApplicableHeaderTradeSettlement':
    'ram:CreditorReferenceID ram:PaymentReference ram:TaxCurrencyCode ram:InvoiceCurrencyCode+ ram:PayeeTradeParty ram:SpecifiedTradeSettlementPaymentMeans* ram:ApplicableTradeTax* ram:BillingSpecifiedPeriod ram:SpecifiedTradeAllowanceCharge* ram:SpecifiedTradePaymentTerms ram:SpecifiedTradeSettlementHeaderMonetarySummation+ ram:InvoiceReferencedDocument*',
  'ram:SpecifiedTradeSettlementPaymentMeans': 'ram:TypeCode+ ram:Information',
  'ram:ApplicableTradeTax': TRADE_TAX,
  'ram:CategoryTradeTax': TRADE_TAX,
  'ram:SpecifiedTradeAllowanceCharge':
    'ram:ChargeIndicator+ ram:CalculationPercent ram:BasisAmount ram:ActualAmount+ ram:ReasonCode ram:Reason ram:CategoryTradeTax',
  'ram:ChargeIndicator': 'udt:Indicator+',
  'ram:SpecifiedTradePaymentTerms': 'ram:Description ram:DueDateDateTime',
  'ram:SpecifiedTradeSettlementHeaderMonetarySummation':
    'ram:LineTotalAmount+ ram:ChargeTotalAmount ram:AllowanceTotalAmount ram:TaxBasisTotalAmount+ ram:TaxTotalAmount* ram:RoundingAmount ram:GrandTotalAmount+ ram:TotalPrepaidAmount ram:DuePayableAmount+',
  'ram:InvoiceReferencedDocument': 'ram:IssuerAssignedID+ ram:FormattedIssueDateTime',
};

/** Whatever is not where the schema has it: an element that is unknown, missing, out of its order, or empty. */
export function misplacedElements(bytes: Uint8Array): string[] {
  return examine(parseXml(bytes).documentElement!);
}

function examine(element: Element): string[] {
  const { nodeName, children } = element;
  const sequence = SEQUENCES[nodeName];
  if (sequence === undefined) {
    if (children.length > 0) return [`${nodeName} is not known`];
    return (element.textContent ?? '').trim() === '' ? [`${nodeName} is empty`] : [];
  }
  const pattern = sequence
    .split(' ')
    .map((item) => {
      const [, name, mark] = /^(.*?)([+*]?)$/.exec(item)!;
      return `(?:${name} )${mark === '+' ? '' : mark === '*' ? '*' : '?'}`;
    })
    .join('');
  const found = children.map((child) => `${child.nodeName} `).join('');
  const faults = new RegExp(`^${pattern}$`).test(found) ? [] : [`${nodeName} holds ${found}`];
  const isEmpty = children.length === 0 && nodeName !== 'ram:ApplicableHeaderTradeDelivery';
  return [...faults, ...(isEmpty ? [`${nodeName} is empty`] : []), ...children.flatMap(examine)];
}
