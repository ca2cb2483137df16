// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are lines of another program
import type { FormPart } from '../model/open-api.ts';
import { type LiteralStyle, printLiteral, readFaithfully } from './print-literal.ts';
import { nameCredentials, prepareRequest, program, type SampleRequest, sortParts } from './sample-request.ts';

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
  const { method, prefix, signedPath, search, body, form, signed, access, headers, savesAs } =
    prepareRequest(request);
  const hasBody = body !== undefined || form !== undefined;
  const modules = [
    ...(signed ? ['hashlib', 'hmac', 'time'] : []),
    ...(form ? ['uuid'] : []),
    ...['json', 'os', 'sys'],
  ].sort();
  const address = `f"{base_url}${prefix}{path}${search ? '{query}' : ''}"`;
  return program(
    ...[...modules, 'urllib.error', 'urllib.request'].sort().map((module) => `import ${module}`),
    '',
    signed && `# Needs ${nameCredentials(request)} in the environment.`,
    `base_url = os.environ.get("RECOUNT_URL", ${quoteForPython(baseUrl)})`,
    `path = ${quoteForPython(signedPath)}`,
    search !== '' && `query = ${quoteForPython(search)}`,
    body !== undefined && `body = ${writePythonBody(body)}`,
    ...(form ? writeForm(form) : []),
    '',
    ...(signed ? sign(method, hasBody) : []),
    'request = urllib.request.Request(',
    `    ${address},`,
    `    method="${method}",`,
    '    headers={',
    body !== undefined && '        "Content-Type": "application/json",',
    form !== undefined && '        "Content-Type": f"multipart/form-data; boundary={boundary}",',
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

function writeForm(form: readonly FormPart[]): string[] {
  const { files, texts } = sortParts(form);
  const rows = (each: readonly (readonly string[])[]) =>
    each.map((row) => `    (${row.map(quoteForPython).join(', ')}),`);
  return [
    'boundary = uuid.uuid4().hex',
    'body = b""',
    ...(files.length === 0
      ? []
      : [
          'for name, file_name, content_type in [',
          ...rows(files.map(({ name, fileName, contentType }) => [name, fileName, contentType])),
          ']:',
          '    quoted_name = file_name.replace(\'"\', "%22")',
          '    body += f\'--{boundary}\\r\\nContent-Disposition: form-data; name="{name}"; filename="{quoted_name}"\\r\\n\'.encode()',
          '    with open(file_name, "rb") as file:',
          '        body += f"Content-Type: {content_type}\\r\\n\\r\\n".encode() + file.read() + b"\\r\\n"',
        ]),
    ...(texts.length === 0
      ? []
      : [
          'for name, text in [',
          ...rows(texts.map(({ name, value }) => [name, value])),
          ']:',
          '    body += f\'--{boundary}\\r\\nContent-Disposition: form-data; name="{name}"\\r\\n\\r\\n{text}\\r\\n\'.encode()',
        ]),
    'body += f"--{boundary}--\\r\\n".encode()',
  ];
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
