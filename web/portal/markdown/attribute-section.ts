import type { Attribute } from '../model/attributes.ts';
import { listAttributes } from './attribute-list.ts';
import { joinBlocks } from './blocks.ts';
import type { Repeats } from './shown.ts';

/** A heading and its attributes, or where they stand already; nothing where there are none. */
export function attributeSection(
  heading: string,
  attributes: readonly Attribute[],
  place: string,
  repeats: Repeats,
): string {
  if (attributes.length === 0) return '';
  const before = repeats.tables.before(attributes, place);
  return joinBlocks(
    heading,
    before ? `The same as in ${before}.` : listAttributes(attributes, place, repeats.parts),
  );
}
