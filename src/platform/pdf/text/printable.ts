/** Control characters, but for the line feed; a tab becomes a blank. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufff9-\ufffb]/g;
/** What turns the direction of other people's text: embeddings, overrides, isolates. Marks of direction stay. */
const DIRECTION_TURNERS = /[\u202a-\u202e\u2066-\u2069]/g;
/** Letters whose accents the fonts have drawn together. Not Han: there a canonical equivalent may look different. */
const ACCENTED = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{M}+/gu;

/** Text as it can be set: without control characters and without what could make it read as something else. */
export function toPrintable(text: string): string {
  return text
    .replaceAll(/\r\n?|\u2028|\u2029|\u0085/g, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(CONTROLS, '')
    .replaceAll(DIRECTION_TURNERS, '')
    .replaceAll(ACCENTED, (letter) => letter.normalize('NFC'))
    .toWellFormed();
}
