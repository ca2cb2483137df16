/** The tables of attributes on a page. A response has one for each status: `response-200`. */
export type AttributeSection = 'header' | 'path' | 'query' | 'body' | 'details' | `response-${string}`;

/**
 * The id of an attribute's row, unique on its page: `body-products-productUuid` for `products[].productUuid`. The items of an
 * array that have a row of their own end in `--item`, which no field's name can.
 */
export function anchorOf(section: AttributeSection, path: string): string {
  const steps = path.replace(/\[\]$/, '.-item').replaceAll('[]', '').split('.').filter(Boolean);
  return [section, ...steps].join('-');
}
