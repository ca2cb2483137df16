import { encode, type PngDataArray } from 'fast-png';

/** A PNG of one colour. */
export function png(width: number, height: number, color: readonly number[] = [200, 30, 30]): Buffer {
  const data = new Uint8Array(width * height * color.length);
  for (let index = 0; index < data.length; index++) data[index] = color[index % color.length]!;
  return Buffer.from(encode({ width, height, data, depth: 8, channels: color.length }));
}

/** A PNG of any kind that there is. */
export function pngOf(
  width: number,
  height: number,
  kind: { data: PngDataArray; depth: 1 | 2 | 4 | 8 | 16; channels: number; palette?: number[][] },
): Buffer {
  return Buffer.from(encode({ width, height, ...kind }));
}

/** A JPEG of 8 x 8 grey pixels, with what a camera writes beside it; or one that says of itself to be in more colours. */
export function jpeg({ colors = 1 } = {}): Buffer {
  const segment = (marker: number, payload: readonly number[]) => {
    const length = payload.length + 2;
    return [0xff, marker, length >> 8, length & 255, ...payload];
  };
  const exif = [...Buffer.from('Exif\0\0 taken at 48.2082 N, 16.3738 E')];
  const ones = (count: number) => Array.from({ length: count }, () => 1);
  return Buffer.from([
    ...[0xff, 0xd8],
    ...segment(0xe0, [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...segment(0xe1, exif),
    ...segment(0xdb, [0, ...ones(64)]),
    ...segment(0xc0, [
      8,
      0,
      8,
      0,
      8,
      colors,
      ...ones(colors).flatMap((one, index) => [one + index, 0x11, 0]),
    ]),
    // One code each, of one bit: no difference in brightness, then the end of the block.
    ...segment(0xc4, [0x00, 1, ...Array.from({ length: 15 }, () => 0), 0]),
    ...segment(0xc4, [0x10, 1, ...Array.from({ length: 15 }, () => 0), 0]),
    ...segment(0xda, [1, 1, 0, 0, 63, 0]),
    ...[0x3f, 0xff, 0xd9],
  ]);
}
