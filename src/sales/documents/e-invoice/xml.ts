/** An element, or text that is escaped already. */
export type Xml = { readonly markup: string };

type Child = Xml | string | null | undefined | false | readonly Child[];
type Attributes = Readonly<Record<string, string>>;

/** What no XML 1.0 document may hold, also not by its number. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are it
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // Else readers take them for a mere line break, or in an attribute for a blank.
  '\r': '&#13;',
  '\t': '&#9;',
  '\n': '&#10;',
};

/** Text without what XML cannot hold, and without blanks around it; null where nothing is left. */
export function toXmlText(text: string | null | undefined): string | null {
  return text?.replaceAll(UNFIT, ' ').trim() || null;
}

/** Text as XML has it; a blank for what it cannot hold. */
export function escapeXml(text: string): string {
  return text.replaceAll(UNFIT, ' ').replaceAll(/[&<>"\r]/g, (character) => ENTITIES[character]!);
}

const escapeAttribute = (text: string) =>
  text.replaceAll(UNFIT, ' ').replaceAll(/[&<>"\r\n\t]/g, (character) => ENTITIES[character]!);

const isWritten = (child: Child): child is Xml | string | readonly Child[] =>
  child !== null && child !== undefined && child !== false;

function write(child: Child): string {
  if (!isWritten(child)) return '';
  if (typeof child === 'string') return escapeXml(child);
  return 'markup' in child ? child.markup : child.map(write).join('');
}

/** An element with attributes, and text or other elements in it. */
export function element(name: string, attributes: Attributes, ...children: readonly Child[]): Xml {
  const head = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`);
  return { markup: `<${name}${head.join('')}>${children.map(write).join('')}</${name}>` };
}

/** As `element`, without attributes; nothing at all where nothing is in it: an empty element says nothing (EN 16931-3). */
export function group(name: string, ...children: readonly Child[]): Xml | null {
  const content = children.map(write).join('');
  return content === '' ? null : { markup: `<${name}>${content}</${name}>` };
}

/** A whole document in UTF-8. It has no DTD, so that no reader fetches or expands anything. */
export function toXmlFile(root: Xml): Buffer {
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${root.markup}\n`, 'utf8');
}
