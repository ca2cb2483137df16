/** A heading that can be linked to. */
export interface PageSection {
  readonly id: string;
  readonly title: string;
}

/** Links to the sections of a page; nothing where there are too few to need them. */
export function OnThisPage({ sections }: { readonly sections: readonly PageSection[] }) {
  if (sections.length < 2) return null;
  return (
    <nav class="on-this-page" aria-labelledby="on-this-page">
      <h2 id="on-this-page">On this page</h2>
      <ul>
        {sections.map(({ id, title }) => (
          <li key={id}>
            <a href={`#${id}`}>{title}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
