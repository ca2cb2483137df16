import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { jpeg, png, pngOf } from '../../../../test/support/logos.ts';
import { readLogo } from './read-logo.ts';

const read = (bytes: Buffer) => readLogo(bytes.toString('base64'));
const pixelsOf = (bytes: Buffer) => {
  const { data, channels, depth } = decode(bytes);
  expect({ channels, depth }).toEqual({ channels: 3, depth: 8 });
  return [...data];
};

describe('a logo', () => {
  it('is read out of base64, with or without the head of a data URL', () => {
    const base64 = png(3, 2).toString('base64');
    for (const text of [base64, `data:image/png;base64,${base64}`]) {
      expect(readLogo(text)).toMatchObject({ mediaType: 'image/png', width: 3, height: 2 });
    }
  });

  it('keeps its colours, on the white of paper where one sees through it', () => {
    expect(pixelsOf(read(png(1, 1, [200, 30, 40])).bytes)).toEqual([200, 30, 40]);
    expect(pixelsOf(read(png(1, 1, [200, 30, 40, 0])).bytes)).toEqual([255, 255, 255]);
    expect(pixelsOf(read(png(1, 1, [0, 0, 0, 51])).bytes)).toEqual([204, 204, 204]);
    expect(pixelsOf(read(png(1, 1, [10])).bytes)).toEqual([10, 10, 10]);
    expect(pixelsOf(read(png(1, 1, [0, 51])).bytes)).toEqual([204, 204, 204]);
  });

  it('is read whatever depth it is kept in', () => {
    const deep = pngOf(2, 1, { data: Uint16Array.of(0xffff, 0x8000), depth: 16, channels: 1 });
    expect(pixelsOf(read(deep).bytes)).toEqual([255, 255, 255, 128, 128, 128]);
    const bits = pngOf(3, 2, { data: Uint8Array.of(0b10100000, 0b01000000), depth: 1, channels: 1 });
    expect(pixelsOf(read(bits).bytes).filter((_, index) => index % 3 === 0)).toEqual([
      255, 0, 255, 0, 255, 0,
    ]);
  });

  it('leaves out what tells where it was taken', () => {
    const logo = read(jpeg());
    expect(logo).toMatchObject({ mediaType: 'image/jpeg', width: 8, height: 8 });
    expect(logo.bytes.includes('JFIF')).toBe(true);
    expect(logo.bytes.includes('Exif')).toBe(false);
    expect(logo.bytes.includes('48.2082')).toBe(false);
  });

  const sound = png(4, 4);
  const broken = Buffer.from(sound);
  broken[sound.length - 20]! ^= 255;
  const huge = Buffer.from(png(1, 1));
  huge.writeUInt32BE(60_000, 16);
  it.each<[string, Buffer, string]>([
    ['a GIF', Buffer.from('GIF89a'), 'must be a PNG or JPEG image'],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'must be a PNG or JPEG image'],
    ['a PDF', Buffer.from('%PDF-1.7'), 'must be a PNG or JPEG image'],
    ['the head of a PNG', sound.subarray(0, 8), 'must be a sound PNG'],
    ['a PNG that is cut off', sound.subarray(0, 40), 'must be a sound PNG'],
    ['a PNG with a broken byte', broken, 'must be a sound PNG'],
    ['a PNG that is too wide', png(1_501, 1), 'must be at most 1500 pixels wide and high'],
    ['a PNG that says that it is huge', huge, 'must be at most 1500 pixels wide and high'],
    ['a JPEG that is cut off', jpeg().subarray(0, 60), 'must be a sound JPEG'],
    ['a JPEG without an end', jpeg().subarray(0, -2), 'must be a sound JPEG'],
    [
      'a JPEG without a frame',
      Buffer.from([0xff, 0xd8, 0xff, 0xda, 0, 2, 0xff, 0xd9]),
      'must be a sound JPEG',
    ],
    ['a file that is too large', Buffer.concat([sound, Buffer.alloc(512 * 1024)]), 'must be at most 512 KiB'],
  ])('is not %s', (_name, bytes, message) => {
    expect(() => read(bytes)).toThrow(message);
  });

  it.each(['', 'no base64!', 'AAA', 'data:image/gif;base64,AAAA'])('is not the text %j', (text) => {
    expect(() => readLogo(text)).toThrow('must be base64');
  });
});
