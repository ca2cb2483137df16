import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePublicDocuments, type PublicDocuments } from '../../../test/support/public-page-books.ts';
import { readPdf } from '../../../test/support/read-pdf.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';

const PERSON = { 'user-agent': 'Mozilla/5.0 (X11; Linux x64; rv:130.0) Gecko/20100101 Firefox/130.0' };

let server: TestServer;
let documents: PublicDocuments;
const log: string[] = [];

beforeAll(async () => {
  const destination = new PassThrough();
  destination.on('data', (chunk) => log.push(String(chunk)));
  server = await startTestServer(
    { name: 'Firm & <Sons>', taxNumber: '36-5550142' },
    { level: 'info', destination },
  );
  documents = await makePublicDocuments(server);
});
afterAll(() => server.close());

async function open(url: string, headers: Record<string, string> = PERSON, method = 'GET') {
  const response = await fetch(url, { method, headers, redirect: 'manual' });
  return { status: response.status, headers: response.headers, html: await response.text() };
}
const answer = (url: string, act: 'accept' | 'decline') => open(`${url}/${act}`, PERSON, 'POST');
const read = async (uuid: string) => (await server.strict.get(`/invoices/${uuid}`)).body.data;
const auditOf = async (uuid: string) =>
  (await server.strict.get(`/invoices/${uuid}/audit-log`)).body.data.auditLog;

describe('a public page', () => {
  it('shows what the document said at its approval, and what has become of it', async () => {
    const { status, html } = await open(documents.taxed.url);
    expect(status).toBe(200);
    for (const text of [
      'Firm &amp; &lt;Sons&gt;',
      'Tax number <bdi>36-5550142</bdi>',
      `Invoice <span class="number">${documents.taxed.number}</span>`,
      'Aimee',
      '12 Elm Street',
      'December 31, 2999',
      '2.5 × $249.99',
      'Discount −$25.00',
      '$599.98',
      '$3.125',
      'Discount (Loyal customer)',
      'Illinois sales tax 6.25% on $650.73',
      'Springfield tax 3.5% on $569.98',
      '$746.98',
      'Thank you for your business.',
    ])
      expect(html).toContain(text);
  });

  it('says the same whatever becomes of customer, product and workspace', async () => {
    const customer = `/customers/${documents.fixtures.customerUuid}`;
    const before = (await open(documents.taxed.url)).html;
    await server.strict.put(customer, { customer: 'Renamed', billingAddress: { street: 'Elsewhere' } });
    await server.strict.patch(`/products/${documents.fixtures.productUuid}`, { name: 'Something else' });
    await server.owner.query(`UPDATE workspace SET name = 'Renamed' WHERE id = $1`, [server.workspaceId]);
    const after = (await open(documents.taxed.url)).html;
    await server.owner.query(`UPDATE workspace SET name = 'Firm & <Sons>' WHERE id = $1`, [
      server.workspaceId,
    ]);
    await server.strict.put(customer, { customer: 'Aimee' });
    expect(after).toBe(before);
  });

  it.each([
    ['partly', 'Partly paid', '$150.00</p><p class="when">to pay by'],
    ['overdue', 'Overdue', 'to pay, was due on <time datetime="2026-07-31">July 31, 2026'],
    ['inclusive', 'Open', 'Includes VAT 19% on $100.00'],
    ['estimate', 'Open', 'Valid until'],
    ['expired', 'Expired', 'Ask for a new one'],
    ['memo', 'Open', 'credited to you'],
    ['voided', 'Void', 'Nothing is owed'],
  ] as const)('tells of a document that is %s', async (name, status, words) => {
    const { html } = await open(documents[name].url);
    expect(html).toMatch(new RegExp(`class="status status-\\w+">${status}<`));
    expect(html).toContain(words);
  });

  it('tells what was paid, by whom it was waived, and that nothing is left', async () => {
    const { uuid, url } = await documents.make({ dueDate: '2999-12-31' });
    const { customerUuid } = documents.fixtures;
    await server.strict.post('/payments', {
      customerUuid,
      date: '2026-07-05',
      amount: 200,
      invoices: [{ id: uuid, amount: 200 }],
      method: 'check',
    });
    await server.strict.patch(`/invoices/${uuid}/write-off`, { date: '2026-07-06' });
    const { html } = await open(url);
    expect(html).toContain('Paid by check on July 5, 2026</dt><dd>−$200.00');
    expect(html).toContain('Waived on July 6, 2026</dt><dd>−$50.00');
    expect(html).toContain('Amount due</dt><dd>$0.00');
    expect(html).toContain('Paid in full');
  });

  it('says of a draft no more than that it is not final', async () => {
    const { status, html } = await open(documents.draft.url);
    expect(status).toBe(200);
    expect(html).toContain('This invoice is not final yet');
    for (const secret of ['$250.00', 'Aimee', 'Not for anybody yet', documents.draft.number])
      expect(html).not.toContain(secret);
  });

  it('is found by no search engine, kept by nobody and told to no other site', async () => {
    const { headers } = await open(documents.quote.url);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-robots-tag': 'noindex, nofollow, noarchive',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('set-cookie')).toBeNull();
  });

  it('offers the PDF, which leads back to the page, but none of a draft', async () => {
    const { url, number } = documents.taxed;
    expect((await open(url)).html).toContain('Download PDF');
    const response = await fetch(`${url}/pdf`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('content-disposition')).toContain(
      `attachment; filename="Invoice ${number}.pdf"`,
    );
    const { text, links } = await readPdf(Buffer.from(await response.arrayBuffer()));
    expect(text).toContain(number);
    expect(links).toEqual([url]);
    expect((await open(`${documents.draft.url}/pdf`)).status).toBe(404);
  });

  it('leaves its address out of the log', async () => {
    await open(documents.quote.url);
    await open(`${documents.quote.url}/accept`);
    const token = documents.quote.url.split('/i/')[1]!;
    expect(log.join('')).toContain('/i/:token');
    expect(log.join('')).not.toContain(token);
  });

  it('leaves its address out of the log of what is not there, too', async () => {
    const token = documents.quote.url.split('/i/')[1]!;
    const ways: [string, string][] = [
      ...['OPTIONS', 'POST', 'PUT', 'PROPFIND'].map((method): [string, string] => [method, `/i/${token}`]),
      ...['/pdf/', '/', '/a/b/c', '/files/x/y'].map((end): [string, string] => ['GET', `/i/${token}${end}`]),
      ...['/I/', '//i/', '/%69/', '/i//', '/i%2F', '/books/i/'].map((start): [string, string] => [
        'GET',
        `${start}${token}/a/b/c`,
      ]),
    ];
    const before = log.length;
    const statuses = await Promise.all(
      ways.map(async ([method, path]) => (await open(`${server.baseUrl}${path}`, PERSON, method)).status),
    );
    expect(new Set(statuses)).toEqual(new Set([404]));
    const since = () => log.slice(before).join('');
    // A line is written once the answer is out.
    await expect
      .poll(() => since().match(/"path":"\/i\/[*:]/g)?.length, { timeout: 20_000 })
      .toBe(ways.length);
    expect(since()).not.toContain(token);
  });
});

describe('a link that leads nowhere', () => {
  it.each([
    ['an unknown one', async () => `${server.baseUrl}/i/nothing`],
    [
      'one that was altered',
      async () => `${documents.taxed.url.slice(0, -1)}${documents.taxed.url.endsWith('A') ? 'B' : 'A'}`,
    ],
    [
      'one that was revoked',
      async () => {
        const { uuid, url } = await documents.make({});
        await server.strict.delete(`/invoices/${uuid}/public-link`);
        return url;
      },
    ],
    [
      'one to a draft that was deleted',
      async () => {
        const { uuid, url } = await documents.make({ isDraft: true });
        await server.strict.delete(`/invoices/${uuid}`);
        return url;
      },
    ],
  ])('says so kindly, and alike: %s', async (_name, toUrl) => {
    const url = await toUrl();
    const { status, html, headers } = await open(url);
    expect(status).toBe(404);
    expect(html).toContain('This link leads nowhere');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect((await open(`${url}/accept`)).status).toBe(404);
    expect((await answer(url, 'accept')).status).toBe(404);
  });

  it('another act of a good link does neither', async () => {
    expect((await open(`${documents.quote.url}/constructor`)).status).toBe(404);
    expect((await open(`${documents.quote.url}/pay`, PERSON, 'POST')).status).toBe(404);
  });
});

describe('a view', () => {
  const sentInvoice = async () => {
    const made = await documents.make({ dueDate: '2999-12-31' });
    await server.strict.post(`/invoices/${made.uuid}/send`);
    return made;
  };

  it('is noted the first time that a person opens the page, and told', async () => {
    const { uuid, url } = await sentInvoice();
    expect(await read(uuid)).toMatchObject({ viewedAt: null, status: 'sent' });
    await open(url);
    const { viewedAt, updatedAt } = await read(uuid);
    expect(viewedAt).toMatch(/Z$/);
    await open(url);
    expect(await read(uuid)).toMatchObject({ viewedAt, updatedAt });
    const [row, ...rows] = await auditOf(uuid);
    expect(row).toMatchObject({
      action: 'viewed',
      via: 'public_link',
      person: null,
      partnerApp: null,
      remoteAddress: '127.0.0.1',
    });
    expect(row.changes.viewedAt).toEqual({ from: null, to: viewedAt });
    expect(rows.map(({ action, via }: Record<string, unknown>) => [action, via])).toEqual([
      ['sent', null],
      ['created', null],
    ]);
    const { rows: events } = await server.owner.query(
      `SELECT type, document::json ->> 'viewedAt' AS viewed FROM outbox_event WHERE entity_id = $1 ORDER BY id DESC LIMIT 1`,
      [uuid],
    );
    expect(events).toEqual([{ type: 'invoice.updated', viewed: viewedAt }]);
  });

  it('is one where many open the page at once', async () => {
    const { uuid, url } = await sentInvoice();
    await Promise.all(Array.from({ length: 6 }, () => open(url)));
    const views = (await auditOf(uuid)).filter(({ action }: { action: string }) => action === 'viewed');
    expect(views.length).toBe(1);
  });

  it.each([
    ['a program', { 'user-agent': 'curl/8.5.0' }],
    [
      'a search engine',
      { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
    ],
    ['the preview of a messenger', { 'user-agent': 'WhatsApp/2.23.20.0' }],
    ['the preview of a chat', { 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' }],
    ['nobody in particular', { 'user-agent': '' }],
    ['a browser that fetches ahead', { ...PERSON, 'sec-purpose': 'prefetch;prerender' }],
  ])('is not noted for %s', async (_name, headers) => {
    const { uuid, url } = await sentInvoice();
    expect((await open(url, headers)).status).toBe(200);
    expect((await read(uuid)).viewedAt).toBeNull();
  });

  it('is not noted for a look at the headers alone, and not for a draft', async () => {
    const { uuid, url } = await sentInvoice();
    expect((await open(url, PERSON, 'HEAD')).status).toBe(200);
    expect((await read(uuid)).viewedAt).toBeNull();
    await open(documents.draft.url);
    expect((await read(documents.draft.uuid)).viewedAt).toBeNull();
  });
});

describe('a quote', () => {
  const makeQuote = (changes = {}) =>
    documents.make({ invoiceType: 'quote', dueDate: '2999-12-31', ...changes });

  it.each([
    ['accept', 'accepted', 'Accept quote', 'You have accepted it'],
    ['decline', 'declined', 'Decline quote', 'You have declined it'],
  ] as const)('is answered after a second question: %s', async (act, status, question, words) => {
    const { uuid, url } = await makeQuote();
    const asked = await open(`${url}/${act}`);
    expect(asked.html).toContain(`${question} `);
    expect((await read(uuid)).status).toBe('approved');
    const { status: code, headers } = await answer(url, act);
    expect(code).toBe(303);
    expect(new URL(headers.get('location')!, `${url}/${act}`).href).toBe(url);
    expect((await read(uuid)).status).toBe(status);
    expect((await open(url)).html).toContain(words);
    const [row] = (await auditOf(uuid)).filter(({ action }: { action: string }) => action === status);
    expect(row).toMatchObject({ via: 'public_link', person: null, partnerApp: null });
  });

  it('its answer is mailed to who sent it, so that he can reply to the customer', async () => {
    const { uuid, url, number } = await makeQuote();
    await server.strict.post(`/invoices/${uuid}/send`);
    await answer(url, 'accept');
    await answer(url, 'accept');
    const { mails } = (await server.strict.get('/mail', { entityUuid: uuid })).body.data;
    expect(mails.map(({ subject }: { subject: string }) => subject)).toEqual([
      `Quote ${number} was accepted`,
      `Quote ${number} from Firm & <Sons>`,
    ]);
    expect(mails[0].to).toMatchObject([{ address: mails[1].replyTo.address }]);
    expect(mails[0].replyTo).toEqual({ name: 'Aimee', address: mails[1].to[0].address });
    const { text, html } = (await server.strict.get(`/mail/${mails[0].uuid}`)).body.data;
    expect(text).toContain(`Aimee has accepted quote ${number}, which comes to $250.00.`);
    expect(html).toContain('$250.00');
    await answer(url, 'decline');
    const again = (await server.strict.get('/mail', { entityUuid: uuid })).body.data.mails;
    expect(again[0]).toMatchObject({
      subject: `Quote ${number} was declined`,
      to: [{ address: mails[0].to[0].address }],
    });
  });

  it('that nobody sent is told of to the owners', async () => {
    const { uuid, url } = await makeQuote();
    await answer(url, 'decline');
    const { mails } = (await server.strict.get('/mail', { entityUuid: uuid })).body.data;
    const { rows } = await server.owner.query('SELECT email FROM person WHERE id = $1', [server.personId]);
    expect(mails).toMatchObject([{ to: [{ address: rows[0].email }] }]);
  });

  it('is answered once however often the button is pressed', async () => {
    const { uuid, url } = await makeQuote();
    await Promise.all([1, 2, 3].map(() => answer(url, 'accept')));
    const rows = (await auditOf(uuid)).filter(({ action }: { action: string }) => action === 'accepted');
    expect(rows.length).toBe(1);
  });

  it('can be answered otherwise until it is converted', async () => {
    const { uuid, url } = await makeQuote();
    await answer(url, 'decline');
    expect((await open(url)).html).toContain('Accept after all');
    await answer(url, 'accept');
    expect((await read(uuid)).status).toBe('accepted');
    await server.strict.post(`/invoices/${uuid}/convert`, {});
    expect((await open(url)).html).not.toMatch(/Decline|Accept after/);
    const late = await answer(url, 'decline');
    expect(late.status).toBe(409);
    expect(late.html).toContain('can no longer be answered');
    expect((await read(uuid)).status).toBe('converted');
  });

  it.each(['overdue', 'memo', 'draft', 'expired', 'voided'] as const)(
    'is no %s document, which nobody accepts',
    async (name) => {
      const { url, uuid } = documents[name];
      const before = await read(uuid);
      expect((await open(url)).html).not.toContain('/accept"');
      expect((await open(`${url}/accept`)).status).toBe(303);
      expect((await answer(url, 'accept')).status).toBe(409);
      expect((await read(uuid)).status).toBe(before.status);
    },
  );
});

describe('whoever guesses links', () => {
  it('is told to wait, while good links go on', async () => {
    const guesses = await Promise.all(
      Array.from({ length: 80 }, (_, n) => open(`${server.baseUrl}/i/guess${n}`)),
    );
    const statuses = new Set(guesses.map(({ status }) => status));
    expect(statuses).toContain(429);
    expect(guesses.find(({ status }) => status === 429)!.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await open(documents.taxed.url)).status).toBe(200);
  });
});
