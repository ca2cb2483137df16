// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are lines of another program
import type { FormPart } from '../model/open-api.ts';
import { type LiteralStyle, printLiteral, readFaithfully } from './print-literal.ts';
import { nameCredentials, prepareRequest, program, type SampleRequest, sortParts } from './sample-request.ts';

const PLAIN_KEY = /^[A-Za-z_$][\w$]*$/;

const STYLE: LiteralStyle = {
  indent: '  ',
  words: { null: 'null', true: 'true', false: 'false' },
  separator: ': ',
  text: quoteForTypeScript,
  key: (name) => (PLAIN_KEY.test(name) ? name : quoteForTypeScript(name)),
  openObject: () => '{',
  closeObject: '}',
};

/** A text as a string literal in single quotes. */
export function quoteForTypeScript(text: string): string {
  const inside = JSON.stringify(text).slice(1, -1);
  return `'${inside.replaceAll(/\\.|'/gs, (part) => ({ '\\"': '"', "'": "\\'" })[part] ?? part)}'`;
}

/** An expression whose value is the JSON text that is sent. */
export function writeTypeScriptBody(body: string): string {
  const read = readFaithfully(body);
  return read ? `JSON.stringify(${printLiteral(read.value, STYLE)})` : quoteForTypeScript(body);
}

/** A program that Node runs as it stands: `node sample.ts`. */
export function writeTypeScript(request: SampleRequest, baseUrl: string): string {
  const { method, prefix, signedPath, search, body, form, signed, access, headers, savesAs } =
    prepareRequest(request);
  const hasBody = body !== undefined || form !== undefined;
  const onDisk = [...(form ? ['readFile'] : []), ...(savesAs === undefined ? [] : ['writeFile'])];
  const url = `\${RECOUNT_URL}${prefix}\${path}${search ? '${query}' : ''}`;
  const header = ([name, value]: [string, string]) => `    ${STYLE.key(name)}: ${STYLE.text(value)},`;
  return program(
    signed && `import { ${hasBody ? 'createHash, createHmac' : 'createHmac'} } from 'node:crypto';`,
    onDisk.length > 0 && `import { ${onDisk.join(', ')} } from 'node:fs/promises';`,
    (signed || onDisk.length > 0) && '',
    signed && `// Needs ${nameCredentials(request)} in the environment.`,
    'const {',
    `  RECOUNT_URL = ${quoteForTypeScript(baseUrl)},`,
    signed && "  RECOUNT_CLIENT_ID = '',",
    signed && "  RECOUNT_CLIENT_SECRET = '',",
    access === 'partner' && "  RECOUNT_ACCESS_TOKEN = '',",
    '} = process.env;',
    `const path = ${quoteForTypeScript(signedPath)};`,
    search !== '' && `const query = ${quoteForTypeScript(search)};`,
    body !== undefined && `const body = ${writeTypeScriptBody(body)};`,
    ...(form ? writeForm(form) : []),
    '',
    ...(signed ? sign(method, hasBody) : []),
    `const response = await fetch(\`${url}\`, {`,
    `  method: '${method}',`,
    '  headers: {',
    body !== undefined && "    'Content-Type': 'application/json',",
    form !== undefined && "    'Content-Type': encoded.headers.get('Content-Type') ?? '',",
    signed && "    'x-client-id': RECOUNT_CLIENT_ID,",
    signed && "    'x-timestamp': timestamp,",
    signed && "    'x-signature': signature,",
    access === 'partner' && '    Authorization: `Bearer ${RECOUNT_ACCESS_TOKEN}`,',
    ...Object.entries(headers).map(header),
    '  },',
    hasBody && '  body,',
    '});',
    '',
    'console.log(response.status);',
    savesAs !== undefined &&
      `if (response.ok) await writeFile(${quoteForTypeScript(savesAs)}, Buffer.from(await response.arrayBuffer()));`,
    `${savesAs === undefined ? '' : 'else '}console.log(JSON.stringify(await response.json(), null, 2));`,
    'if (!response.ok) process.exitCode = 1;',
  );
}

function writeForm(form: readonly FormPart[]): string[] {
  const { files, texts } = sortParts(form);
  const quote = quoteForTypeScript;
  return [
    'const form = new FormData();',
    ...files.flatMap(({ name, fileName, contentType }) => [
      `form.append(${quote(name)}, new Blob([await readFile(${quote(fileName)})], { type: ${quote(contentType)} }), ${quote(fileName)});`,
    ]),
    ...texts.map(({ name, value }) => `form.append(${quote(name)}, ${quote(value)});`),
    '// Put together once, so that what is signed is what is sent.',
    'const encoded = new Response(form);',
    'const body = Buffer.from(await encoded.arrayBuffer());',
  ];
}

function sign(method: string, hasBody: boolean): (string | false)[] {
  return [
    '// Signed is METHOD:path:timestamp:hash of the body; the path without /partners and without query.',
    'const timestamp = String(Math.floor(Date.now() / 1000));',
    hasBody && "const bodyHash = createHash('sha256').update(body).digest('hex');",
    "const signature = createHmac('sha256', RECOUNT_CLIENT_SECRET)",
    `  .update(\`${method}:\${path}:\${timestamp}:${hasBody ? '${bodyHash}' : ''}\`)`,
    "  .digest('hex');",
    '',
  ];
}
