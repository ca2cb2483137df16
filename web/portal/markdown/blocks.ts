/** Blocks of Markdown with an empty line between them; empty ones are left out. */
export function joinBlocks(...blocks: readonly (string | false | undefined)[]): string {
  return blocks.filter((block) => block).join('\n\n');
}

/** Code between fences that are longer than any that it holds. */
export function codeBlock(code: string, language: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code.trimEnd()}\n${fence}`;
}

/** A value as a block of JSON. */
export function jsonBlock(value: unknown): string {
  return codeBlock(JSON.stringify(value, null, 2), 'json');
}
