// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are lines of another program
import { type LiteralStyle, printLiteral, readFaithfully } from './print-literal.ts';
import { nameCredentials, prepareRequest, program, type SampleRequest } from './sample-request.ts';

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
  const { method, prefix, signedPath, search, body, signed, access, headers, savesAs } =
    prepareRequest(request);
  const hasBody = body !== undefined;
  return program(
    '<?php',
    '',
    signed && `// Needs ${nameCredentials(request)} in the environment.`,
    `$baseUrl = getenv('RECOUNT_URL') ?: ${quoteForPhp(baseUrl)};`,
    `$path = ${quoteForPhp(signedPath)};`,
    search !== '' && `$query = ${quoteForPhp(search)};`,
    hasBody && `$body = ${writePhpBody(body)};`,
    '',
    ...(signed ? sign(method, hasBody) : []),
    `$request = curl_init("{$baseUrl}${prefix}{$path}${search ? '{$query}' : ''}");`,
    'curl_setopt_array($request, [',
    `    CURLOPT_CUSTOMREQUEST => '${method}',`,
    '    CURLOPT_RETURNTRANSFER => true,',
    '    CURLOPT_HTTPHEADER => [',
    hasBody && "        'Content-Type: application/json',",
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
