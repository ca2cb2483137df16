import { marked, type Token, type Tokens } from 'marked';

/** Markdown as words alone: no marks, no addresses, blocks one after the other. */
export function plainText(markdown: string): string {
  return textOf(marked.lexer(markdown)).replaceAll(/\s+/g, ' ').trim();
}

/** The words of tokens: what a reader sees, whatever it looks like. */
export function textOf(tokens: readonly Token[]): string {
  return tokens.map(wordsOf).join('');
}

function wordsOf(token: Token): string {
  if (token.type === 'space' || token.type === 'br' || token.type === 'hr') return ' ';
  if (token.type === 'html') return ' ';
  if (token.type === 'list') return (token as Tokens.List).items.map(wordsOf).join(' ');
  if (token.type === 'table') {
    const { header, rows } = token as Tokens.Table;
    return [header, ...rows].map((row) => row.map(({ tokens }) => textOf(tokens)).join(' ')).join(' ');
  }
  const inner = 'tokens' in token && token.tokens ? textOf(token.tokens) : 'text' in token ? token.text : '';
  return isBlock(token) ? `${decode(inner)} ` : decode(inner);
}

function isBlock({ type }: Token): boolean {
  return ['paragraph', 'heading', 'code', 'blockquote', 'list_item'].includes(type);
}

/** The lexer leaves the entities of a text as they were written. */
function decode(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
