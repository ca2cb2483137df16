import { type Field, toConsoleProps } from '../../web/portal/console/console-props.ts';
import type { EndpointPage } from '../../web/portal/model/pages.ts';

const flatten = (fields: readonly Field[]): Field[] =>
  fields.flatMap((field) => [field, ...flatten(field.fields)]);

/** All that decides how the console of a page comes to life: how it is sent and answered, and each kind of input that it has. */
export function kindsOf(page: EndpointPage): string[] {
  const { method, access, file, bodyFields, pathFields, queryFields, headerFields, example } =
    toConsoleProps(page);
  const body = example.form ? 'form' : example.body === undefined ? 'no body' : 'JSON';
  const inputs = { path: pathFields, query: queryFields, header: headerFields, body: bodyFields };
  const ofInputs = Object.entries(inputs).flatMap(([place, fields]) =>
    flatten(fields).map(({ types, format, choices, fields, nullable, long }) =>
      JSON.stringify([place, types, format, choices.length > 0, fields.length > 0, nullable, long]),
    ),
  );
  return [...new Set([JSON.stringify([method, access, file, body, bodyFields.length > 0]), ...ofInputs])];
}

/** Few pages which have, between them, every kind that any of the pages has. */
export function choosePages(pages: readonly EndpointPage[]): EndpointPage[] {
  const left = pages.map((page) => ({ page, kinds: kindsOf(page) }));
  const shown = new Set<string>();
  const chosen: EndpointPage[] = [];
  const countNew = ({ kinds }: (typeof left)[number]) => kinds.filter((kind) => !shown.has(kind)).length;
  for (;;) {
    const best = left.reduce((a, b) => (countNew(b) > countNew(a) ? b : a));
    if (countNew(best) === 0) return chosen;
    chosen.push(best.page);
    for (const kind of best.kinds) shown.add(kind);
  }
}
