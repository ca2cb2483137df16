import type { Random } from '../../../src/demo/random.ts';
import { unsoundText } from './unsound-values.ts';

/** A multipart body, and the content type that goes with it. */
export interface MultipartBody {
  readonly bytes: Buffer;
  readonly contentType: string;
}

interface Part {
  readonly headers: readonly string[];
  readonly content: Buffer | string;
}

/** The smallest picture that is one. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const FILES: readonly { readonly name: string; readonly type: string; readonly content: Buffer | string }[] =
  [
    { name: 'hours.csv', type: 'text/csv', content: 'day,hours\n2026-06-29,7.5\n' },
    { name: 'note.txt', type: 'text/plain', content: 'Ünïcödé, 日本語 and 😀\n' },
    { name: 'dot.png', type: 'image/png', content: PNG },
    { name: 'order.xml', type: 'application/xml', content: '<?xml version="1.0"?><order id="1"/>' },
  ];

/** Files with titles, as an integrator would send them. */
export function makeMultipart(random: Random, number: number): MultipartBody {
  return write(makeParts(random, number), `fuzz-${number}`);
}

function makeParts(random: Random, number: number): Part[] {
  const count = random.between(1, 2);
  const files = Array.from({ length: count }, (): Part => {
    const { name, type, content } = random.pick(FILES);
    const own = typeof content === 'string' && random.chance(0.5) ? `${content}\n` : content;
    return filePart(`${number}-${name}`, type, own);
  });
  return random.chance(0.5) ? [...files, textPart('title', `Fuzz ${number}`)] : files;
}

const filePart = (name: string, type: string, content: Buffer | string): Part => ({
  headers: [`Content-Disposition: form-data; name="file"; filename="${name}"`, `Content-Type: ${type}`],
  content,
});

const textPart = (name: string, content: string): Part => ({
  headers: [`Content-Disposition: form-data; name="${name}"`],
  content,
});

function write(parts: readonly Part[], boundary: string, end = `--${boundary}--\r\n`): MultipartBody {
  const written = parts.flatMap(({ headers, content }) => [
    Buffer.from(`--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
  const bytes = Buffer.concat([...written, Buffer.from(end)]);
  return { bytes, contentType: `multipart/form-data; boundary=${boundary}` };
}

/** The same with one thing that is not as it should be. */
export function breakMultipart(random: Random, number: number): MultipartBody {
  const parts = makeParts(random, number);
  const boundary = `fuzz-${number}`;
  const sound = write(parts, boundary);
  const text = unsoundText(random).toWellFormed();
  const oneLine = text.replaceAll(/[\r\n"]/g, ' ');
  switch (random.between(0, 13)) {
    case 0:
      return write(parts, boundary, '');
    case 1:
      return write(parts, boundary, `--${boundary}`);
    case 2:
      return { ...sound, contentType: 'multipart/form-data; boundary=other' };
    case 3:
      return { ...sound, contentType: random.pick(['multipart/form-data', 'multipart/mixed; boundary=x']) };
    case 4:
      return write([], boundary);
    case 5:
      return write([textPart('title', text), textPart('file', text)], boundary);
    case 6:
      return write([...parts, textPart('title', text), textPart('title', 'x'.repeat(300))], boundary);
    case 7:
      return write([filePart(oneLine, 'text/plain', 'x')], boundary);
    case 8:
      return write([filePart('a.png', 'image/png', 'no picture'), ...parts], boundary);
    case 9:
      return write([filePart('a.txt', oneLine, random.pick(['', '\0', text]))], boundary);
    case 10:
      return write(Array<Part>(random.pick([10, 11, 40])).fill(parts[0]!), boundary);
    case 11:
      return write([{ headers: [oneLine], content: text }, { headers: [], content: '' }, ...parts], boundary);
    case 12: {
      const bytes = Buffer.from(sound.bytes);
      bytes[random.between(0, bytes.length - 1)] = random.between(0, 255);
      return { ...sound, bytes };
    }
    default:
      return { ...sound, bytes: sound.bytes.subarray(0, random.between(0, sound.bytes.length - 1)) };
  }
}
