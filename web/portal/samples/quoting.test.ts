// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are lines of another program
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteForShell } from './curl.ts';
import { quoteForGo } from './go.ts';
import { quoteForPhp, writePhpBody } from './php.ts';
import { quoteForPython, writePythonBody } from './python.ts';
import { quoteForTypeScript, writeTypeScriptBody } from './typescript.ts';

const AWKWARD = [
  '"',
  "'",
  '\\',
  "\\'",
  '\\"',
  '\\\\',
  '`',
  '$',
  '${x}',
  '$(id)',
  '!!',
  '%s',
  '{x}',
  '\n',
  '\r\n',
  '\t',
  'é',
  '名',
  '😀',
  '\u2028',
  '\uFEFF',
  '\u007f',
  '-n',
  '?>',
  '*/',
  '</script>',
  '\\u0041',
  '#{x}',
  ' ',
];
const texts = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...AWKWARD) }, fc.string({ unit: 'binary' })))
  .map((parts) => parts.join('').toWellFormed());
const shellTexts = texts.map((text) => text.replaceAll('\0', ''));
const bodies = fc
  .jsonValue({ maxDepth: 4, stringUnit: 'binary' })
  .chain((value) =>
    texts.map((text) => JSON.stringify({ text, [text]: [value, true, null, {}, [], 0.1, 250] }, null, 2)),
  );

const sampleOf = <T>(arbitrary: fc.Arbitrary<T>) => [...fc.sample(arbitrary, { numRuns: 300, seed: 7 })];
const run = (command: string, args: string[], input: string) =>
  execFileSync(command, args, { input, encoding: 'utf8', maxBuffer: 1e8 });
const sameValues = (printed: string, expected: readonly string[]) =>
  expect(JSON.parse(printed).map((text: string) => JSON.parse(text))).toEqual(
    expected.map((text) => JSON.parse(text)),
  );

describe('a text in a sample is exactly what it was', () => {
  it('in a shell', () => {
    const all = sampleOf(shellTexts);
    const script = all.map((text) => `printf '%s\\0' ${quoteForShell(text)}`).join('\n');
    expect(run('bash', ['-s'], script).split('\0').slice(0, -1)).toEqual(all);
  });

  it('in TypeScript, as a text and as the value of a body', () => {
    const all = sampleOf(texts);
    const read = run(
      'node',
      ['--input-type=module-typescript', '-'],
      `console.log(JSON.stringify([${all.map(quoteForTypeScript)}]))`,
    );
    expect(JSON.parse(read)).toEqual(all);
    const json = sampleOf(bodies);
    const expressions = json.map(writeTypeScriptBody).join(',');
    sameValues(
      run('node', ['--input-type=module-typescript', '-'], `console.log(JSON.stringify([${expressions}]))`),
      json,
    );
  });

  it('in Python, as a text and as the value of a body', () => {
    const all = sampleOf(texts);
    const read = run('python3', ['-'], `import json\nprint(json.dumps([${all.map(quoteForPython)}]))`);
    expect(JSON.parse(read)).toEqual(all);
    const json = sampleOf(bodies);
    const expressions = json.map((text) => `(${writePythonBody(text)}).decode()`).join(',');
    sameValues(run('python3', ['-'], `import json\nprint(json.dumps([${expressions}]))`), json);
  });

  it('in PHP, where only a backslash and a single quote mean something', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const literal = quoteForPhp(text);
        expect(literal).toMatch(/^'(?:[^\\']|\\[\\'])*'$/s);
        expect(literal.slice(1, -1).replaceAll(/\\([\\'])/g, '$1')).toBe(text);
      }),
    );
    expect(writePhpBody('{"0":"a","b":{},"c":[]}')).toContain('(object) [\n');
    expect(writePhpBody('{"b":{}}')).toContain("'b' => (object) []");
  });

  it('in Go, as a raw string where it can be one', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const literal = quoteForGo(text);
        const isRaw = literal.startsWith('`');
        expect(isRaw ? literal.slice(1, -1) : JSON.parse(literal)).toBe(text);
        // What a raw string may not hold, or would drop.
        if (isRaw) expect(text).not.toMatch(/[`\r\0\uFEFF]/);
      }),
    );
  });

  it('also where a number would not survive, or the body is no JSON: then as a text', () => {
    for (const body of [
      '{"n": 12345678901234567890}',
      '{"n": 1e999}',
      '{',
      '{"__proto__": 1}',
      '{"a": 0.1,}',
    ]) {
      expect(writeTypeScriptBody(body)).toBe(quoteForTypeScript(body));
      expect(writePythonBody(body)).toBe(`${quoteForPython(body)}.encode()`);
      expect(writePhpBody(body)).toBe(quoteForPhp(body));
    }
  });
});
