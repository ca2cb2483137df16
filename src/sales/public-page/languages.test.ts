import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSalesFixtures, invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { lettersOf } from '../documents/words/letters/letters.ts';
import { LANGUAGES, wordsOf } from '../documents/words/words.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

it('page and mail keep the language that their document was approved under', async () => {
  const client = server.strict;
  const fixtures = await createSalesFixtures(client);
  for (const language of LANGUAGES) {
    await server.strict.patch('/invoice-template', { language });
    const changes = { invoiceType: 'quote', dueDate: '2999-12-31' };
    const { uuid, invoiceNumber } = (await client.post('/invoices', invoiceBody(fixtures, changes))).body
      .data;
    await server.strict.patch('/invoice-template', { language: language === 'en' ? 'de' : 'en' });
    const sent = (await client.post(`/invoices/${uuid}/send`)).body.data;
    const mail = (await client.get(`/mail/${sent.mail.uuid}`)).body.data;
    const root = `<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`;
    const page = await fetch(sent.publicLink);
    const shown = await page.text();
    expect(page.headers.get('content-language')).toBe(language);
    for (const text of [root, lettersOf(language).actions.accept, wordsOf(language).billTo])
      expect(shown).toContain(text);
    expect(mail.html).toContain(root);
    expect(mail.subject).toContain(`${wordsOf(language).titles.quote} ${invoiceNumber}`);
    expect(mail.text).toContain(lettersOf(language).mail.reply);
    expect(`${shown}${mail.html}`).not.toMatch(/\{\w+\}|undefined/);
    const asked = await (await fetch(`${sent.publicLink}/accept`)).text();
    expect(asked).toContain(lettersOf(language).actions.yesAccept);
    const done = await fetch(`${sent.publicLink}/accept`, { method: 'POST' });
    expect(await done.text()).toContain(lettersOf(language).summary.accepted);
  }
});
