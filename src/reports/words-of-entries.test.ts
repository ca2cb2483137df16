import { expect, it } from 'vitest';
import { sealAll } from '../../test/support/seal-all.ts';
import { useTrialBalanceBooks } from '../../test/support/trial-balance-books.ts';
import { createHeadSigner } from '../ledger/seals/signed-head.ts';
import { exportBooks } from './exports/index.ts';

const books = useTrialBalanceBooks();
const PERIOD = { startDate: '2026-01-01', endDate: '2026-12-31' };
const FIRST = { number: 'REF-1', description: 'first words' };
const CORRECTED = { number: 'REF-2', description: 'corrected words' };

// biome-ignore lint/suspicious/noExplicitAny: answers are read as the JSON they are
type Data = any;

async function read(path: string, query: Record<string, string> = {}): Promise<Data> {
  const { status, body } = await books.workspace.strict.get(path, { ...PERIOD, ...query });
  expect(status, JSON.stringify(body)).toBe(200);
  return query.format === 'csv' ? body.toString() : body.data;
}

/** What general ledger and journal say of their only entry, in both forms. */
async function readWords(query: Record<string, string> = {}): Promise<unknown[]> {
  const words = ({ number, description }: Data) => ({ number, description });
  const ledger = await read('/reports/general-ledger', query);
  const journal = await read('/reports/journal', query);
  const told = [
    ...ledger.accounts.flatMap(({ lines }: Data) => lines.map(words)),
    ...journal.entries.map(words),
  ];
  for (const report of ['general-ledger', 'journal']) {
    const csv: string = await read(`/reports/${report}`, { ...query, format: 'csv' });
    told.push({ number: /REF-\d/.exec(csv)?.[0], description: /\w+ words/.exec(csv)?.[0] });
  }
  return told;
}

async function exportAs(format: string): Promise<string> {
  const { database, secretKey } = books.server;
  const { workspaceId } = books.workspace;
  const pieces: string[] = [];
  const options = { workspaceId, format, signer: createHeadSigner(secretKey) };
  await exportBooks(database, options, async (piece) => void pieces.push(piece));
  return pieces.join('');
}

const seal = () => sealAll(books.server.database, books.workspace.workspaceId);
const post = async (body: object): Promise<string> =>
  (await books.workspace.strict.post('/journal-entries', body)).body.data.uuid;
const linesOf = (amount: number) => [
  { accountUuid: books.ids.get('1000'), amountDebit: amount },
  { accountUuid: books.ids.get('4000'), amountCredit: amount },
];
const entry = () => ({
  date: '2026-03-01',
  descriptionEntry: FIRST.description,
  refNumber: FIRST.number,
  lines: linesOf(10),
});
const REWORD = { descriptionEntry: CORRECTED.description, refNumber: CORRECTED.number };

it('a manual entry is told in the words that stand, wherever it is told, and as of a seal in those of then', async () => {
  await books.open();
  const uuid = await post(entry());
  await seal();
  expect(await readWords()).toEqual(Array(5).fill(FIRST));
  await books.workspace.strict.patch(`/journal-entries/${uuid}`, REWORD);
  expect(await readWords()).toEqual(Array(5).fill(CORRECTED));
  expect(await readWords({ throughSeal: '1' })).toEqual(Array(5).fill(FIRST));
  expect(await exportAs('hledger')).toContain('* corrected words (REF-2)  ;');
  expect(await exportAs('beancount')).toContain('* "corrected words (REF-2)"');
  expect(await exportAs('csv')).toContain(',REF-2,corrected words,');
  // What is sealed next moves the head on: from then on the words are those of the later seal, and of no earlier one.
  await post({ ...entry(), date: '2027-01-01' });
  await seal();
  expect(await readWords({ throughSeal: '2' })).toEqual(Array(5).fill(CORRECTED));
  expect(await readWords({ throughSeal: '1' })).toEqual(Array(5).fill(FIRST));
});

it('what was posted anew is told in the words that stand, and its reversal in its own', async () => {
  await books.open();
  const uuid = await post(entry());
  await books.workspace.strict.patch(`/journal-entries/${uuid}`, { ...REWORD, lines: linesOf(20) });
  await books.workspace.strict.patch(`/journal-entries/${uuid}`, { descriptionEntry: 'last words' });
  const { entries } = await read('/reports/journal');
  const told = entries.map(({ kind, number, description }: Data) => [kind, number, description]);
  expect(told.sort()).toEqual([
    ['original', 'REF-2', 'last words'],
    ['original', 'REF-2', 'last words'],
    ['reversal', 'REF-2', null],
  ]);
});
