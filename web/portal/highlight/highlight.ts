import highlighter from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import go from 'highlight.js/lib/languages/go';
import json from 'highlight.js/lib/languages/json';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import typescript from 'highlight.js/lib/languages/typescript';

for (const [name, language] of Object.entries({ bash, go, json, php, python, typescript })) {
  highlighter.registerLanguage(name, language);
}
highlighter.registerAliases(['sh', 'shell', 'console'], { languageName: 'bash' });
highlighter.registerAliases(['ts', 'js'], { languageName: 'typescript' });

/** Code as HTML with a class for each kind of token; escaped only where the language is not known. */
export function highlight(code: string, language: string): string {
  const known = highlighter.getLanguage(language) ? language : undefined;
  return known ? highlighter.highlight(code, { language: known }).value : escapeHtml(code);
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
