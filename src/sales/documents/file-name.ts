/** What no file may have in its name, on any system. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are among it
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\\/:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;

/** A text as a part of a file's name: what must not stand there becomes a hyphen. */
export function toFileName(text: string): string {
  return text.toWellFormed().replaceAll(UNSAFE, '-');
}
