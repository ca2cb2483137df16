import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryDocument, line, lineTax, percent, units } from '../../../../test/support/documents.ts';
import { type PrintedDocument, printedDocument } from '../../../../test/support/printed-document.ts';
import { type PdfPage, readPdf } from '../../../../test/support/read-pdf.ts';
import { renderInvoicePdf } from './render-invoice-pdf.ts';
import { MARGIN } from './sheet.ts';

const print = async (given: PrintedDocument = {}) => readPdf(await renderInvoicePdf(printedDocument(given)));

const sales = lineTax('Sales tax', '8');
const levy = lineTax('City levy', '2');
const ADDRESS = {
  street: '12 Elm Street',
  city: 'Springfield',
  state: 'MA',
  zipCode: '01103',
  country: 'US',
};

/**
 * How far text may seem to stand out. A reader takes marks for as wide as their glyphs, though they are drawn over the letter
 * beside them; Hebrew and Arabic ones stand before it.
 */
const roomOf = (text: string) => (/\p{M}/u.test(text) ? 8 : 0.5);

/** Where text would stand outside of the margins; what rises across the page is no such text. */
function strays({ texts, width, height }: PdfPage): string[] {
  return texts
    .filter(({ text, x, y, width: wide }, index) => {
      const room = roomOf((texts[index - 1]?.text ?? '') + text);
      return x < MARGIN - room || x + wide > width - MARGIN + room || y < 12 || y > height - MARGIN + 6;
    })
    .map(({ text, x, y, width: wide }) => `${text} at ${x}, ${y}, ${wide} wide`);
}

/** The minor units that a printed amount is, whatever stands beside its digits. */
function amountIn(row: string): bigint {
  const [, sign, amount] = /(-?)[^\s\d-]*\s?([\d.,]*\d)$/.exec(row)!;
  return BigInt(sign + amount!.replaceAll(/\D/g, ''));
}

describe('a printed document', () => {
  it('says everything that it is about', async () => {
    const { text, title, pages } = await print({
      lines: [
        { ...line('2.5', '60', [sales, levy], percent('10')), name: 'Hauling', description: 'By the hour' },
        { ...line('3', '19.990001', [sales]), name: 'Container' },
      ],
      money: { discount: units('5') },
      invoice: { discountDescription: 'Summer', notes: 'Thank you.\nPay soon.' },
      customer: {
        email: 'aimee@example.com',
        billingAddress: ADDRESS,
        shippingAddress: { ...ADDRESS, city: 'Salem' },
      },
      seller: { country: 'US', taxNumber: '12-3456789', address: { ...ADDRESS, street: '418 Foundry Road' } },
      template: { footer: 'First Bank of Springfield' },
      document: { customerTaxNumber: 'C-77' },
    });
    expect(title).toBe('Invoice INV-000123');
    expect(pages[0]).toMatchObject({ width: 612, height: 792 });
    for (const said of [
      'Foundry Road Hauling',
      '418 Foundry Road',
      'Springfield, MA 01103',
      'United States',
      'Tax number: 12-3456789',
      'Number INV-000123',
      'Date July 1, 2026',
      'Due date July 31, 2026',
      'Terms Net 30 days',
      'Currency USD',
      'Bill to',
      'Ship to',
      'Salem, MA 01103',
      'aimee@example.com',
      'Tax number: C-77',
      'Description Quantity Unit price Discount Tax Amount',
      'Hauling 2.5 60.00 10% 8% + 2% 135.00',
      'By the hour',
      'Container 3 19.990001 8% 59.97',
      'Subtotal $194.97',
      'Discount (Summer) -$5.00',
      'Sales tax 8% on 189.97 $15.20',
      'City levy 2% on 131.54 $2.63',
      'Total $207.80',
      'Amount due $207.80',
      'Thank you.',
      'Pay soon.',
      'First Bank of Springfield',
      'Page 1 of 1',
    ]) {
      expect(text).toContain(said);
    }
  });

  it('is the same to the byte each time', async () => {
    const document = printedDocument({ lines: [{ ...line('1', '9', [sales]), name: '請求 فاتورة 😀' }] });
    const bytes = await renderInvoicePdf(document);
    expect((await renderInvoicePdf(document)).equals(bytes)).toBe(true);
    const together = await Promise.all([renderInvoicePdf(document), renderInvoicePdf(printedDocument())]);
    expect(together[0].equals(bytes)).toBe(true);
    expect(together[1].equals(bytes)).toBe(false);
  });

  it('adds up as printed: net less discount, with the taxes, is the total', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDocument, async (money) => {
        const document = printedDocument({ lines: money.lines, money });
        fc.pre(document.invoice.total >= 0n && document.invoice.subtotal >= 0n);
        const { text, pages } = await readPdf(await renderInvoicePdf(document));
        const rows = text.split('\n');
        const sumOf = (wanted: (row: string) => boolean) =>
          rows.filter(wanted).reduce((sum, row) => sum + amountIn(row), 0n);
        const names = [...new Set(money.lines.flatMap(({ taxes }) => taxes.map(({ name }) => name)))];
        const net = sumOf((row) => row.startsWith('Subtotal '));
        const discount = sumOf((row) => /^Discount .*\d$/.test(row));
        const taxes = sumOf((row) => names.some((name) => row.startsWith(`${name} `)));
        expect(net + discount + taxes).toBe(sumOf((row) => row.startsWith('Total ')));
        expect(net + discount + taxes).toBe(document.invoice.total);
        expect(pages.flatMap(strays)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['JPY', 'Subtotal ¥1,250', 'Total ¥1,350', '1,250'],
    ['KWD', 'Subtotal KWD 1,250.000', 'Total KWD 1,350.000', '1,250.000'],
    ['USD', 'Subtotal $1,250.00', 'Total $1,350.00', '1,250.00'],
  ])('writes amounts in %s with the digits that it has', async (currency, subtotal, total, amount) => {
    const { text } = await print({
      money: { currency },
      lines: [line('1', '1250', [sales])],
      seller: { country: 'US' },
    });
    expect(text).toContain(subtotal);
    expect(text).toContain(total);
    expect(text).toMatch(new RegExp(`Junk removal 1 ${amount} 8% ${amount}$`, 'm'));
  });

  it('writes the largest amounts exactly', async () => {
    const { text, pages } = await print({
      lines: [line('1', '99999999.999999'), line('1000', '99999999.99')],
    });
    expect(text).toContain('99,999,999.999999');
    expect(text).toContain('99,999,999,990.00');
    expect(text).toContain('€100,099,999,990.00'.replace('€', '$'));
    expect(pages.flatMap(strays)).toEqual([]);
  });

  it.each([
    ['de', ['Rechnung', '1. Juli 2026', '1.250,50', '1.250,50 $', 'Offener Betrag', 'Seite 1 von 1']],
    ['fr', ['Facture', '1 juillet 2026', '1 250,50', '1 250,50 $US', 'Reste à payer', 'Page 1 sur 1']],
    ['es', ['Factura', '1 de julio de 2026', 'Saldo pendiente', 'Página 1 de 1']],
    ['ja', ['請求書', '2026年7月1日', '1,250.50', '$1,250.50', '請求残高', '1 / 1 ページ']],
    ['ar', ['فاتورة', '2026', '1,250.50', 'المبلغ', 'المستحق']],
  ] as const)('speaks %s', async (language, said) => {
    const { text } = await print({ lines: [line('1', '1250.5')], template: { language } });
    for (const each of said) expect(text).toContain(each);
  });

  it('writes numbers as the seller’s country does', async () => {
    const { text } = await print({
      lines: [line('1', '1250.5')],
      template: { language: 'de' },
      seller: { country: 'CH' },
    });
    expect(text).toMatch(/1['’]250\.50/);
  });

  it('stands mirrored in Arabic, with figures that read as everywhere', async () => {
    const { pages } = await print({
      template: { language: 'ar' },
      customer: { customer: 'شركة النور (ABC Trading)' },
      lines: [{ ...line('2', '5', [sales]), name: 'نقل' }],
    });
    const { texts, width } = pages[0]!;
    const at = (wanted: string) => texts.find(({ text }) => text.includes(wanted))!;
    expect(at('Foundry').x + at('Foundry').width).toBeCloseTo(width - MARGIN, 0);
    expect(at('10.00').x).toBeCloseTo(MARGIN, 0);
    expect(at('ABC Trading').x).toBeLessThan(at('النور').x);
  });

  it.each([
    ['a draft', { isDraft: true }, 'DRAFT'],
    ['one that is void', { voidDate: '2026-08-01' }, 'VOID'],
    ['one that is paid', { paidAmount: 25000n, settlements: [settled('payment', 25000n)] }, 'PAID'],
  ] as const)('marks %s', async (_name, invoice, mark) => {
    const { text } = await print({ invoice });
    for (const each of ['DRAFT', 'VOID', 'PAID']) expect(text.includes(each)).toBe(each === mark);
  });

  it('tells what was settled, and how', async () => {
    const { text } = await print({
      invoice: {
        paidAmount: 25000n,
        settlements: [settled('payment', 10000n), settled('memo', 5000n), settled('write_off', 10000n)],
      },
    });
    expect(text).toContain('Paid -$100.00');
    expect(text).toContain('Credits applied -$50.00');
    expect(text).toContain('Written off -$100.00');
    expect(text).toContain('Amount due $0.00');
    expect(text).not.toContain('PAID');
  });

  it.each([
    ['quote', 'Quote', 'Valid until July 31, 2026', 'Amount due'],
    ['estimate', 'Estimate', 'Valid until July 31, 2026', 'Amount due'],
    ['memo', 'Credit memo', 'Credit left $250.00', 'Due date'],
  ] as const)('calls a %s by its name', async (invoiceType, title, said, unsaid) => {
    const { text } = await print({ invoice: { invoiceType }, seller: { country: 'US' } });
    expect(text).toContain(title);
    expect(text).toContain(said);
    expect(text).not.toContain(unsaid);
  });

  it('says where a price holds its tax already', async () => {
    const vat = lineTax('VAT 19%', '19', { inclusive: true });
    const { text } = await print({ lines: [line('1', '119', [vat])] });
    expect(text).toContain('Junk removal 1 119.00 incl. 19% 100.00');
    expect(text).toContain('VAT 19% on 100.00 $19.00');
    expect(text).toContain('Total $119.00');
  });

  it('leads to its public page, once it is told where that is', async () => {
    const publicUrl = 'https://books.example.com/i/4f9a8b7c6d5e4f3a2b1c0d';
    const { text, links } = await print({ document: { publicUrl } });
    expect(text).toContain('View online');
    expect(text).toContain(publicUrl);
    expect(links).toEqual([publicUrl]);
    expect(await print()).toMatchObject({ links: [], text: expect.not.stringContaining('online') });
  });
});

describe('a document of 500 lines', () => {
  it('repeats the head of its table on each page, tells every line once, and numbers its pages', async () => {
    const lines = Array.from({ length: 500 }, (_, index) => ({
      ...line('1', String(index + 1), [sales]),
      name: `Product no. ${index + 1}`,
      description: index % 3 === 0 ? `A description of product ${index + 1}` : null,
    }));
    const { pages } = await print({ lines });
    expect(pages.length).toBeGreaterThan(15);
    expect(pages.length).toBeLessThan(35);
    const head = 'Description Quantity Unit price Tax Amount';
    const withLines = pages.filter(({ rows }) => rows.some((row) => row.startsWith('Product no. ')));
    for (const { rows } of withLines) expect(rows.filter((row) => row === head)).toHaveLength(1);
    const told = pages.flatMap(({ rows }) =>
      rows.flatMap((row) => /^Product no\. (\d+) 1 [\d,]+\.00 8% ([\d,]+)\.00$/.exec(row)?.slice(1) ?? []),
    );
    const numbers = lines.flatMap((_, index) => [String(index + 1), (index + 1).toLocaleString('en')]);
    expect(told).toEqual(numbers);
    for (const [index, { rows }] of pages.entries()) {
      expect(rows.at(-1)).toBe(`Page ${index + 1} of ${pages.length}`);
      if (index > 0) expect(rows[0]).toBe('Foundry Road Hauling Invoice INV-000123');
    }
    expect(pages.at(-1)!.rows).toContainEqual('Total $135,270.00');
    expect(pages.flatMap(strays)).toEqual([]);
  });

  it('lets others have their turn while it is drawn', async () => {
    const lines = Array.from({ length: 500 }, () => line('1', '1'));
    let turns = 0;
    let done = false;
    const count = () => {
      turns += 1;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    await renderInvoicePdf(printedDocument({ lines }));
    done = true;
    expect(turns).toBeGreaterThan(15);
  });
});

describe('hostile text', () => {
  const long = 'Donaudampfschifffahrtsgesellschaft'.repeat(12);
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom(
      long,
      '\u202egnp.exe\u202c',
      'e\u0302\u0301'.repeat(20),
      'a\u0300'.repeat(300),
      '👩‍👩‍👧‍👦🏳️‍🌈🇩🇪',
      '\u0000\u0007\u001b[31m',
      'שלום (123) עולם',
      'الفاتورة رقم 12-34 (مدفوعة)',
      '漢字'.repeat(80),
      '\ud800 lone',
      '\n\n\n',
      '﷽'.repeat(30),
      '꧅𒐫⸻'.repeat(10),
    ),
  );
  const nothing = fc.constant(null);

  it('never leaves the page, and never fails', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          name: anything,
          description: fc.oneof(anything, nothing),
          notes: fc.oneof(anything, nothing),
          customer: anything,
          street: anything,
          seller: anything,
          number: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 }),
          footer: anything,
          tax: anything,
          discount: anything,
          language: fc.constantFrom('en', 'de', 'ja', 'ar'),
        }),
        async ({
          name,
          description,
          notes,
          customer,
          street,
          seller,
          number,
          footer,
          tax,
          discount,
          language,
        }) => {
          const address = { ...ADDRESS, street, city: customer };
          const { pages } = await print({
            lines: [{ ...line('1', '12.5', [lineTax(tax, '7.5')]), name, description }],
            money: { discount: units('1') },
            invoice: { notes, invoiceNumber: number, discountDescription: discount },
            customer: { customer, billingAddress: address, shippingAddress: address },
            seller: { name: seller, address },
            template: { footer, language },
          });
          expect(pages.flatMap(strays)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('goes on over pages where it is longer than one', async () => {
    const notes = Array.from({ length: 500 }, (_, index) => `note ${index}`)
      .join(' ')
      .padEnd(5_000, ' end');
    const description = Array.from({ length: 900 }, (_, index) => `word ${index}`).join(' ');
    const { pages, text } = await print({
      lines: [
        { ...line('1', '1'), description },
        { ...line('1', '2'), name: 'Last' },
      ],
      invoice: { notes },
    });
    expect(pages.length).toBeGreaterThan(1);
    for (const word of ['word 0', 'word 899', 'note 0', 'note 499', 'Last 1 2.00 2.00']) {
      expect(text.replaceAll('\n', ' ')).toContain(word);
    }
    expect(pages.flatMap(strays)).toEqual([]);
  });

  it('turns nothing round that an override would turn round', async () => {
    const { text } = await print({ customer: { customer: 'invoice\u202efdp.exe\u202c Ltd' } });
    expect(text).toContain('invoicefdp.exe Ltd');
  });

  it('is in the fonts of its scripts, each letter of it', async () => {
    const said = [
      'Ελληνικά',
      'Кириллица',
      'Tiếng Việt',
      'Zażółć',
      'שלום',
      'ภาษาไทย',
      'हिन्दी',
      '株式会社',
      'カタカナ',
      '한국어',
      '简体中文',
      '繁體中文',
      '€',
      '₹',
      '→',
    ];
    const { text } = await print({ invoice: { notes: said.join(' · ') } });
    for (const each of said) expect(text.replaceAll(/\s/g, '')).toContain(each.replaceAll(/\s/g, ''));
  });
});

function settled(kind: 'payment' | 'memo' | 'write_off', amount: bigint) {
  const nothing = { number: null, method: null, reference: null };
  const settled = { amount, baseAmount: amount, currencyGain: 0n };
  return { allocationId: kind, itemId: kind, kind, ...nothing, effective: '2026-07-10', ...settled };
}
