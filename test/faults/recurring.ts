import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchBooks } from '../../bench/harness/bench-books.ts';
import { proveBooks } from '../../bench/harness/prove-books.ts';
import type { Run } from '../../bench/harness/run.ts';
import { callData } from '../../bench/harness/signed-requests.ts';
import { type Fault, outcomeWithoutLoad } from './harness/fault.ts';
import {
  type BooksAccess,
  type FaultServer,
  makeFolder,
  prepareServer,
  withBooks,
} from './harness/fault-server.ts';
import { startGivenDatabase } from './harness/given-database.ts';
import { makeFaultBooks } from './harness/rounds.ts';

const DAYS = 730;
/** A kill a step, on average in the middle of what the step made due. */
const STEPS = 8;
/** Servers look for what is due each second. */
const LONGEST_PAUSE = 1500;
const LONGEST_WAIT = 120_000;
const IN_ADVANCE = 5;

const isoOf = (day: Date) => day.toISOString().slice(0, 10);
const plusDays = (date: string, days: number) => isoOf(new Date(Date.parse(date) + days * 86_400_000));

/** A template, and every date on which it must have made a document, or an entry, once the clock stands at a day. */
interface Expected {
  readonly path: '/recurring-invoice-templates' | '/recurring-journal-entry-templates';
  readonly body: Record<string, unknown>;
  datesUntil(day: string): string[];
}

/** Each so many days, counted one by one and not as the server reckons them. */
function everyDays(first: string, days: number, last: string): string[] {
  const dates: string[] = [];
  for (let date = first; date <= last; date = plusDays(date, days)) dates.push(date);
  return dates;
}

/** Templates that begin today or soon, and end on a day. */
function expectTemplates(today: string, end: string): Omit<Expected, 'path'>[] {
  let lastOf31 = today;
  while (!lastOf31.endsWith('-31')) lastOf31 = plusDays(lastOf31, 1);
  const of = (body: Record<string, unknown>, dates: readonly string[], inAdvance = 0) => ({
    body: { recurrenceEndDate: end, ...body },
    datesUntil: (day: string) => dates.filter((date) => date <= plusDays(day, inAdvance)),
  });
  // The 31st, or the last day of a month that has none: every day whose next is a first.
  const monthEnds = everyDays(lastOf31, 1, end).filter((date) => plusDays(date, 1).endsWith('-01'));
  const daily = { recurrencePattern: 'daily', date: today, inAdvanceCreationDays: IN_ADVANCE };
  return [
    of({ recurrencePattern: 'monthly', date: lastOf31 }, monthEnds),
    of({ recurrencePattern: 'weekly', date: today }, everyDays(today, 7, end)),
    of(daily, everyDays(today, 1, end), IN_ADVANCE),
  ];
}

async function readToday({ owner }: BooksAccess, { workspaceId }: BenchBooks): Promise<string> {
  const { rows } = await owner.query(
    'SELECT workspace_today(time_zone, clock_offset_days)::text AS today FROM books WHERE workspace_id = $1',
    [workspaceId],
  );
  return rows[0].today;
}

/** Calls whichever server answers: each of the two is dead now and then. */
async function call(
  servers: readonly FaultServer[],
  { credentials }: BenchBooks,
  path: string,
  body: object,
) {
  const request = { method: 'POST', path, body: JSON.stringify(body) } as const;
  for (const deadline = performance.now() + LONGEST_WAIT; ; await sleep(50)) {
    for (const { port } of servers) {
      const data = await callData(port, credentials, request).catch((error: Error) => {
        // Nobody answered, or the server was killed before it did: to move a clock to a day is as good twice.
        const isAway =
          error instanceof TypeError || error instanceof SyntaxError || error.name === 'AbortError';
        if (!isAway && !/answered (409|503)/.test(error.message)) throw error;
      });
      if (data) return data;
    }
    if (performance.now() > deadline) throw new Error(`No server answered POST ${path} in time.`);
  }
}

/** Templates of invoices and of journal entries, with the same schedules, by their ids. */
async function createTemplates(
  servers: readonly FaultServer[],
  books: BenchBooks,
  { owner }: BooksAccess,
  wanted: readonly Omit<Expected, 'path'>[],
): Promise<Map<string, Expected>> {
  const { workspaceId, customerUuid, productUuids, taxUuids } = books;
  const products = [{ productUuid: productUuids[0], quantity: 1, price: 9.99, taxes: [taxUuids[0]] }];
  const { rows } = await owner.query(
    `SELECT id FROM account WHERE workspace_id = $1 AND account_number IN ('1590', '6700') ORDER BY account_number`,
    [workspaceId],
  );
  const lines = [
    { accountUuid: rows[1].id, amountDebit: 9.99 },
    { accountUuid: rows[0].id, amountCredit: 9.99 },
  ];
  const kinds = [
    ['/recurring-invoice-templates', { customerUuid, products }],
    ['/recurring-journal-entry-templates', { descriptionEntry: 'Depreciation', lines }],
  ] as const;
  const templates = new Map<string, Expected>();
  for (const schedule of wanted) {
    for (const [path, made] of kinds) {
      const { uuid } = await call(servers, books, path, { ...made, isDraft: false, ...schedule.body });
      templates.set(uuid, { path, ...schedule });
    }
  }
  return templates;
}

const countRuns = async ({ owner }: BooksAccess, templateIds: readonly string[]): Promise<number> => {
  const { rows } = await owner.query(
    `SELECT (SELECT count(*) FROM recurring_invoice_run WHERE template_id = ANY ($1))::int
          + (SELECT count(*) FROM recurring_journal_run WHERE template_id = ANY ($1))::int AS count`,
    [templateIds],
  );
  return rows[0].count;
};

/** What the runs of a template made, by its kind. */
const MADE = {
  '/recurring-invoice-templates': `
    SELECT r.scheduled_date::text AS date, i.date::text AS dated, NOT i.is_draft AS stands, i.invoice_number AS name
      FROM recurring_invoice_run r LEFT JOIN invoice i ON i.workspace_id = r.workspace_id AND i.id = r.invoice_id
     WHERE r.template_id = $1 ORDER BY r.scheduled_date`,
  '/recurring-journal-entry-templates': `
    SELECT r.scheduled_date::text AS date, e.effective::text AS dated, e.kind = 'original' AS stands, e.source_id AS name
      FROM recurring_journal_run r
      LEFT JOIN journal_entry e ON e.workspace_id = r.workspace_id AND e.source_id = r.manual_journal_id
     WHERE r.template_id = $1 ORDER BY r.scheduled_date`,
};

async function refuseWrongDates(
  { owner }: BooksAccess,
  templateId: string,
  path: Expected['path'],
  wanted: readonly string[],
): Promise<void> {
  const { rows } = await owner.query(MADE[path], [templateId]);
  const made = rows.map(({ date }) => date);
  const missing = wanted.filter((date) => !made.includes(date));
  const extra = made.filter((date, index) => !wanted.includes(date) || made.indexOf(date) !== index);
  if (missing.length + extra.length > 0)
    throw new Error(
      `${missing.length} dates were not made (${missing[0]}), ${extra.length} too many (${extra[0]}).`,
    );
  const odd = rows.find(({ date, dated, stands }) => dated !== date || stands !== true);
  if (odd)
    throw new Error(`What was made for ${odd.date} is ${odd.name ?? 'not there'}, dated ${odd.dated}.`);
}

/** Beyond what runs tell of there must be nothing: what is made twice would be there once without a run. */
async function refuseStrays({ owner }: BooksAccess): Promise<void> {
  const { rows } = await owner.query(
    `SELECT count(*)::int AS documents, count(r.invoice_id)::int AS runs, count(DISTINCT i.id)::int AS invoices
       FROM invoice i LEFT JOIN recurring_invoice_run r ON r.workspace_id = i.workspace_id AND r.invoice_id = i.id`,
  );
  const { documents, runs, invoices } = rows[0];
  if (documents !== runs || invoices !== runs)
    throw new Error(`There are ${invoices} documents and ${runs} runs that made one.`);
  const { rows: stray } = await owner.query(
    `SELECT m.id FROM manual_journal m
      WHERE NOT EXISTS (SELECT FROM recurring_journal_run r
                         WHERE r.workspace_id = m.workspace_id AND r.manual_journal_id = m.id)`,
  );
  if (stray.length > 0) throw new Error(`No run made the journal entry ${stray[0].id}.`);
}

interface TwoYears {
  readonly run: Run;
  readonly servers: readonly FaultServer[];
  readonly books: BenchBooks;
  readonly access: BooksAccess;
}

/** Two years in steps, after each of which one of the servers, or both, are killed. Answers how many kills cut work off. */
async function passTwoYears(
  { run, servers, books, access }: TwoYears,
  templates: Map<string, Expected>,
  start: string,
) {
  const templateIds = [...templates.keys()];
  const dueAt = (day: string) =>
    [...templates.values()].reduce((sum, { datesUntil }) => sum + datesUntil(day).length, 0);
  let [kills, midway] = [0, 0];
  for (let step = 1; step <= STEPS; step += 1) {
    const day = plusDays(start, Math.round((DAYS * step) / STEPS));
    await call(servers, books, '/test-clock', { advance: day });
    await sleep(Math.random() * LONGEST_PAUSE);
    const struck = Math.random() < 0.3 ? servers : [servers[Math.floor(Math.random() * servers.length)]!];
    await Promise.all(struck.map((server) => server.end('SIGKILL')));
    kills += struck.length;
    const made = await countRuns(access, templateIds);
    if (made < dueAt(day)) midway += 1;
    await Promise.all(struck.map((server) => server.start()));
    run.say(
      `    ${day}: ${made} of ${dueAt(day)} made when ${struck.length} of ${servers.length} servers were killed`,
    );
  }
  const last = dueAt(plusDays(start, DAYS));
  for (
    const deadline = performance.now() + LONGEST_WAIT;
    (await countRuns(access, templateIds)) < last;
    await sleep(200)
  ) {
    if (performance.now() > deadline)
      throw new Error(`Not all of ${last} documents and entries were made in time.`);
  }
  return { kills, midway, documents: last };
}

export const fault: Fault = {
  summary:
    'two servers, killed again and again, make two years of recurring invoices and journal entries from one database: each date once',
  times: 2,
  async provoke(run, times) {
    const folder = await makeFolder(run);
    const place = await startGivenDatabase(run, join(folder, 'given'));
    // Of one data directory they share the key of the clients' secrets.
    const servers = [
      await prepareServer(run, join(folder, 'data'), place),
      await prepareServer(run, join(folder, 'data'), place),
    ];
    for (const server of servers) await server.start();
    const sum = { kills: 0, midway: 0, documents: 0 };
    const workspaces = await makeFaultBooks(servers[0]!);
    for (let round = 1; round <= times; round += 1) {
      const books = workspaces[round % workspaces.length]!;
      await withBooks(servers[0]!, async (access) => {
        await access.owner.query('UPDATE workspace SET sandbox = true WHERE id = $1', [books.workspaceId]);
        const start = await readToday(access, books);
        const end = plusDays(start, DAYS);
        const templates = await createTemplates(servers, books, access, expectTemplates(start, end));
        const passed = await passTwoYears({ run, servers, books, access }, templates, start);
        for (const name of ['kills', 'midway', 'documents'] as const) sum[name] += passed[name];
        // Time for a server that is still at it to make one too many.
        await sleep(2 * LONGEST_PAUSE);
        for (const [id, { path, datesUntil }] of templates)
          await refuseWrongDates(access, id, path, datesUntil(end));
        await refuseStrays(access);
        run.say(`  ${round}/${times}: ${await proveBooks(access.database)}`);
      });
    }
    return outcomeWithoutLoad(times, [
      `${sum.documents} documents and entries, each on its date once; ${sum.kills} kills, ${sum.midway} of ${times * STEPS} steps cut off before all was made`,
    ]);
  },
};
