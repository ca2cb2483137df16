import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** What of WebAssembly is used: the types of Node have it only together with those of browsers. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array): Promise<{ readonly instance: { readonly exports: unknown } }>;
};

/** The part of HarfBuzz that cuts fonts, as it exports it (hb-subset.h); harfbuzzjs ships it without a wrapper. */
interface Subsetter {
  readonly memory: { readonly buffer: ArrayBuffer };
  _initialize(): void;
  malloc(size: number): number;
  free(address: number): void;
  hb_blob_create(data: number, length: number, mode: number, userData: number, destroy: number): number;
  hb_blob_destroy(blob: number): void;
  hb_blob_get_length(blob: number): number;
  hb_blob_get_data(blob: number, length: number): number;
  hb_face_create(blob: number, index: number): number;
  hb_face_destroy(face: number): void;
  hb_face_reference_blob(face: number): number;
  hb_set_add(set: number, value: number): void;
  hb_subset_input_create_or_fail(): number;
  hb_subset_input_destroy(input: number): void;
  hb_subset_input_glyph_set(input: number): number;
  hb_subset_input_set(input: number, type: number): number;
  hb_subset_input_set_flags(input: number, flags: number): void;
  hb_subset_input_pin_all_axes_to_default(input: number, face: number): number;
  hb_subset_input_pin_axis_location(input: number, face: number, axis: number, value: number): number;
  hb_subset_or_fail(face: number, input: number): number;
}

const MEMORY_MODE_WRITABLE = 2;
const NO_HINTING = 1;
/** Glyphs keep their numbers, so that what was shaped need not be renumbered. */
const RETAIN_GLYPH_IDS = 2;
const SETS_DROP_TABLE_TAG = 3;
/** What only shaping and other programs than a PDF reader need. */
const DROPPED_TABLES = ['GSUB', 'GPOS', 'GDEF', 'BASE', 'OS/2', 'name', 'post', 'cmap', 'STAT', 'DSIG'];

let loading: Promise<Subsetter> | undefined;

/** Makes ready what cuts fonts. */
export function loadSubsetter(): Promise<Subsetter> {
  loading ??= instantiate();
  return loading;
}

async function instantiate(): Promise<Subsetter> {
  const file = fileURLToPath(import.meta.resolve('harfbuzzjs/dist/harfbuzz-subset.wasm'));
  const { instance } = await WebAssembly.instantiate(await readFile(file));
  const subsetter = instance.exports as Subsetter;
  subsetter._initialize();
  return subsetter;
}

const tagOf = (text: string) => [...text].reduce((tag, letter) => tag * 256 + letter.charCodeAt(0), 0);

/**
 * Cuts a variable font down to some glyphs at one weight: an ordinary TrueType font, whose glyphs keep their numbers.
 *
 * @throws Error where the font is unsound
 */
export function subsetFont(
  subsetter: Subsetter,
  font: Uint8Array,
  glyphs: Iterable<number>,
  weight: number,
): Buffer {
  const data = subsetter.malloc(font.length);
  new Uint8Array(subsetter.memory.buffer).set(font, data);
  const blob = subsetter.hb_blob_create(data, font.length, MEMORY_MODE_WRITABLE, 0, 0);
  const face = subsetter.hb_face_create(blob, 0);
  subsetter.hb_blob_destroy(blob);
  const input = subsetter.hb_subset_input_create_or_fail();
  try {
    const wanted = subsetter.hb_subset_input_glyph_set(input);
    for (const glyph of glyphs) subsetter.hb_set_add(wanted, glyph);
    const dropped = subsetter.hb_subset_input_set(input, SETS_DROP_TABLE_TAG);
    for (const table of DROPPED_TABLES) subsetter.hb_set_add(dropped, tagOf(table));
    subsetter.hb_subset_input_set_flags(input, NO_HINTING | RETAIN_GLYPH_IDS);
    subsetter.hb_subset_input_pin_all_axes_to_default(input, face);
    subsetter.hb_subset_input_pin_axis_location(input, face, tagOf('wght'), weight);
    return readResult(subsetter, subsetter.hb_subset_or_fail(face, input));
  } finally {
    subsetter.hb_subset_input_destroy(input);
    subsetter.hb_face_destroy(face);
    subsetter.free(data);
  }
}

function readResult(subsetter: Subsetter, subset: number): Buffer {
  if (subset === 0) throw new Error('The font could not be cut.');
  const blob = subsetter.hb_face_reference_blob(subset);
  const start = subsetter.hb_blob_get_data(blob, 0);
  const bytes = Buffer.from(
    new Uint8Array(subsetter.memory.buffer, start, subsetter.hb_blob_get_length(blob)),
  );
  subsetter.hb_blob_destroy(blob);
  subsetter.hb_face_destroy(subset);
  return bytes;
}
