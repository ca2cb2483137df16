import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../src/app.ts';
import { ENDPOINTS } from '../src/endpoints.ts';
import { ERRORS, FIELD_CODES } from '../src/errors.ts';
import { formatMinorUnits, readStoredRate } from '../src/ledger/money/index.ts';
import { convertDocument } from '../src/ledger/posting/convert-document.ts';
import { computeDocument } from '../src/ledger/taxes/index.ts';
import { DEMO_LIMIT, STANDARD_LIMIT } from '../src/partners/rate-limit/app-rate-limiter.ts';
import { findSignatureFault } from '../src/partners/signatures/check-signature.ts';
import { FAILED_SIGNATURES } from '../src/platform/http/limit-by-address.ts';
import { MAIL_STATUSES } from '../src/platform/mail/index.ts';
import { COUNTRY_LANGUAGES } from '../src/sales/documents/e-invoice/country-code.ts';
import { E_INVOICE_FORMATS } from '../src/sales/documents/e-invoice/e-invoice-file.ts';
import { groupByVat, type TaxKind } from '../src/sales/documents/e-invoice/vat.ts';
import { LARGEST_LOGO, LONGEST_SIDE } from '../src/sales/documents/template/read-logo.ts';
import { LONGEST_FOOTER, updateTemplateBody } from '../src/sales/documents/template/template.schema.ts';
import { PAPER_SIZES } from '../src/sales/documents/template/template.ts';
import { LANGUAGES, wordsOf } from '../src/sales/documents/words/words.ts';
import { INVOICE_TYPES } from '../src/sales/invoices/invoice.ts';
import { INVOICE_STATUSES } from '../src/sales/invoices/invoice-status.ts';
import { PLACEHOLDERS } from '../src/sales/reminders/placeholders.ts';
import { createReminderRuleBody, SKIPPED } from '../src/sales/reminders/reminder-rule.schema.ts';
import { STATEMENT_EXAMPLE } from '../src/sales/statements/statement.examples.ts';
import type { OpenApi } from '../web/portal/model/open-api.ts';
import type { EndpointPage } from '../web/portal/model/pages.ts';
import { readPortal } from '../web/portal/model/portal.ts';
import { toSlug } from '../web/portal/model/words.ts';
import { line, lineTax, moneyDocument, units } from './support/documents.ts';
import { findGuide, GUIDES, readTable } from './support/guides.ts';
import { printedDocument } from './support/printed-document.ts';

const openApi = openApiDocument() as unknown as OpenApi;
const portal = readPortal(openApi, GUIDES);

describe('the tables of PDF documents', () => {
  const { markdown } = findGuide('pdf-documents');

  it('have each mark', () => {
    expect(readTable(markdown, 'mark', 'on').map(([mark]) => mark)).toEqual(
      Object.values(wordsOf('en').marks),
    );
  });

  it('have each setting of the template, with its limits', () => {
    const rows = Object.fromEntries(readTable(markdown, 'field', 'is').map(([field, is]) => [field, is!]));
    expect(Object.keys(rows)).toEqual(Object.keys(updateTemplateBody.shape));
    expect(rows.logo).toContain(`${LARGEST_LOGO / 1024} KiB, and ${LONGEST_SIDE} pixels`);
    for (const language of LANGUAGES) expect(rows.language).toContain(language);
    for (const size of PAPER_SIZES) expect(rows.paperSize).toContain(size);
    expect(rows.footer).toContain(`${LONGEST_FOOTER} characters`);
  });
});

describe('the tables of E-invoices', () => {
  const { markdown } = findGuide('e-invoices');

  it('have each format, and each language in which countries are known', () => {
    expect(readTable(markdown, 'format', 'is').map(([format]) => format)).toEqual([...E_INVOICE_FORMATS]);
    const union = new Set(
      'bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv'.split(' '),
    );
    const names = new Intl.DisplayNames('en', { type: 'language' });
    const others = COUNTRY_LANGUAGES.filter((language) => !union.has(language));
    const said = /language of the European Union or in ([^;]+);/.exec(markdown)![1]!.replaceAll('\n', ' ');
    const wanted = others.map((language) => names.of(language)!.replace(' Bokmål', '')).sort();
    expect(said.split(/, | or /)).toEqual(wanted);
  });

  it('have the category of each kind of tax', () => {
    const rows = readTable(markdown, 'kind', 'category', 'and');
    const { lines } = printedDocument({ lines: [line('1', '1', [lineTax('tax', '7')])] }).invoice;
    const kinds = ['standard', 'zero', 'exempt', 'reverse_charge'] as const satisfies TaxKind[];
    const told = kinds.map((kind) => [kind, groupByVat(lines, new Map([['tax', kind]]))[0]!.vat.category]);
    expect(rows.slice(0, -1).map(([kind, category]) => [kind, /`?(\w+)/.exec(category!)![1]])).toEqual(told);
  });
});

describe('the tables of Reminders and statements', () => {
  const { markdown } = findGuide('reminders-and-statements');
  const firstCells = (...head: string[]) => readTable(markdown, ...head).map(([cell]) => cell!);

  it('have each field of a rule, each placeholder and each reason', () => {
    const fields = firstCells('field', 'is').flatMap((cell) => cell.split('`, `'));
    expect(fields).toEqual(Object.keys(createReminderRuleBody.shape));
    expect(firstCells('placeholder', 'becomes')).toEqual(PLACEHOLDERS.map((name) => `{{${name}}}`));
    expect(firstCells('reason', 'what it means')).toEqual([...SKIPPED]);
    const [{ aging }] = STATEMENT_EXAMPLE.statements as [(typeof STATEMENT_EXAMPLE.statements)[number]];
    expect(firstCells('field', 'is what of it')).toEqual(Object.keys(aging));
  });
});

describe('the test vectors of Authentication', () => {
  const { markdown } = findGuide('authentication');
  const secret = /The client secret of all of them is `([^`]+)`/.exec(markdown)![1]!;
  const results = readTable(markdown, '', 'canonical string', 'signature');
  const vectors = readTable(markdown, '', 'request', 'timestamp', 'body', 'body hash').map(
    ([number, request, timestamp, body, bodyHash], index) => {
      const [method, target] = request!.split(' ');
      const [resultNumber, canonical, signature] = results[index]!;
      expect(resultNumber).toBe(number);
      return {
        request: {
          method: method!,
          target: target!,
          timestamp: timestamp!,
          body: body === 'none' ? '' : body!,
        },
        bodyHash: bodyHash === 'empty' ? '' : bodyHash!,
        canonical: canonical!,
        signature: signature!,
      };
    },
  );

  it('are at least five, one line of results for each', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(5);
    expect(results).toHaveLength(vectors.length);
  });

  it.each(vectors)(
    '$request.method $request.target $request.body: is what the guide says to compute',
    (vector) => {
      const { method, target, timestamp, body } = vector.request;
      const bodyHash = body === '' ? '' : createHash('sha256').update(body, 'utf8').digest('hex');
      const canonical = `${method}:${target.split('?')[0]}:${timestamp}:${bodyHash}`;
      const signature = createHmac('sha256', secret).update(canonical).digest('hex');
      expect({ bodyHash, canonical, signature }).toEqual({
        bodyHash: vector.bodyHash,
        canonical: vector.canonical,
        signature: vector.signature,
      });
    },
  );

  it.each(vectors)('$request.method $request.target $request.body: is accepted by the server', (vector) => {
    const { method, target, timestamp, body } = vector.request;
    const path = `/partners${target.split('?')[0]}`;
    const signed = { method, path, timestamp, body: body === '' ? undefined : Buffer.from(body) };
    const now = timestamp.length > 10 ? Number(timestamp) : Number(timestamp) * 1000;
    expect(findSignatureFault(signed, vector.signature, secret, now)).toBeUndefined();
    expect(findSignatureFault({ ...signed, method: 'PATCH' }, vector.signature, secret, now)).toBeDefined();
  });
});

describe('what the guides list', () => {
  const codesOf = (slug: string, ...head: string[]) =>
    readTable(findGuide(slug).markdown, ...head).map(([cell]) =>
      cell!.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1'),
    );

  it('is every code that a 401 may carry', () => {
    const registered = Object.entries(ERRORS).flatMap(([code, { status }]) => (status === 401 ? [code] : []));
    expect(codesOf('authentication', 'code', 'means').toSorted()).toEqual(registered.toSorted());
  });

  it('is every code of single fields', () => {
    const told = codesOf('errors', 'code', 'the field').flatMap((cell) => cell.match(/[A-Z_]+/g) ?? []);
    expect(told.toSorted()).toEqual([...FIELD_CODES].toSorted());
  });

  it('is every status of an error that the server answers', () => {
    const told = codesOf('errors', 'status', 'what to do').flatMap((cell) => cell.split(', ').map(Number));
    const registered = new Set(Object.values(ERRORS).map(({ status }) => status));
    expect(told.toSorted()).toEqual([...registered].toSorted());
  });

  it('is every error code, from the registry', () => {
    const page = portal.pages.find(({ path }) => path === '/docs/guides/errors')!;
    const told = readTable((page as { markdown: string }).markdown, 'code', 'status', 'message');
    expect(told.map(([code]) => /^\[(\w+)\]/.exec(code!)![1]).toSorted()).toEqual(
      Object.keys(ERRORS).toSorted(),
    );
  });

  it('is every type and every status of a document', () => {
    const statuses = codesOf('invoice-lifecycle', 'status', 'when').flatMap(
      (cell) => cell.match(/\w+/g) ?? [],
    );
    expect(statuses.toSorted()).toEqual([...INVOICE_STATUSES].toSorted());
    expect(codesOf('invoice-lifecycle', 'invoiceType').toSorted()).toEqual([...INVOICE_TYPES].toSorted());
  });

  it('is every endpoint that is limited', () => {
    const told = readTable(findGuide('rate-limits').markdown, 'endpoint', 'requests', 'in');
    const declared = ENDPOINTS.flatMap(({ operationId, summary, limit }) => {
      if (!limit) return [];
      const page = portal.pages.find((one) => one.kind === 'endpoint' && one.operationId === operationId)!;
      return [[`[${summary}](${page.path})`, String(limit.requests), `${limit.seconds} seconds`]];
    });
    expect(told).toEqual(declared);
  });

  it('is how many requests an app may send, and how many an address with signatures that fail', () => {
    const { markdown } = findGuide('rate-limits');
    expect(readTable(markdown, 'app', 'requests a minute')).toEqual([
      ['a partner app', String(STANDARD_LIMIT)],
      ['an app of the demo', String(DEMO_LIMIT)],
    ]);
    const { requests, seconds } = FAILED_SIGNATURES;
    expect(markdown).toContain(`after ${requests} in ${seconds} seconds an address gets`);
  });

  it('is the limits of every list', () => {
    const rows = readTable(findGuide('pagination').markdown, 'list');
    const told = rows.flatMap(([lists, standard, largest]) =>
      [...lists!.matchAll(/\((\/docs[^)]+)\)/g)].map(([, path]) => ({
        path,
        limits: `Rows a page, 1 to ${largest}; ${standard} when left out.`,
      })),
    );
    const declared = portal.pages
      .filter((page): page is EndpointPage => page.kind === 'endpoint')
      .flatMap(({ path, queryParameters }) => {
        const limit = queryParameters.find(({ name }) => name === 'limit');
        // A report that is read line by line has a cursor instead of pages.
        const isPaged = queryParameters.some(({ name }) => name === 'page');
        return limit && isPaged ? [{ path, limits: limit.description }] : [];
      });
    const byPath = (a: { path?: string | undefined }, b: { path?: string | undefined }) =>
      a.path! < b.path! ? -1 : 1;
    expect(told.toSorted(byPath)).toEqual(declared.toSorted(byPath));
  });
});

describe('the tables of Money and rounding', () => {
  const { markdown } = findGuide('money-and-rounding');
  const money = (amount: bigint) => formatMinorUnits(amount, 'USD');
  const percentage = (cell: string) => cell.replace(' %', '');

  it('are what the arithmetic makes of prices that contain tax', () => {
    const rows = readTable(markdown, 'tax', 'price', 'discount of the document');
    expect(rows.length).toBeGreaterThan(2);
    for (const [tax, price, discount, ...told] of rows) {
      const vat = lineTax('vat', percentage(tax!), { inclusive: true });
      const lines = [line('1', price!, [vat])];
      const computed = computeDocument(moneyDocument({ lines, discount: units(discount!) }));
      const { taxable } = computed.lines[0]!.taxes[0]!;
      const { subtotal, discount: taken, tax: charged, total } = computed;
      expect(told).toEqual([subtotal, taken, taxable, charged, total].map(money));
    }
  });

  it('are what it makes of taxes on taxes', () => {
    for (const [prices, ...told] of readTable(markdown, 'prices', 'subtotal', '5 %')) {
      const inclusive = prices === 'inclusive';
      const taxes = [
        lineTax('plain', '5', { inclusive }),
        lineTax('on top', '9.5', { inclusive, compound: true }),
      ];
      const computed = computeDocument(moneyDocument({ lines: [line('1', '99.90', taxes)] }));
      const [plain, compound] = computed.lines[0]!.taxes;
      const amounts = [computed.subtotal, plain!.amount, compound!.taxable, compound!.amount, computed.total];
      expect(told).toEqual(amounts.map(money));
    }
  });
});

describe('every link within the portal', () => {
  const anchors = new Map(GUIDES.map(({ path, markdown }) => [path, readAnchors(markdown)]));
  const paths = new Set(['/docs', '/docs/guides/changelog', ...portal.pages.map(({ path }) => path)]);
  const texts: [string, string][] = [
    ...GUIDES.map(({ path, markdown }): [string, string] => [path, markdown]),
    ...collectTexts(openApi, 'openapi.json'),
  ];
  const links = texts.flatMap(([place, text]) =>
    [...text.matchAll(/\]\((\/[^)\s]*)\)/g)].map(([, target]) => ({ place, target: target! })),
  );

  it('leads to a page, and to a heading of it where it names one', () => {
    expect(links.length).toBeGreaterThan(50);
    const dead = links.filter(({ target }) => {
      const [path, anchor] = target.split('#');
      return !paths.has(path!) || (anchor !== undefined && !anchors.get(path!)?.has(anchor));
    });
    expect(dead).toEqual([]);
  });
});

function readAnchors(markdown: string): Set<string> {
  return new Set([...markdown.matchAll(/^##+ (.+)$/gm)].map(([, heading]) => toSlug(heading!)));
}

/** Every text that pages show as Markdown, with the place in the document where it stands. */
function collectTexts(node: unknown, place: string): [string, string][] {
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([name, value]): [string, string][] => {
    const isText = typeof value === 'string' && ['description', 'summary', 'action'].includes(name);
    return isText ? [[`${place}/${name}`, value]] : collectTexts(value, `${place}/${name}`);
  });
}

describe('the table of Foreign currency', () => {
  it('is what the document comes to at its rate', () => {
    const { markdown } = findGuide('foreign-currency');
    const rate = readStoredRate(/at (1\.\d+):/.exec(markdown)![1]!);
    const nets = [3_333n, 3_333n, 3_334n];
    const taxes = [1_000n, 550n];
    const amounts = { total: 11_550n, nets, taxes };
    const base = convertDocument(amounts, { currency: 'EUR', rate, baseCurrency: 'USD' });
    const listed = (of: typeof amounts | typeof base) => [of.total, ...of.nets, ...of.taxes];
    const money = (amount: bigint) => formatMinorUnits(amount, 'USD');
    const rows = readTable(markdown, 'line', 'EUR', 'USD').map(([, euros, dollars]) => [euros, dollars]);
    expect(rows).toEqual(
      listed(amounts).map((amount, index) => [money(amount), money(listed(base)[index]!)]),
    );
  });
});

describe('the table of Sending invoices', () => {
  it('has every state of a mail', () => {
    const { markdown } = findGuide('sending-invoices');
    const rows = readTable(markdown, 'status', 'what it means');
    expect(rows.map(([status]) => status)).toEqual([...MAIL_STATUSES]);
  });
});
