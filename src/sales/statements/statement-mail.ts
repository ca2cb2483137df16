import { fill } from '../documents/words/letters/letters.ts';
import { voiceOf } from '../documents/words/voice.ts';
import { layOutMail, type WrittenMail } from '../sending/mail-layout.ts';
import type { StatementDocument } from './load-statement-document.ts';

interface StatementMail {
  readonly document: StatementDocument;
  /** What the sender says; undefined: what one would say. */
  readonly subject: string | undefined;
  readonly message: string | undefined;
}

/** Writes the mail with which a statement is sent, for its customer: what is owed, and what of it is overdue. */
export function writeStatementMail({ document, subject, message }: StatementMail): WrittenMail {
  const { seller, customer, period, statements, template } = document;
  const speakIn = (currency: string) => voiceOf(template.language, seller.country, currency);
  const voice = speakIn(statements[0]?.currency ?? 'USD');
  const { words, letters, formats } = voice;
  const figures = statements.flatMap(({ currency, closingBalance, aging }): [string, string][] => {
    const { money } = speakIn(currency);
    const named = (label: string) => (statements.length > 1 ? `${label}, ${currency}` : label);
    const overdue = aging.days1To30 + aging.days31To60 + aging.days61To90 + aging.over90;
    const balance: [string, string] = [named(words.statement.balance), money(closingBalance)];
    return overdue > 0n ? [balance, [named(letters.status.overdue), money(overdue)]] : [balance];
  });
  const values = {
    from: seller.name,
    start: formats.date(period.startDate),
    date: formats.date(period.endDate),
  };
  const hello = fill(letters.mail.hello, { customer: customer.name });
  return layOutMail(
    {
      subject: subject ?? fill(letters.statement.subject, values),
      heading: fill(letters.statement.heading, values),
      message: message ?? `${hello}\n\n${fill(letters.statement.message, values)}`,
      figures,
      closing: `${letters.statement.attached} ${letters.mail.reply}`,
      seller: [seller.name, ...voice.addressLines(seller.address)],
    },
    voice,
  );
}
