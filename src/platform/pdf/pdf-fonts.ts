import type PDFDocument from 'pdfkit';
import type { FontFace, Weight } from './fonts/font-face.ts';
import { WEIGHTS } from './fonts/font-face.ts';
import { loadSubsetter, subsetFont } from './fonts/subset-font.ts';
import type { Glyph } from './text/shape-run.ts';

type Document = InstanceType<typeof PDFDocument>;

/** A font of a document, with what of it was used so far. */
interface UsedFont {
  readonly name: string;
  readonly face: FontFace;
  readonly weight: Weight;
  readonly reference: ReturnType<Document['ref']>;
  /** Of each glyph its width, in thousandths of the size. */
  readonly widths: Map<number, number>;
  readonly texts: Map<number, string>;
}

/** The fonts of one PDF document: cut to the glyphs that were drawn, and embedded. */
export class PdfFonts {
  readonly #document: Document;
  readonly #fonts = new Map<string, UsedFont>();

  constructor(document: Document) {
    this.#document = document;
  }

  /** The name by which the page's content calls the font. */
  use(face: FontFace, weight: Weight, glyphs: readonly Glyph[]): string {
    const font = this.#find(face, weight);
    for (const { id, text, ownAdvance } of glyphs) {
      font.widths.set(id, ownAdvance);
      if (text !== '' && !font.texts.has(id)) font.texts.set(id, text);
    }
    const { fonts } = this.#document.page as unknown as { fonts: Record<string, unknown> };
    fonts[font.name] ??= font.reference;
    return font.name;
  }

  #find(face: FontFace, weight: Weight): UsedFont {
    const key = `${weight} ${face.file}`;
    const known = this.#fonts.get(key);
    if (known) return known;
    const name = `F${this.#fonts.size + 1}`;
    const reference = this.#document.ref({});
    const font = { name, face, weight, reference, widths: new Map(), texts: new Map() };
    this.#fonts.set(key, font);
    return font;
  }

  /** Writes the fonts, once everything is drawn. */
  async embed(): Promise<void> {
    const subsetter = await loadSubsetter();
    for (const font of this.#fonts.values()) {
      const glyphs = [...font.widths.keys()].sort((a, b) => a - b);
      const bytes = subsetFont(subsetter, font.face.bytes, [0, ...glyphs], WEIGHTS[font.weight]);
      this.#write(font, glyphs, bytes);
    }
  }

  #write(font: UsedFont, glyphs: readonly number[], bytes: Buffer): void {
    const { face, weight, widths } = font;
    const scale = 1000 / face.unitsPerEm;
    // Six letters mark a subset (ISO 32000, 9.6.4).
    const tag = [...font.name.slice(1).padStart(6, '0')].map((digit) => 'ABCDEFGHIJ'[Number(digit)]).join('');
    const baseFont = `${tag}+Noto-${weight === 'bold' ? 'Bold' : 'Regular'}`;
    const file = this.#document.ref({ Length1: bytes.length });
    file.end(bytes);
    const descriptor = this.#document.ref({
      Type: 'FontDescriptor',
      FontName: baseFont,
      // Symbolic: its glyphs are called by number.
      Flags: 4,
      FontBBox: [
        -1000,
        Math.floor(face.descender * scale) - 500,
        3000,
        Math.ceil(face.ascender * scale) + 500,
      ],
      ItalicAngle: 0,
      Ascent: Math.round(face.ascender * scale),
      Descent: Math.round(face.descender * scale),
      CapHeight: 714,
      StemV: weight === 'bold' ? 140 : 80,
      FontFile2: file,
    });
    descriptor.finalize();
    const descendant = this.#document.ref({
      Type: 'Font',
      Subtype: 'CIDFontType2',
      BaseFont: baseFont,
      CIDSystemInfo: { Registry: new String('Adobe'), Ordering: new String('Identity'), Supplement: 0 },
      FontDescriptor: descriptor,
      W: glyphs.flatMap((glyph) => [glyph, [round(widths.get(glyph)!)]]),
      CIDToGIDMap: 'Identity',
    });
    descendant.finalize();
    const toUnicode = this.#document.ref({});
    toUnicode.end(Buffer.from(unicodeMap(font.texts), 'latin1'));
    Object.assign(font.reference.data as object, {
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: baseFont,
      Encoding: 'Identity-H',
      DescendantFonts: [descendant],
      ToUnicode: toUnicode,
    });
    font.reference.finalize();
  }
}

const round = (value: number) => Math.round(value * 1000) / 1000;

const hex = (value: number) => value.toString(16).padStart(4, '0');

const utf16 = (text: string) =>
  Array.from({ length: text.length }, (_, index) => hex(text.charCodeAt(index))).join('');

/** How a reader turns glyphs back into text (ISO 32000, 9.10.3): what is copied and searched. */
function unicodeMap(texts: ReadonlyMap<number, string>): string {
  const entries = [...texts]
    .sort(([a], [b]) => a - b)
    .map(([glyph, text]) => `<${hex(glyph)}> <${utf16(text)}>`);
  const blocks: string[] = [];
  for (let start = 0; start < entries.length; start += 100) {
    const block = entries.slice(start, start + 100);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange\n<0000> <ffff>\nendcodespacerange',
    ...blocks,
    'endcmap',
    'CMapName currentdict /CMap defineresource pop',
    'end',
    'end',
  ].join('\n');
}
