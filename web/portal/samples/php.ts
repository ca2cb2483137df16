// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are lines of another program
import type { FormPart } from '../model/open-api.ts';
import { type LiteralStyle, printLiteral, readFaithfully } from './print-literal.ts';
import { nameCredentials, prepareRequest, program, type SampleRequest, sortParts } from './sample-request.ts';

const WHOLE_NUMBER = /^-?\d+$/;

const STYLE: LiteralStyle = {
  indent: '    ',
  words: { null: 'null', true: 'true', false: 'false' },
  separator: ' => ',
  text: quoteForPhp,
  key: quoteForPhp,
  // An array that is empty, or has numbers for keys, would become a list.
  openObject: (keys) =>
    keys.length === 0 || keys.some((key) => WHOLE_NUMBER.test(key)) ? '(object) [' : '[',
  closeObject: ']',
};

/** A text as a string literal in single quotes, in which only these two characters mean something. */
export function quoteForPhp(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}

/** An expression whose value is the JSON text that is sent. */
export function writePhpBody(body: string): string {
  const read = readFaithfully(body);
  return read ? `json_encode(${printLiteral(read.value, STYLE)}, JSON_THROW_ON_ERROR)` : quoteForPhp(body);
}

const PRINT_JSON =
  'echo json_encode(json_decode($answer), JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES), PHP_EOL;';

/** A program for PHP 7.3 and later with its curl extension. */
export function writePhp(request: SampleRequest, baseUrl: string): string {
  const { method, prefix, signedPath, search, body, form, signed, access, headers, savesAs } =
    prepareRequest(request);
  const hasBody = body !== undefined || form !== undefined;
  return program(
    '<?php',
    '',
    signed && `// Needs ${nameCredentials(request)} in the environment.`,
    `$baseUrl = getenv('RECOUNT_URL') ?: ${quoteForPhp(baseUrl)};`,
    `$path = ${quoteForPhp(signedPath)};`,
    search !== '' && `$query = ${quoteForPhp(search)};`,
    body !== undefined && `$body = ${writePhpBody(body)};`,
    ...(form ? writeForm(form) : []),
    '',
    ...(signed ? sign(method, hasBody) : []),
    `$request = curl_init("{$baseUrl}${prefix}{$path}${search ? '{$query}' : ''}");`,
    'curl_setopt_array($request, [',
    `    CURLOPT_CUSTOMREQUEST => '${method}',`,
    '    CURLOPT_RETURNTRANSFER => true,',
    '    CURLOPT_HTTPHEADER => [',
    body !== undefined && "        'Content-Type: application/json',",
    form !== undefined && '        "Content-Type: multipart/form-data; boundary={$boundary}",',
    signed && "        'x-client-id: ' . getenv('RECOUNT_CLIENT_ID'),",
    signed && `        "x-timestamp: {$timestamp}",`,
    signed && `        "x-signature: {$signature}",`,
    access === 'partner' && "        'Authorization: Bearer ' . getenv('RECOUNT_ACCESS_TOKEN'),",
    ...Object.entries(headers).map(([name, value]) => `        ${quoteForPhp(`${name}: ${value}`)},`),
    '    ],',
    hasBody && '    CURLOPT_POSTFIELDS => $body,',
    ']);',
    '$answer = curl_exec($request);',
    'if ($answer === false) {',
    '    fwrite(STDERR, curl_error($request) . PHP_EOL);',
    '    exit(1);',
    '}',
    '',
    '$status = curl_getinfo($request, CURLINFO_RESPONSE_CODE);',
    'echo $status, PHP_EOL;',
    ...(savesAs === undefined
      ? [PRINT_JSON]
      : [
          'if ($status < 400) {',
          `    file_put_contents(${quoteForPhp(savesAs)}, $answer);`,
          '} else {',
          `    ${PRINT_JSON}`,
          '}',
        ]),
    'exit($status < 400 ? 0 : 1);',
  );
}

function writeForm(form: readonly FormPart[]): string[] {
  const { files, texts } = sortParts(form);
  const rows = (each: readonly (readonly string[])[]) =>
    each.map((row) => `    [${row.map(quoteForPhp).join(', ')}],`);
  return [
    '$boundary = bin2hex(random_bytes(16));',
    "$body = '';",
    ...(files.length === 0
      ? []
      : [
          'foreach ([',
          ...rows(files.map(({ name, fileName, contentType }) => [name, fileName, contentType])),
          '] as [$name, $fileName, $contentType]) {',
          `    $quotedName = str_replace('"', '%22', $fileName);`,
          '    $body .= "--{$boundary}\\r\\n"',
          `        . sprintf('Content-Disposition: form-data; name="%s"; filename="%s"', $name, $quotedName) . "\\r\\n"`,
          '        . "Content-Type: {$contentType}\\r\\n\\r\\n" . file_get_contents($fileName) . "\\r\\n";',
          '}',
        ]),
    ...(texts.length === 0
      ? []
      : [
          'foreach ([',
          ...rows(texts.map(({ name, value }) => [name, value])),
          '] as [$name, $text]) {',
          '    $body .= "--{$boundary}\\r\\n"',
          `        . sprintf('Content-Disposition: form-data; name="%s"', $name) . "\\r\\n\\r\\n{$text}\\r\\n";`,
          '}',
        ]),
    '$body .= "--{$boundary}--\\r\\n";',
  ];
}

function sign(method: string, hasBody: boolean): (string | false)[] {
  return [
    '// Signed is METHOD:path:timestamp:hash of the body; the path without /partners and without query.',
    '$timestamp = (string) time();',
    hasBody && "$bodyHash = hash('sha256', $body);",
    `$canonical = "${method}:{$path}:{$timestamp}:${hasBody ? '{$bodyHash}' : ''}";`,
    "$signature = hash_hmac('sha256', $canonical, getenv('RECOUNT_CLIENT_SECRET'));",
    '',
  ];
}
