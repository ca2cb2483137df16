import type { JSX } from 'preact';
import type { AttributeSection } from '../model/anchors.ts';
import { type Attribute, flattenAttributes } from '../model/attributes.ts';
import { AdditionBadge, AttributeList } from './attribute-list.tsx';

interface AttributeTableProps {
  readonly title: string;
  readonly section: AttributeSection;
  readonly attributes: readonly Attribute[];
  readonly level?: 2 | 3;
}

/** A heading with the attributes below it; nothing where there are none. */
export function AttributeTable({ title, section, attributes, level = 2 }: AttributeTableProps) {
  if (attributes.length === 0) return null;
  const Heading: keyof JSX.IntrinsicElements = `h${level}`;
  const hasAdditions = flattenAttributes(attributes).some(
    ({ addition, enumValues }) => addition || enumValues.some((value) => value.addition),
  );
  return (
    <section class="attribute-table">
      <Heading id={`attributes-${section}`}>{title}</Heading>
      {hasAdditions && (
        <p class="legend">
          <AdditionBadge /> Not on COUNT’s page; Recount adds it.
        </p>
      )}
      <AttributeList section={section} attributes={attributes} />
    </section>
  );
}
