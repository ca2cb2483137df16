import { describe, expect, it } from 'vitest';
import { line, lineTax, percent } from '../../../../test/support/documents.ts';
import { faultsOf } from '../../../../test/support/en16931/faults-of.ts';
import { RULES } from '../../../../test/support/en16931/rules.ts';
import { printedDocument } from '../../../../test/support/printed-document.ts';
import { type EInvoiceFacts, toEInvoice } from './to-e-invoice.ts';
import type { TaxKind } from './vat.ts';
import { writeCii } from './write-cii.ts';
import { writeUbl } from './write-ubl.ts';
import { escapeXml, toXmlText } from './xml.ts';

const address = { street: 'Hauptstraße 1', city: 'Köln', state: null, zipCode: '50667', country: 'DE' };
const kinds = new Map<string, TaxKind>([
  ['full', 'standard'],
  ['zero', 'zero'],
  ['exempt', 'exempt'],
  ['reversed', 'reverse_charge'],
]);

/** A sound e-invoice with everything in it, in both syntaxes. */
function write(taxes: readonly string[], facts: Partial<EInvoiceFacts> = {}): { ubl: string; cii: string } {
  const lines = taxes.map((tax) =>
    line('3', '20', tax === 'none' ? [] : [lineTax(tax, tax === 'full' ? '19' : '0')], percent('10')),
  );
  const document = printedDocument({
    lines: [...lines, line('1', '-10', lines[0]!.taxes, percent('10'))],
    money: { currency: 'EUR', discount: percent('5') },
    invoice: { baseCurrency: 'USD', paidAmount: 100n },
    seller: { taxNumber: 'DE123456789', address },
    customer: { billingAddress: address, shippingAddress: address, email: 'a@example.com' },
    document: { customerTaxNumber: 'FR32123456789' },
  });
  const result = toEInvoice(document, { kinds, preceding: null, ...facts });
  if (result.errors) throw new Error(JSON.stringify(result.errors));
  const [ubl, cii] = [writeUbl(result.invoice), writeCii(result.invoice)];
  expect([faultsOf(ubl), faultsOf(cii)]).toEqual([[], []]);
  return { ubl: ubl.toString(), cii: cii.toString() };
}

const sound = write(['full', 'zero', 'exempt', 'reversed'], {
  preceding: { number: 'A-1', date: '2026-01-01' },
});
const untaxed = write(['none']);

/** What is broken by a change of the text, which must be one. */
function brokenBy(text: string, from: string | RegExp, to: string): string[] {
  const changed = text.replace(from, to);
  expect(changed, `${from} is in the text`).not.toBe(text);
  return faultsOf(Buffer.from(changed));
}

const element = (name: string) => new RegExp(`<${name}[ >](?:(?!</${name}>)[\\s\\S])*</${name}>`);

/** Rule by rule, what breaks it in UBL. */
const UBL: readonly [rule: string, from: string | RegExp, to?: string][] = [
  ['BR-01', element('cbc:CustomizationID')],
  ['BR-02', element('cbc:ID')],
  ['BR-03', element('cbc:IssueDate')],
  ['BR-04', element('cbc:InvoiceTypeCode')],
  ['BR-05', element('cbc:DocumentCurrencyCode')],
  ['BR-06', element('cac:PartyLegalEntity')],
  [
    'BR-07',
    /(<cac:AccountingCustomerParty>[\s\S]*?)<cac:PartyLegalEntity>[\s\S]*?<\/cac:PartyLegalEntity>/,
    '$1',
  ],
  ['BR-08', element('cac:PostalAddress')],
  ['BR-09', element('cac:Country')],
  ['BR-10', /(<cac:AccountingCustomerParty>[\s\S]*?)<cac:PostalAddress>[\s\S]*?<\/cac:PostalAddress>/, '$1'],
  ['BR-11', /(<cac:AccountingCustomerParty>[\s\S]*?)<cac:Country>[\s\S]*?<\/cac:Country>/, '$1'],
  ['BR-12', /<cbc:LineExtensionAmount currencyID="EUR">[^<]*<\/cbc:LineExtensionAmount>/, ''],
  ['BR-13', element('cbc:TaxExclusiveAmount')],
  ['BR-14', element('cbc:TaxInclusiveAmount')],
  ['BR-15', element('cbc:PayableAmount')],
  ['BR-16', /<cac:InvoiceLine>[\s\S]*<\/cac:InvoiceLine>/, ''],
  ['BR-21', /(<cac:InvoiceLine>)<cbc:ID>1<\/cbc:ID>/, '$1'],
  ['BR-22', element('cbc:InvoicedQuantity')],
  ['BR-23', ' unitCode="C62"', ''],
  [
    'BR-24',
    /(<cbc:InvoicedQuantity[^>]*>[^<]*<\/cbc:InvoicedQuantity>)<cbc:LineExtensionAmount[^>]*>[^<]*<\/cbc:LineExtensionAmount>/,
    '$1',
  ],
  ['BR-25', element('cbc:Name')],
  ['BR-26', element('cac:Price')],
  ['BR-27', /(<cbc:PriceAmount[^>]*>)/, '$1-'],
  ['BR-31', /(<cac:AllowanceCharge>[\s\S]*?)<cbc:Amount[^>]*>[^<]*<\/cbc:Amount>/, '$1'],
  ['BR-32', /(<cac:AllowanceCharge>[\s\S]*?)<cac:TaxCategory>[\s\S]*?<\/cac:TaxCategory>/, '$1'],
  [
    'BR-33',
    /<cbc:AllowanceChargeReasonCode>95<\/cbc:AllowanceChargeReasonCode><cbc:AllowanceChargeReason>Discount<\/cbc:AllowanceChargeReason>/,
    '',
  ],
  [
    'BR-44',
    /(<cbc:ChargeIndicator>true<\/cbc:ChargeIndicator>)<cbc:AllowanceChargeReason>Discount<\/cbc:AllowanceChargeReason>/,
    '$1',
  ],
  ['BR-45', element('cbc:TaxableAmount')],
  ['BR-47', /(<cac:TaxSubtotal>[\s\S]*?)<cbc:ID>S<\/cbc:ID>/, '$1'],
  ['BR-48', /(<cac:TaxSubtotal>[\s\S]*?)<cbc:Percent>19<\/cbc:Percent>/, '$1'],
  ['BR-49', element('cbc:PaymentMeansCode')],
  ['BR-53', /<cac:TaxTotal><cbc:TaxAmount currencyID="USD">[^<]*<\/cbc:TaxAmount><\/cac:TaxTotal>/, ''],
  ['BR-55', /<cbc:ID>A-1<\/cbc:ID>/, ''],
  ['BR-57', /(<cac:DeliveryLocation>[\s\S]*?)<cac:Country>[\s\S]*?<\/cac:Country>/, '$1'],
  ['BR-61', '<cbc:PaymentMeansCode>1<', '<cbc:PaymentMeansCode>58<'],
  ['BR-63', ' schemeID="EM"', ''],
  ['BR-CO-04', element('cac:ClassifiedTaxCategory')],
  ['BR-CO-09', '>DE123456789<', '>123456789<'],
  ['BR-CO-11', /(<cbc:AllowanceTotalAmount[^>]*>)/, '$11'],
  [
    'BR-CO-25',
    /<cbc:DueDate>[^<]*<\/cbc:DueDate>([\s\S]*)<cac:PaymentTerms>[\s\S]*?<\/cac:PaymentTerms>/,
    '$1',
  ],
  ['BR-CO-26', /<cac:PartyTaxScheme>[\s\S]*?<\/cac:PartyTaxScheme>/, ''],
  ['BR-S-02', /<cac:PartyTaxScheme>[\s\S]*?<\/cac:PartyTaxScheme>/, ''],
  [
    'BR-AE-02',
    /(<cac:AccountingCustomerParty>[\s\S]*?)<cac:PartyTaxScheme>[\s\S]*?<\/cac:PartyTaxScheme>/,
    '$1',
  ],
  [
    'BR-S-10',
    /(<cac:TaxSubtotal>[\s\S]*?<cbc:Percent>19<\/cbc:Percent>)/,
    '$1<cbc:TaxExemptionReason>x</cbc:TaxExemptionReason>',
  ],
  ['BR-E-10', '<cbc:TaxExemptionReason>exempt</cbc:TaxExemptionReason>', ''],
  ['BR-AE-10', /<cbc:TaxExemptionReasonCode>VATEX-EU-AE<[\s\S]*?<\/cbc:TaxExemptionReason>/, ''],
  ['BR-Z-01', /<cac:TaxSubtotal>(?:(?!<\/cac:TaxSubtotal>)[\s\S])*<cbc:ID>Z<[\s\S]*?<\/cac:TaxSubtotal>/, ''],
  ['BR-CL-01', '>380<', '>999<'],
  ['BR-CL-04', '<cbc:DocumentCurrencyCode>EUR<', '<cbc:DocumentCurrencyCode>EURO<'],
  ['BR-CL-14', '>DE<', '>XX<'],
  ['BR-CL-16', '<cbc:PaymentMeansCode>1<', '<cbc:PaymentMeansCode>0<'],
  ['BR-CL-19', '>95<', '>9<'],
  ['BR-CL-22', 'VATEX-EU-AE', 'VATEX'],
  ['BR-CL-23', 'unitCode="C62"', 'unitCode="piece"'],
  ['BR-CL-25', 'schemeID="EM"', 'schemeID="mail"'],
];

/** What breaks the arithmetic in CII, where every amount stands once under its own name. */
const CII: readonly [rule: string, from: string | RegExp, to: string][] = [
  ['BR-CO-10', /(<ram:LineTotalAmount>)([^<]*<\/ram:LineTotalAmount><ram:AllowanceTotalAmount>)/, '$11$2'],
  ['BR-CO-13', '<ram:TaxBasisTotalAmount>', '<ram:TaxBasisTotalAmount>1'],
  ['BR-CO-14', '<ram:TaxTotalAmount currencyID="EUR">', '<ram:TaxTotalAmount currencyID="EUR">1'],
  ['BR-CO-15', '<ram:GrandTotalAmount>', '<ram:GrandTotalAmount>1'],
  ['BR-CO-16', '<ram:DuePayableAmount>', '<ram:DuePayableAmount>1'],
  ['BR-CO-17', '<ram:CalculatedAmount>', '<ram:CalculatedAmount>1'],
  [
    'BR-CO-18',
    /(?:<ram:ApplicableTradeTax><ram:CalculatedAmount>(?:(?!<\/ram:ApplicableTradeTax>)[\s\S])*<\/ram:ApplicableTradeTax>)+/,
    '',
  ],
  ['BR-S-05', /(<ram:SpecifiedLineTradeSettlement>[\s\S]*?<ram:RateApplicablePercent>)19</, '$10<'],
  ['BR-S-06', /(<ram:CategoryTradeTax>[\s\S]*?<ram:RateApplicablePercent>)19</, '$10<'],
  ['BR-S-08', '<ram:BasisAmount>42', '<ram:BasisAmount>43'],
  ['BR-S-09', '<ram:CalculatedAmount>', '<ram:CalculatedAmount>1'],
  ['BR-Z-05', /(<ram:CategoryCode>Z<\/ram:CategoryCode><ram:RateApplicablePercent>)0</, '$11<'],
  [
    'BR-E-09',
    /<ram:CalculatedAmount>0.00(<\/ram:CalculatedAmount><ram:TypeCode>VAT<\/ram:TypeCode><ram:ExemptionReason>exempt)/,
    '<ram:CalculatedAmount>0.01$1',
  ],
  ['BR-DEC-13', /(<ram:TaxTotalAmount currencyID="EUR">[^<]*)</, '$10<'],
  ['BR-DEC-14', /(<ram:GrandTotalAmount>[^<]*)</, '$10<'],
  ['BR-DEC-23', /(<ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>[^<]*)</, '$10<'],
];

describe('the rules of EN 16931, as tests', () => {
  it.each(UBL)('see in UBL where %s is broken', (rule, from, to = '') => {
    expect(brokenBy(sound.ubl, from, to)).toContain(rule);
  });

  it.each(CII)('see in CII where %s is broken', (rule, from, to) => {
    expect(brokenBy(sound.cii, from, to)).toContain(rule);
  });

  it('see what stands beside what is outside the scope of VAT', () => {
    const vat =
      '<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE123</ram:ID></ram:SpecifiedTaxRegistration>';
    expect(brokenBy(untaxed.cii, '</ram:SellerTradeParty>', `${vat}</ram:SellerTradeParty>`)).toContain(
      'BR-O-02',
    );
    const line = /(<ram:SpecifiedLineTradeSettlement>[\s\S]*?<ram:CategoryCode>)O</;
    expect(brokenBy(untaxed.cii, line, '$1Z<')).toContain('BR-O-12');
    expect(
      brokenBy(
        untaxed.cii,
        line,
        '$1O</ram:CategoryCode><ram:RateApplicablePercent>0</ram:RateApplicablePercent><ram:CategoryCode>O<',
      ),
    ).toContain('BR-O-05');
  });

  it('see what stands where the schema has it elsewhere, and what does not come out', () => {
    expect(
      brokenBy(
        sound.ubl,
        /(<cbc:Name>[^<]*<\/cbc:Name>)(<cac:ClassifiedTaxCategory>[\s\S]*?<\/cac:ClassifiedTaxCategory>)/,
        '$2$1',
      )[0],
    ).toMatch(/^cac:Item holds/);
    expect(
      brokenBy(sound.ubl, '<cbc:PriceAmount currencyID="EUR">20<', '<cbc:PriceAmount currencyID="EUR">21<'),
    ).toEqual(['line 1 does not come out']);
    expect(() => faultsOf(Buffer.from(sound.ubl.replace('</Invoice>', '')))).toThrow();
    expect(() => faultsOf(Buffer.from(sound.ubl.replace('?>', '?><!DOCTYPE x>')))).toThrow(/document type/);
  });

  it('have a name each that the standard has', () => {
    for (const name of Object.keys(RULES)) expect(name).toMatch(/^BR(-(CO|CL|DEC|S|Z|E|AE|O))?-\d{2}$/);
  });
});

describe('text in XML', () => {
  it('holds whatever can be held, and a blank for the rest', () => {
    expect(escapeXml('<a href="x">&\r\n\t\u0000\u0007\ud800\uffff😀')).toBe(
      '&lt;a href=&quot;x&quot;&gt;&amp;&#13;\n\t    😀',
    );
    expect(toXmlText(' \u0007a\u0001 ')).toBe('a');
    expect(toXmlText('\u0007')).toBeNull();
  });
});
