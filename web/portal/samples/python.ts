// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are lines of another program
import { type LiteralStyle, printLiteral, readFaithfully } from './print-literal.ts';
import { nameCredentials, prepareRequest, program, type SampleRequest } from './sample-request.ts';

const STYLE: LiteralStyle = {
  indent: '    ',
  words: { null: 'None', true: 'True', false: 'False' },
  separator: ': ',
  text: quoteForPython,
  key: quoteForPython,
  openObject: () => '{',
  closeObject: '}',
};

/** A text as a string literal in double quotes: every escape of JSON means the same in Python. */
export function quoteForPython(text: string): string {
  return JSON.stringify(text.toWellFormed());
}

/** An expression whose value is the bytes that are sent. */
export function writePythonBody(body: string): string {
  const read = readFaithfully(body);
  return read
    ? `json.dumps(${printLiteral(read.value, STYLE)}).encode()`
    : `${quoteForPython(body)}.encode()`;
}

/** A program for Python 3.9 and later, of its standard library alone. */
export function writePython(request: SampleRequest, baseUrl: string): string {
  const { method, prefix, signedPath, search, body, signed, access, headers, savesAs } =
    prepareRequest(request);
  const hasBody = body !== undefined;
  const modules = [...(signed ? ['hashlib', 'hmac', 'time'] : []), 'json', 'os', 'sys'].sort();
  const address = `f"{base_url}${prefix}{path}${search ? '{query}' : ''}"`;
  return program(
    ...modules.map((module) => `import ${module}`),
    'import urllib.error',
    'import urllib.request',
    '',
    signed && `# Needs ${nameCredentials(request)} in the environment.`,
    `base_url = os.environ.get("RECOUNT_URL", ${quoteForPython(baseUrl)})`,
    `path = ${quoteForPython(signedPath)}`,
    search !== '' && `query = ${quoteForPython(search)}`,
    hasBody && `body = ${writePythonBody(body)}`,
    '',
    ...(signed ? sign(method, hasBody) : []),
    'request = urllib.request.Request(',
    `    ${address},`,
    `    method="${method}",`,
    '    headers={',
    hasBody && '        "Content-Type": "application/json",',
    signed && '        "x-client-id": os.environ["RECOUNT_CLIENT_ID"],',
    signed && '        "x-timestamp": timestamp,',
    signed && '        "x-signature": signature,',
    access === 'partner' && `        "Authorization": f"Bearer {os.environ['RECOUNT_ACCESS_TOKEN']}",`,
    ...Object.entries(headers).map(
      ([name, value]) => `        ${quoteForPython(name)}: ${quoteForPython(value)},`,
    ),
    '    },',
    hasBody && '    data=body,',
    ')',
    'try:',
    '    response = urllib.request.urlopen(request)',
    'except urllib.error.HTTPError as error:',
    '    response = error',
    '',
    'print(response.status)',
    ...(savesAs === undefined
      ? ['print(json.dumps(json.load(response), indent=2))']
      : [
          'if response.status < 400:',
          `    with open(${quoteForPython(savesAs)}, "wb") as file:`,
          '        file.write(response.read())',
          'else:',
          '    print(json.dumps(json.load(response), indent=2))',
        ]),
    'sys.exit(0 if response.status < 400 else 1)',
  );
}

function sign(method: string, hasBody: boolean): (string | false)[] {
  return [
    '# Signed is METHOD:path:timestamp:hash of the body; the path without /partners and without query.',
    'timestamp = str(int(time.time()))',
    hasBody && 'body_hash = hashlib.sha256(body).hexdigest()',
    `canonical = f"${method}:{path}:{timestamp}:${hasBody ? '{body_hash}' : ''}"`,
    'secret = os.environ["RECOUNT_CLIENT_SECRET"]',
    'signature = hmac.new(secret.encode(), canonical.encode(), hashlib.sha256).hexdigest()',
    '',
  ];
}
