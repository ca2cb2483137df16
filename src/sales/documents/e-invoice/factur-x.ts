import type { InvoiceDocument } from '../invoice-document.ts';
import type { About, ArchivedFile } from '../pdf/open-pdf.ts';
import type { EInvoice } from './e-invoice.ts';
import { writeCii } from './write-cii.ts';
import { escapeXml } from './xml.ts';

/** The name by which readers of Factur-X and ZUGFeRD find the invoice in a PDF. */
const FILE_NAME = 'factur-x.xml';

/** Draws a document as a PDF/A-3b that holds the e-invoice: Factur-X 1.0, profile EN 16931. */
export async function renderFacturX(document: InvoiceDocument, invoice: EInvoice): Promise<Buffer> {
  const archived: ArchivedFile = {
    name: FILE_NAME,
    bytes: writeCii(invoice),
    mediaType: 'text/xml',
    description: 'The invoice as EN 16931 has it',
    describe,
  };
  const { renderInvoicePdf } = await import('../pdf/render-invoice-pdf.ts');
  return renderInvoicePdf(document, archived);
}

const FACTUR_X = 'urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#';

const PROPERTIES: readonly (readonly [name: string, value: string, meaning: string])[] = [
  ['DocumentFileName', FILE_NAME, 'The name of the embedded XML document'],
  ['DocumentType', 'INVOICE', 'The type of the hybrid document in capital letters'],
  ['Version', '1.0', 'The actual version of the standard applying to the embedded XML document'],
  ['ConformanceLevel', 'EN 16931', 'The conformance level of the embedded XML document'],
];

/** Title and author, the properties of Factur-X, and the schema that PDF/A wants of such properties (ISO 19005-3, 6.6.2.3). */
function describe({ title, author }: About): string {
  const properties = PROPERTIES.map(([name, value]) => `<fx:${name}>${value}</fx:${name}>`).join('');
  const schema = PROPERTIES.map(
    ([name, , meaning]) =>
      `<rdf:li rdf:parseType="Resource"><pdfaProperty:name>${name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>${meaning}</pdfaProperty:description></rdf:li>`,
  ).join('');
  return `<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>${escapeXml(author)}</rdf:li></rdf:Seq></dc:creator>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:fx="${FACTUR_X}">${properties}</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema><pdfaSchema:namespaceURI>${FACTUR_X}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>${schema}</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>`;
}
