interface FileType {
  readonly extensions: readonly [string, ...string[]];
  readonly mediaType: string;
  /** Other names that senders have for it. */
  readonly also?: readonly string[];
  /** Text has no mark of its own: its name or its sender must say what it is. */
  readonly text?: true;
}

const OOXML = 'application/vnd.openxmlformats-officedocument';
const ODF = 'application/vnd.oasis.opendocument';
const TYPES: readonly FileType[] = [
  { extensions: ['pdf'], mediaType: 'application/pdf', also: ['application/x-pdf'] },
  { extensions: ['png'], mediaType: 'image/png' },
  { extensions: ['jpg', 'jpeg'], mediaType: 'image/jpeg', also: ['image/jpg'] },
  { extensions: ['gif'], mediaType: 'image/gif' },
  { extensions: ['webp'], mediaType: 'image/webp' },
  { extensions: ['heic', 'heif'], mediaType: 'image/heic', also: ['image/heif'] },
  { extensions: ['xlsx'], mediaType: `${OOXML}.spreadsheetml.sheet` },
  { extensions: ['docx'], mediaType: `${OOXML}.wordprocessingml.document` },
  { extensions: ['ods'], mediaType: `${ODF}.spreadsheet` },
  { extensions: ['odt'], mediaType: `${ODF}.text` },
  { extensions: ['txt'], mediaType: 'text/plain', text: true },
  {
    extensions: ['csv'],
    mediaType: 'text/csv',
    also: ['application/csv', 'application/vnd.ms-excel'],
    text: true,
  },
  { extensions: ['xml'], mediaType: 'application/xml', also: ['text/xml'], text: true },
  { extensions: ['eml'], mediaType: 'message/rfc822', text: true },
];
/** What says nothing of what a file is. */
const VAGUE = new Set(['application/octet-stream', 'binary/octet-stream', 'application/zip']);
/** What a browser would run, wherever in a text it begins. */
const ACTIVE =
  /<\s*(?:!doctype\s+html|html|script|svg|iframe|[\w-]+:(?:html|svg|script))[\s>/]|<\?xml-stylesheet|http:\/\/www\.w3\.org\/(?:2000\/svg|1999\/xhtml|1999\/XSL)/i;
const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];
const LONGEST_NAME = 200;

/** What a file is, by its own bytes. */
export interface DetectedFile {
  readonly fileName: string;
  readonly contentType: string;
}

const byMediaType = (mediaType: string) =>
  TYPES.find((type) => type.mediaType === mediaType || type.also?.includes(mediaType));
const byExtension = (extension: string) => TYPES.find(({ extensions }) => extensions.includes(extension));

/** The extension of what carries a mark of its own; undefined where nothing is known by it. */
function readMark(bytes: Buffer): string | undefined {
  const begins = (text: string, place = 0) =>
    bytes.subarray(place, place + text.length).equals(Buffer.from(text, 'latin1'));
  if (begins('%PDF-')) return 'pdf';
  if (begins('\x89PNG\r\n\x1a\n')) return 'png';
  if (begins('\xff\xd8\xff')) return 'jpg';
  if (begins('GIF87a') || begins('GIF89a')) return 'gif';
  if (begins('RIFF') && begins('WEBP', 8)) return 'webp';
  if (begins('ftyp', 4) && HEIC_BRANDS.some((brand) => begins(brand, 8))) return 'heic';
  return begins('PK\x03\x04') ? readOffice(bytes) : undefined;
}

/** Office files are ZIP archives, told by the names in them; those with macros are none. */
function readOffice(bytes: Buffer): string | undefined {
  if (bytes.includes('vbaProject.bin')) return undefined;
  const mimetype = /^mimetypeapplication\/vnd\.oasis\.opendocument\.(text|spreadsheet)(?![\w-])/.exec(
    bytes.subarray(30, 120).toString('latin1'),
  )?.[1];
  if (mimetype) return mimetype === 'text' ? 'odt' : 'ods';
  if (!bytes.includes('[Content_Types].xml')) return undefined;
  if (bytes.includes('xl/workbook.xml')) return 'xlsx';
  return bytes.includes('word/document.xml') ? 'docx' : undefined;
}

function isPlainText(bytes: Buffer): boolean {
  if (bytes.includes(0)) return false;
  try {
    return !ACTIVE.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}

/** The last part of a path, without what does not belong in a name. */
function cleanName(name: string): string {
  const last = name.toWellFormed().split(/[/\\]/).at(-1)!;
  return last
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .replace(/^\.+/, '');
}

function shorten(stem: string): string {
  return [...stem].slice(0, LONGEST_NAME).join('') || 'attachment';
}

/**
 * Tells what a file is, from its bytes, and what it may be called. Undefined where its type is not accepted, or is another
 * than its name or its sender says.
 */
export function detectFile(
  name: string,
  declared: string | undefined,
  bytes: Buffer,
): DetectedFile | undefined {
  const clean = cleanName(name);
  const [, stem = clean, ending = ''] = /^(.*)\.(\w{1,10})$/s.exec(clean) ?? [];
  const named = byExtension(ending.toLowerCase());
  const mediaType = (declared ?? '').split(';')[0]!.trim().toLowerCase();
  const said = mediaType === '' || VAGUE.has(mediaType) ? undefined : byMediaType(mediaType);
  if (mediaType !== '' && !VAGUE.has(mediaType) && !said) return undefined;
  const mark = readMark(bytes);
  const text = named?.text ? named : said?.text ? said : undefined;
  const found = mark ? byExtension(mark)! : text && isPlainText(bytes) ? text : undefined;
  if (!found || (named && named !== found)) return undefined;
  if (said && said !== found && !(found.text && said.text)) return undefined;
  // Where the name ends in something else, it ends in what the file is from now on.
  return {
    fileName: named ? `${shorten(stem)}.${ending}` : `${shorten(clean)}.${found.extensions[0]}`,
    contentType: found.mediaType,
  };
}
