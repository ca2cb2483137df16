import { type ReadLogo, UnfitImage } from './logo.ts';
import { readJpeg } from './read-jpeg.ts';
import { readPng } from './read-png.ts';

/** A logo is drawn 190 points wide at most: this is 500 dots an inch. */
export const LONGEST_SIDE = 1_500;
/** Of the file; in base64 it fits a request of 1 MiB. */
export const LARGEST_LOGO = 512 * 1024;

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const DATA_URL = /^data:image\/(?:png|jpeg);base64,/;

/**
 * Reads a logo out of base64, with or without the head of a data URL. What it is, its bytes say.
 *
 * @throws UnfitImage where it is no sound PNG or JPEG within the limits
 */
export function readLogo(text: string): ReadLogo {
  const base64 = text.replace(DATA_URL, '');
  if (base64.length % 4 !== 0 || !BASE64.test(base64)) throw new UnfitImage('must be base64');
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length > LARGEST_LOGO) throw new UnfitImage(`must be at most ${LARGEST_LOGO / 1024} KiB`);
  const read = startsWith(bytes, '89504e470d0a1a0a')
    ? readPng
    : startsWith(bytes, 'ffd8ff')
      ? readJpeg
      : undefined;
  if (!read) throw new UnfitImage('must be a PNG or JPEG image');
  return read(bytes, assertSize);
}

const startsWith = (bytes: Buffer, hex: string) => bytes.subarray(0, hex.length / 2).toString('hex') === hex;

/** Before anything is unpacked: a small file may hold a huge picture. */
function assertSize(width: number, height: number): void {
  if (width < 1 || height < 1 || width > LONGEST_SIDE || height > LONGEST_SIDE) {
    throw new UnfitImage(`must be at most ${LONGEST_SIDE} pixels wide and high`);
  }
}
