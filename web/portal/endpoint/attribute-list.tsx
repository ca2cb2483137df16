import { type AttributeSection, anchorOf } from '../model/anchors.ts';
import type { Attribute } from '../model/attributes.ts';
import { MarkdownText } from '../pages/markdown-text.tsx';

interface AttributeListProps {
  readonly section: AttributeSection;
  readonly attributes: readonly Attribute[];
}

interface AttributeProps {
  readonly section: AttributeSection;
  readonly attribute: Attribute;
}

/** Attributes with everything within them, to any depth. */
export function AttributeList({ section, attributes }: AttributeListProps) {
  return (
    <ul class="attributes">
      {attributes.map((attribute) => (
        <AttributeRow key={attribute.path} section={section} attribute={attribute} />
      ))}
    </ul>
  );
}

function AttributeRow({ section, attribute }: AttributeProps) {
  const { path, description, enumValues, children, repeats } = attribute;
  return (
    <li class="attribute" id={anchorOf(section, path)}>
      <AttributeHead section={section} attribute={attribute} />
      {description && <MarkdownText text={description} />}
      {enumValues.length > 0 && <EnumValues values={enumValues} />}
      {repeats && (
        <p class="repeats">
          Has the attributes of the <code>{repeats}</code> that it stands in.
        </p>
      )}
      {children.length > 0 && (
        <details class="children">
          <summary>
            <span class="when-closed">Show child attributes</span>
            <span class="when-open">Hide child attributes</span>
            <span class="visually-hidden"> of {attribute.name || 'the answer'}</span>
          </summary>
          <AttributeList section={section} attributes={children} />
        </details>
      )}
    </li>
  );
}

function AttributeHead({ section, attribute }: AttributeProps) {
  const { name, path, type, format, required, nullable, addition } = attribute;
  const limits = unsaidLimits(attribute);
  return (
    <p class="attribute-head">
      <a class="attribute-name" href={`#${anchorOf(section, path)}`}>
        {name ? <code>{name}</code> : 'This answer'}
      </a>{' '}
      <span class="attribute-type">
        {type}
        {format && ` · ${format}`}
        {nullable && ' · nullable'}
      </span>{' '}
      {required && <span class="required">Required</span>} {addition && <AdditionBadge />}{' '}
      {limits.length > 0 && <span class="attribute-type">{limits.join(' · ')}</span>}
    </p>
  );
}

function EnumValues({ values }: { readonly values: Attribute['enumValues'] }) {
  return (
    <div class="enum">
      <span>Enum values:</span>{' '}
      <ul>
        {values.map(({ value, addition }) => (
          <li key={value}>
            <code>{value}</code> {addition && <AdditionBadge />}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Marks what goes beyond the reference. The table says above its rows what it means. */
export function AdditionBadge() {
  return (
    <span class="badge" title="Not on COUNT’s page; Recount adds it.">
      Addition
    </span>
  );
}

/** Some descriptions say a limit in the same words. */
function unsaidLimits({ limits, description }: Attribute): string[] {
  const said = description.toLowerCase();
  return limits.filter((limit) => !said.includes(limit.toLowerCase()));
}
