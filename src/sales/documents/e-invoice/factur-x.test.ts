import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import { line, lineTax } from '../../../../test/support/documents.ts';
import { parseXml } from '../../../../test/support/en16931/read-invoice.ts';
import { jpeg, png } from '../../../../test/support/logos.ts';
import { type PrintedDocument, printedDocument } from '../../../../test/support/printed-document.ts';
import { readPdf } from '../../../../test/support/read-pdf.ts';
import type { InvoiceDocument } from '../invoice-document.ts';
import { readLogo } from '../template/read-logo.ts';
import { type EInvoiceFormat, makeEInvoiceFile } from './e-invoice-file.ts';
import type { EInvoiceFacts } from './to-e-invoice.ts';

const address = { street: '1', city: 'Köln', state: null, zipCode: '50667', country: 'DE' };
const facts: EInvoiceFacts = { kinds: new Map([['vat', 'standard']]), preceding: null };

const documentOf = (given: PrintedDocument = {}): InvoiceDocument =>
  printedDocument({
    lines: [line('3', '19.99', [lineTax('vat', '19')])],
    ...given,
    seller: { name: 'Müller & <Söhne>', taxNumber: 'DE123456789', address, ...given.seller },
    customer: { billingAddress: address, ...given.customer },
  });

async function fileOf(document: InvoiceDocument, format: EInvoiceFormat = 'facturx'): Promise<Buffer> {
  const file = await makeEInvoiceFile(document, facts, format);
  expect(file.errors).toBeUndefined();
  return (file as { bytes: Buffer }).bytes;
}

/** What a reader finds that knows nothing of how it was made. */
async function open(bytes: Buffer) {
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const attachments = await Promise.all(
    [...(await pdf.getAttachments())!].map(async ([id, { filename }]) => ({
      filename,
      content: Buffer.from((await pdf.getAttachmentContent(id))!),
    })),
  );
  const xmp = /<x:xmpmeta[\s\S]*?<\/x:xmpmeta>/.exec(bytes.toString('utf8'))![0];
  await pdf.loadingTask.destroy();
  return { attachments, metadata: parseXml(Buffer.from(xmp)) };
}

/** The objects of the file, outside of their streams. */
const objectsOf = (bytes: Buffer) =>
  bytes.toString('latin1').replaceAll(/stream\n[\s\S]*?\nendstream/g, 'stream');

const logo = (bytes: Buffer, width: number, height: number) => ({
  document: { logo: { bytes, width, height } },
});

describe('a Factur-X PDF', () => {
  it('holds the CII, to the byte, as an alternative of its pages', async () => {
    const document = documentOf();
    const bytes = await fileOf(document);
    const { attachments } = await open(bytes);
    expect(attachments.map(({ filename }) => filename)).toEqual(['factur-x.xml']);
    expect(attachments[0]!.content.equals(await fileOf(document, 'cii'))).toBe(true);
    const objects = objectsOf(bytes);
    const [, spec] = /\/AF \[(\d+) 0 R\]/.exec(objects)!;
    const specification = new RegExp(`\\n${spec} 0 obj\\n([\\s\\S]*?)endobj`).exec(objects)![1];
    for (const entry of [
      '/AFRelationship /Alternative',
      '/F (factur-x.xml)',
      '/UF (factur-x.xml)',
      '/Desc (',
    ])
      expect(specification).toContain(entry);
    expect(objects).toContain('/Subtype /text#2Fxml');
    expect(objects).toMatch(/\/ModDate \(D:20260701100000Z\)/);
  });

  it('says in its metadata that it is PDF/A-3b and Factur-X of the profile EN 16931', async () => {
    const { metadata } = await open(await fileOf(documentOf()));
    const told = (name: string) =>
      metadata.getElementsByTagName(name).map(({ textContent }) => textContent?.trim());
    expect(told('pdfaid:part')).toEqual(['3']);
    expect(told('pdfaid:conformance')).toEqual(['B']);
    expect(told('fx:DocumentType')).toEqual(['INVOICE']);
    expect(told('fx:DocumentFileName')).toEqual(['factur-x.xml']);
    expect(told('fx:Version')).toEqual(['1.0']);
    expect(told('fx:ConformanceLevel')).toEqual(['EN 16931']);
    const [own] = metadata.getElementsByTagName('fx:Version');
    expect(own!.namespaceURI).toBe('urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#');
    expect(told('pdfaSchema:namespaceURI')).toEqual([own!.namespaceURI]);
    // Every property is declared.
    expect(told('pdfaProperty:name')).toEqual([
      'DocumentFileName',
      'DocumentType',
      'Version',
      'ConformanceLevel',
    ]);
    expect(told('dc:title')).toEqual(['Invoice INV-000123']);
    expect(told('dc:creator')).toEqual(['Müller & <Söhne>']);
    expect(told('xmp:CreateDate')).toEqual(['2026-07-01T10:00:00Z']);
  });

  it.each([
    ['in Latin letters', {}],
    [
      'in several scripts, with a link',
      { invoice: { notes: '株式会社 شركة ไทย 😀' }, document: { publicUrl: 'https://example.com/i/a' } },
    ],
    ['with a picture', logo(readLogo(png(30, 10, [200, 30, 30, 128]).toString('base64')).bytes, 30, 10)],
    ['with a photograph', logo(jpeg(), 8, 8)],
  ] as [string, PrintedDocument][])('keeps what PDF/A-3 demands, %s', async (_what, given) => {
    const bytes = await fileOf(documentOf(given));
    const objects = objectsOf(bytes);
    // ISO 19005-3: 6.1.2 the head, 6.1.3 the trailer, 6.2.3 the colours.
    expect(bytes.subarray(0, 9).toString('latin1')).toBe('%PDF-1.7\n');
    expect(
      [...bytes.subarray(9, 14)].every((byte, index) => (index === 0 ? byte === 0x25 : byte > 127)),
    ).toBe(true);
    expect(objects).toMatch(/\/ID \[<[0-9a-f]{32}> <[0-9a-f]{32}>\]/);
    expect(objects).toContain('/S /GTS_PDFA1');
    expect(objects).toMatch(/\/DestOutputProfile \d+ 0 R/);
    expect(objects).toMatch(/\/Metadata \d+ 0 R/);
    // 6.1.3, 6.1.7.2, 6.2.8, 6.2.10, 6.5, 6.6: none of what is forbidden.
    for (const forbidden of [
      '/Encrypt',
      '/LZWDecode',
      '/Crypt',
      '/JavaScript',
      '/Launch',
      '/SMask',
      '/Interpolate true',
      '/DeviceCMYK',
      '/Alternates',
      '/OPI',
      '/PS',
      '/CA ',
      '/ca ',
      '/BM ',
      '/TR ',
      '/HTP',
      '/XFA',
      '/NeedAppearances',
      '/Type1',
    ])
      expect(objects.includes(forbidden), forbidden).toBe(false);
    // 6.2.11.4: every font is embedded, and called by its glyphs.
    const fonts = objects.match(/\/Type \/FontDescriptor/g)!;
    expect(objects.match(/\/FontFile2 \d+ 0 R/g)).toHaveLength(fonts.length);
    expect(objects.match(/\/CIDToGIDMap \d+ 0 R/g)).toHaveLength(fonts.length);
    expect(objects.match(/\/ToUnicode \d+ 0 R/g)).toHaveLength(fonts.length);
    // 6.3.2: annotations are printed.
    const annotations = objects.match(/\/Type \/Annot\b/g) ?? [];
    expect(objects.match(/\/F 4\b/g) ?? []).toHaveLength(annotations.length);
    expect(annotations.length > 0).toBe('publicUrl' in (given.document ?? {}));
  });

  it('shows people what the plain PDF shows', async () => {
    const { text } = await readPdf(await fileOf(documentOf()));
    for (const said of ['Müller & <Söhne>', 'Tax number: DE123456789', 'Total $71.36'])
      expect(text).toContain(said);
  });

  it('has no logo in the inks of print, which is told; the XML alone has no logo at all', async () => {
    const document = documentOf(logo(jpeg({ colors: 4 }), 8, 8));
    expect(await makeEInvoiceFile(document, facts, 'facturx')).toMatchObject({
      errors: [{ field: 'invoiceTemplate.logo', code: 'E_INVOICE_INCOMPLETE' }],
    });
    await fileOf(document, 'ubl');
  });
});
