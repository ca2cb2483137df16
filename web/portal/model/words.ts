/** `createInvoice`, `Chart of Accounts` and `INVALID_UUID` as they stand in a path: lower case, with hyphens. */
export function toSlug(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase();
}

/** The first sentence of a Markdown text, as plain text. */
export function firstSentence(markdown: string): string {
  const paragraph = markdown.split(/\n\s*\n/)[0]!.replaceAll(/\s+/g, ' ');
  const plain = paragraph.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1').replaceAll(/[*`]/g, '');
  return /^.*?[.!?](?=\s|$)/.exec(plain)?.[0] ?? plain;
}
