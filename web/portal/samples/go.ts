// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are lines of another program
import type { FormPart } from '../model/open-api.ts';
import { nameCredentials, prepareRequest, program, type SampleRequest, sortParts } from './sample-request.ts';

const MULTILINE = /\n/;
/** A raw string holds no backtick, drops carriage returns, and may hold neither of the others. */
const NOT_RAW = /[`\r\0\uFEFF]/;

/** A text as a string literal: raw where it has several lines, quotes or backslashes and can be. */
export function quoteForGo(text: string): string {
  const whole = text.toWellFormed();
  const quoted = JSON.stringify(whole).replaceAll('\uFEFF', '\\ufeff');
  const isPlain = quoted === `"${whole}"` && !MULTILINE.test(whole);
  return isPlain || NOT_RAW.test(whole) ? quoted : `\`${whole}\``;
}

/** A program of Go's standard library: `go run sample.go`. */
export function writeGo(request: SampleRequest, baseUrl: string): string {
  const { method, prefix, signedPath, search, body, form, signed, access, headers, savesAs } =
    prepareRequest(request);
  const hasBody = body !== undefined || form !== undefined;
  const files = sortParts(form ?? []).files.length > 0;
  const packages = [
    ...['bytes', 'encoding/json', 'fmt', 'io', 'log', 'net/http', 'os'],
    ...(hasBody ? ['strings'] : []),
    ...(form ? ['mime/multipart'] : []),
    ...(files ? ['net/textproto'] : []),
    ...(signed ? ['crypto/hmac', 'crypto/sha256', 'encoding/hex', 'strconv', 'time'] : []),
  ].sort();
  const set = (name: string, value: string) => `\trequest.Header.Set(${quoteForGo(name)}, ${value})`;
  return program(
    'package main',
    '',
    'import (',
    ...packages.map((name) => `\t"${name}"`),
    ')',
    '',
    signed && `// Needs ${nameCredentials(request)} in the environment.`,
    'func main() {',
    '\tbaseURL := os.Getenv("RECOUNT_URL")',
    '\tif baseURL == "" {',
    `\t\tbaseURL = ${quoteForGo(baseUrl)}`,
    '\t}',
    `\tpath := ${quoteForGo(signedPath)}`,
    search !== '' && `\tquery := ${quoteForGo(search)}`,
    body !== undefined && `\tbody := ${quoteForGo(body)}`,
    ...(form ? writeForm(form) : []),
    '',
    ...(signed ? sign(method, hasBody) : []),
    `\taddress := baseURL + ${prefix ? `"${prefix}" + ` : ''}path${search ? ' + query' : ''}`,
    `\trequest, err := http.NewRequest("${method}", address, ${hasBody ? 'strings.NewReader(body)' : 'nil'})`,
    '\tif err != nil {',
    '\t\tlog.Fatal(err)',
    '\t}',
    body !== undefined && set('Content-Type', '"application/json"'),
    form !== undefined && set('Content-Type', 'form.FormDataContentType()'),
    signed && set('x-client-id', 'os.Getenv("RECOUNT_CLIENT_ID")'),
    signed && set('x-timestamp', 'timestamp'),
    signed && set('x-signature', 'signature'),
    access === 'partner' && set('Authorization', '"Bearer "+os.Getenv("RECOUNT_ACCESS_TOKEN")'),
    ...Object.entries(headers).map(([name, value]) => set(name, quoteForGo(value))),
    '',
    '\tresponse, err := http.DefaultClient.Do(request)',
    '\tif err != nil {',
    '\t\tlog.Fatal(err)',
    '\t}',
    '\tdefer response.Body.Close()',
    '\tanswer, err := io.ReadAll(response.Body)',
    '\tif err != nil {',
    '\t\tlog.Fatal(err)',
    '\t}',
    '',
    '\tfmt.Println(response.StatusCode)',
    ...(savesAs === undefined
      ? []
      : [
          '\tif response.StatusCode < 400 {',
          `\t\tif err := os.WriteFile(${quoteForGo(savesAs)}, answer, 0o644); err != nil {`,
          '\t\t\tlog.Fatal(err)',
          '\t\t}',
          '\t\treturn',
          '\t}',
        ]),
    '\tvar pretty bytes.Buffer',
    '\tif err := json.Indent(&pretty, answer, "", "  "); err != nil {',
    '\t\tlog.Fatal(err)',
    '\t}',
    '\tfmt.Println(pretty.String())',
    '\tif response.StatusCode >= 400 {',
    '\t\tos.Exit(1)',
    '\t}',
    '}',
  );
}

function writeForm(form: readonly FormPart[]): string[] {
  const { files, texts } = sortParts(form);
  const stop = (indent: string) => [`${indent}if err != nil {`, `${indent}\tlog.Fatal(err)`, `${indent}}`];
  const rows = (each: readonly (readonly string[])[]) =>
    each.map((row) => `\t\t{${row.map(quoteForGo).join(', ')}},`);
  return [
    '\tvar encoded bytes.Buffer',
    '\tform := multipart.NewWriter(&encoded)',
    ...(files.length === 0
      ? []
      : [
          '\tfor _, file := range [][3]string{',
          ...rows(files.map(({ name, fileName, contentType }) => [name, fileName, contentType])),
          '\t} {',
          '\t\tcontent, err := os.ReadFile(file[1])',
          ...stop('\t\t'),
          '\t\tquotedName := strings.ReplaceAll(file[1], `"`, "%22")',
          '\t\theader := textproto.MIMEHeader{}',
          '\t\theader.Set("Content-Disposition", fmt.Sprintf(`form-data; name="%s"; filename="%s"`, file[0], quotedName))',
          '\t\theader.Set("Content-Type", file[2])',
          '\t\tpart, err := form.CreatePart(header)',
          ...stop('\t\t'),
          '\t\tpart.Write(content)',
          '\t}',
        ]),
    ...texts.map(({ name, value }) => `\tform.WriteField(${quoteForGo(name)}, ${quoteForGo(value)})`),
    '\tform.Close()',
    '\tbody := encoded.String()',
  ];
}

function sign(method: string, hasBody: boolean): (string | false)[] {
  return [
    '\t// Signed is METHOD:path:timestamp:hash of the body; the path without /partners and without query.',
    '\ttimestamp := strconv.FormatInt(time.Now().Unix(), 10)',
    hasBody && '\tbodyHash := sha256.Sum256([]byte(body))',
    '\tmac := hmac.New(sha256.New, []byte(os.Getenv("RECOUNT_CLIENT_SECRET")))',
    `\tmac.Write([]byte("${method}:" + path + ":" + timestamp + ":"${hasBody ? ' + hex.EncodeToString(bodyHash[:])' : ''}))`,
    '\tsignature := hex.EncodeToString(mac.Sum(nil))',
    '',
  ];
}
