import { convertIndexedToRgb, type DecodedPng, decode, encode } from 'fast-png';
import { type ReadLogo, UnfitImage } from './logo.ts';

/**
 * Reads a PNG and writes it anew, with three channels of 8 bits on the white of paper: what is embedded is then always of
 * one plain kind, however the picture was packed.
 *
 * @param assertSize throws where the picture is too large; called before it is unpacked
 */
export function readPng(bytes: Buffer, assertSize: (width: number, height: number) => void): ReadLogo {
  // The first chunk is the header (PNG, 11.2.1).
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR')
    throw new UnfitImage('must be a sound PNG');
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  assertSize(width, height);
  const data = flatten(decodeSoundly(bytes));
  const written = encode({ width, height, data, depth: 8, channels: 3 }, { zlib: { level: 9 } });
  return { mediaType: 'image/png', width, height, bytes: Buffer.from(written) };
}

function decodeSoundly(bytes: Buffer): DecodedPng {
  try {
    return decode(bytes, { checkCrc: true });
  } catch (error) {
    throw new UnfitImage('must be a sound PNG', { cause: error });
  }
}

/** The colours of each pixel over white. */
function flatten(png: DecodedPng): Uint8Array {
  const { data, channels } = toBytes(png);
  const colors = channels >= 3 ? 3 : 1;
  const pixels = png.width * png.height;
  const flat = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const start = pixel * channels;
    const alpha = channels === colors ? 255 : data[start + colors]!;
    for (let channel = 0; channel < 3; channel++) {
      const value = data[start + (colors === 3 ? channel : 0)]!;
      flat[pixel * 3 + channel] = 255 - Math.round(((255 - value) * alpha) / 255);
    }
  }
  return flat;
}

/** One byte a sample, whatever depth the picture is kept in. */
function toBytes(png: DecodedPng): { data: Uint8Array; channels: number } {
  const { data, depth, channels, palette, width, height } = png;
  if (palette) {
    const indexed = convertIndexedToRgb(png);
    return { data: indexed, channels: palette[0]!.length };
  }
  if (depth === 16) return { data: Uint8Array.from(data, (value) => value >> 8), channels };
  if (depth === 8) return { data: data as Uint8Array, channels };
  // Greys of fewer bits, of which a row begins with a byte.
  const rowLength = Math.ceil((width * depth) / 8);
  const largest = 2 ** depth - 1;
  const unpacked = new Uint8Array(width * height);
  for (let index = 0; index < unpacked.length; index++) {
    const bit = (index % width) * depth;
    const byte = data[Math.floor(index / width) * rowLength + (bit >> 3)]!;
    const value = (byte >> (8 - depth - (bit & 7))) & largest;
    unpacked[index] = Math.round((value * 255) / largest);
  }
  return { data: unpacked, channels: 1 };
}
