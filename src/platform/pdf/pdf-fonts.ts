import type PDFDocument from 'pdfkit';
import type { FontFace, Weight } from './fonts/font-face.ts';
import { WEIGHTS } from './fonts/font-face.ts';
import { loadSubsetter, subsetFont } from './fonts/subset-font.ts';
import type { Glyph, ShapedRun } from './text/shape-run.ts';

type Document = InstanceType<typeof PDFDocument>;

/** A glyph as a document calls it: of one glyph there are several where it stands for several texts. */
interface UsedGlyph {
  readonly code: number;
  readonly glyph: Glyph;
}

/** A font of a document, with what of it was used so far. */
interface UsedFont {
  readonly name: string;
  readonly face: FontFace;
  readonly weight: Weight;
  readonly reference: ReturnType<Document['ref']>;
  readonly glyphs: Map<string, UsedGlyph>;
}

/** The fonts of one PDF document: cut to the glyphs that were drawn, and embedded. */
export class PdfFonts {
  readonly #document: Document;
  readonly #fonts = new Map<string, UsedFont>();

  constructor(document: Document) {
    this.#document = document;
  }

  /** The name by which the page's content calls the font, and the code of each glyph in it. */
  use({ face, weight, glyphs }: ShapedRun): { readonly name: string; readonly codes: readonly number[] } {
    const font = this.#find(face, weight);
    const { fonts } = this.#document.page as unknown as { fonts: Record<string, unknown> };
    fonts[font.name] ??= font.reference;
    return { name: font.name, codes: glyphs.map((glyph) => codeOf(font, glyph)) };
  }

  #find(face: FontFace, weight: Weight): UsedFont {
    const key = `${weight} ${face.file}`;
    const known = this.#fonts.get(key);
    if (known) return known;
    const name = `F${this.#fonts.size + 1}`;
    const reference = this.#document.ref({});
    const font = { name, face, weight, reference, glyphs: new Map() };
    this.#fonts.set(key, font);
    return font;
  }

  /** Writes the fonts, once everything is drawn. */
  async embed(): Promise<void> {
    const subsetter = await loadSubsetter();
    for (const font of this.#fonts.values()) {
      const ids = [...font.glyphs.values()].map(({ glyph }) => glyph.id);
      this.#write(font, subsetFont(subsetter, font.face.bytes, [0, ...ids], WEIGHTS[font.weight]));
    }
  }

  #write(font: UsedFont, bytes: Buffer): void {
    const { face, weight } = font;
    const glyphs = [...font.glyphs.values()];
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
    const glyphMap = this.#document.ref({});
    glyphMap.end(mapGlyphs(glyphs));
    const descendant = this.#document.ref({
      Type: 'Font',
      Subtype: 'CIDFontType2',
      BaseFont: baseFont,
      CIDSystemInfo: { Registry: new String('Adobe'), Ordering: new String('Identity'), Supplement: 0 },
      FontDescriptor: descriptor,
      W: [1, glyphs.map(({ glyph }) => round(glyph.ownAdvance))],
      CIDToGIDMap: glyphMap,
    });
    descendant.finalize();
    const toUnicode = this.#document.ref({});
    toUnicode.end(Buffer.from(unicodeMap(glyphs), 'latin1'));
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

/** What has no text of its own still needs one, or readers make one up. */
const NO_TEXT = '\u200b';

/** The code of a glyph that stands for its text; the first use of it makes it. 0 is kept for what is missing. */
function codeOf({ glyphs }: UsedFont, glyph: Glyph): number {
  const key = `${glyph.id} ${glyph.text}`;
  const known = glyphs.get(key);
  if (known) return known.code;
  const code = glyphs.size + 1;
  glyphs.set(key, { code, glyph });
  return code;
}

/** By code, which glyph of the font it is, in two bytes each (ISO 32000, table 115). */
function mapGlyphs(glyphs: readonly UsedGlyph[]): Buffer {
  const map = Buffer.alloc((glyphs.length + 1) * 2);
  for (const { code, glyph } of glyphs) map.writeUInt16BE(glyph.id, code * 2);
  return map;
}

const round = (value: number) => Math.round(value * 1000) / 1000;

const hex = (value: number) => value.toString(16).padStart(4, '0');

const utf16 = (text: string) =>
  Array.from({ length: text.length }, (_, index) => hex(text.charCodeAt(index))).join('');

/** How a reader turns glyphs back into text (ISO 32000, 9.10.3): what is copied and searched. */
function unicodeMap(glyphs: readonly UsedGlyph[]): string {
  const entries = glyphs.map(({ code, glyph }) => `<${hex(code)}> <${utf16(glyph.text || NO_TEXT)}>`);
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
