import { type ReadLogo, UnfitImage } from './logo.ts';

const START_OF_SCAN = 0xda;
/** Baseline, extended and progressive: what PDF readers show (ISO 32000, 7.4.8). */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);
/** What a picture needs: tables, frames, JFIF's head, its colour profile, Adobe's word on its colours. */
const KEPT = new Set([...FRAMES, 0xc4, 0xdb, 0xdd, 0xe0, 0xe2, 0xee]);

/**
 * Reads a JPEG by its markers, and leaves out what tells where and with what it was taken.
 *
 * @param assertSize throws where the picture is too large
 */
export function readJpeg(bytes: Buffer, assertSize: (width: number, height: number) => void): ReadLogo {
  const parts = [bytes.subarray(0, 2)];
  let frame: { width: number; height: number } | undefined;
  let place = 2;
  for (;;) {
    const { marker, end } = readSegment(bytes, place);
    if (marker === START_OF_SCAN) break;
    const segment = bytes.subarray(place, end);
    if (FRAMES.has(marker)) frame = readFrame(segment);
    if (KEPT.has(marker)) parts.push(segment);
    place = end;
  }
  if (!frame) throw unsound();
  assertSize(frame.width, frame.height);
  const last = bytes.lastIndexOf(Buffer.from([0xff, 0xd9]));
  if (last < place) throw unsound();
  return {
    mediaType: 'image/jpeg',
    ...frame,
    bytes: Buffer.concat([...parts, bytes.subarray(place, last + 2)]),
  };
}

/** Whether a JPEG that was read is in the four inks of print, and not in grey or the colours of a screen. */
export function isInInks(bytes: Buffer): boolean {
  for (let place = 2; ; ) {
    const { marker, end } = readSegment(bytes, place);
    if (FRAMES.has(marker)) return bytes[place + 9] === 4;
    place = end;
  }
}

const unsound = () => new UnfitImage('must be a sound JPEG');

/** A marker, and the length that it tells of itself (T.81, B.1.1.4). */
function readSegment(bytes: Buffer, place: number): { marker: number; end: number } {
  if (place + 4 > bytes.length || bytes[place] !== 0xff) throw unsound();
  const end = place + 2 + bytes.readUInt16BE(place + 2);
  if (end < place + 4 || end > bytes.length) throw unsound();
  return { marker: bytes[place + 1]!, end };
}

/** T.81, B.2.2: 8 bits a sample; grey, colours, or the four inks of print. */
function readFrame(segment: Buffer): { width: number; height: number } {
  if (segment.length < 10 || segment[4] !== 8 || ![1, 3, 4].includes(segment[9]!)) throw unsound();
  return { height: segment.readUInt16BE(5), width: segment.readUInt16BE(7) };
}
