import type { Attribute } from '../model/attributes.ts';
import { joinBlocks } from './blocks.ts';
import { SHOW_ALL, type Shown } from './shown.ts';

/** The fewest fields within a field that are worth a reference to another place. */
const WORTH_A_REFERENCE = 4;

/**
 * Attributes as a nested list, with everything that an attribute table shows.
 *
 * @param place what the list is called where another one refers to it: `the answer 200 of Create Invoice`
 */
export function listAttributes(attributes: readonly Attribute[], place: string, shown = SHOW_ALL): string {
  return attributes.map((attribute) => listAttribute(attribute, place, shown)).join('\n');
}

function listAttribute(attribute: Attribute, place: string, shown: Shown): string {
  const { name, path, children } = attribute;
  const here = path ? `\`${path}\` in ${place}` : place;
  const before = countFields(children) < WORTH_A_REFERENCE ? undefined : shown.before(children, here);
  const facts = [attribute.type, ...factsOf(attribute)].join(', ');
  const label = name ? `\`${name}\` (${facts})` : `(${facts})`;
  const text = joinSentences(attribute.description, ...notesOf(attribute, before));
  const line = text ? `- ${label}: ${text}` : `- ${label}`;
  const lines = [line, ...(before ? [] : children.map((child) => listAttribute(child, place, shown)))];
  return lines.join('\n').replaceAll('\n', '\n  ').replaceAll(/^ +$/gm, '');
}

function factsOf({ format, required, nullable, limits, addition }: Attribute): string[] {
  return [
    ...(format ? [format] : []),
    ...(required ? ['required'] : []),
    ...(nullable ? ['nullable'] : []),
    ...limits,
    ...(addition ? ['addition'] : []),
  ];
}

function notesOf({ enumValues, repeats }: Attribute, before: string | undefined): string[] {
  const values = enumValues.map(({ value, addition }) => `\`${value}\`${addition ? ' (addition)' : ''}`);
  return [
    ...(values.length > 0 ? [`Enum values: ${values.join(', ')}.`] : []),
    ...(repeats ? [`Its fields are those of \`${repeats}\` again.`] : []),
    ...(before ? [`Its fields are those of ${before}.`] : []),
  ];
}

function joinSentences(description: string, ...notes: readonly string[]): string {
  // A description of several paragraphs stays one; its notes follow.
  const text = description.trim();
  if (text.includes('\n\n')) return joinBlocks(text, notes.join(' '));
  const ended = text && notes.length > 0 && !/[.!?:]$/.test(text) ? `${text}.` : text;
  return [ended, ...notes].filter(Boolean).join(' ');
}

function countFields(attributes: readonly Attribute[]): number {
  return attributes.reduce((sum, { children }) => sum + 1 + countFields(children), 0);
}

/** Whether anything in these trees goes beyond the reference. */
export function hasAddition(attributes: readonly Attribute[]): boolean {
  return attributes.some(
    ({ addition, enumValues, children }) =>
      addition || enumValues.some((value) => value.addition) || hasAddition(children),
  );
}
