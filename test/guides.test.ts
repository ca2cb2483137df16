import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../src/endpoints.ts';
import { type DemoServer, startDemoServer } from './support/demo-server.ts';
import { findGuide, GUIDES, readBlocks, readSteps, readTable, type Step } from './support/guides.ts';
import { findDifference } from './support/printed-answer.ts';
import { type CommandResult, ROOT, readJson, runCommand } from './support/run-server.ts';

/** Commands that are not run as they stand, and why. */
const NOT_RUN: Readonly<Record<string, string>> = {
  'npm ci && npm start': 'the packages are there, and the server is started before the first test',
};
/** A command that holds this is the one that the server prints: the guide cannot know its UUIDs. */
const ABRIDGED = '…';
/** Runs what npx would run, without the second that npm takes to find it. */
const QUICK_NPX = `npx() {
  if [ "$1" = recount ]; then shift; node cli/main.ts "$@"; else "$@"; fi
}
PATH=$PWD/node_modules/.bin:$PATH
`;
/** What npx is given is found by npx itself the first time. */
const GIVEN_TO_NPX = /\bnpx (\S+)/;

/** One story, as somebody reads who begins with the first guide: what a guide saves and creates, later ones find. */
describe('what the guides have their readers do', () => {
  const printed = new Map<string, CommandResult>();
  const foundByNpx = new Set<string>();
  let folder: string;
  let server: DemoServer;

  beforeAll(async () => {
    server = await startDemoServer();
    folder = server.folder;
    for (const name of ['package.json', 'node_modules', 'cli', 'src'])
      await symlink(join(ROOT, name), join(folder, name));
  });

  afterAll(() => server.stop());

  const steps = GUIDES.flatMap(({ title, markdown }) =>
    readSteps(markdown).map((step) => ({ title, step, does: describeStep(step) })),
  );

  function runScript(command: string): Promise<CommandResult> {
    const program = GIVEN_TO_NPX.exec(command)?.[1] ?? '';
    const script = foundByNpx.has(program) ? QUICK_NPX + command : command;
    foundByNpx.add(program);
    return runCommand('bash', ['-c', script], {}, folder);
  }

  it.each(steps)('$title: $does', async ({ step }) => {
    if (step.kind === 'program') return writeFile(join(folder, step.name), step.text);
    if (step.text in NOT_RUN) return;
    const command = step.text.includes(ABRIDGED) ? findPrintedCommand(server.said()) : step.text;
    const result = await runScript(command);
    printed.set(step.text, result);
    if (!step.answer) expect(result.code, result.err).toBe(0);
    else if (step.answer.language === 'text') expect(result.out, result.err).toBe(step.answer.text);
    else expect(findDifference(JSON.parse(step.answer.text), readAnswer(result)), result.out).toBeUndefined();
  });

  it('the table of Money and rounding is what the server computes for its example', () => {
    const { markdown } = findGuide('money-and-rounding');
    const answer = readAnswer(printed.get('npx node rounding.ts')!);
    const rows = answer.products.map((line: InvoiceFigures, index: number) => [
      ['boxes', 'bags', 'labor'][index],
      cents(line.subtotal, line.discount),
      line.discount,
      line.subtotal,
      line.documentDiscount,
      ...taxesOf(line),
      line.total,
    ]);
    const total = ['document', '', '', answer.subtotal, answer.discount, ...taxesOf(answer), answer.total];
    expect(readTable(markdown, 'line', 'quantity × price')).toEqual([...rows, total]);
  });

  it('the table of Invoice lifecycle is what the trial balance says of its documents', () => {
    const { markdown } = findGuide('invoice-lifecycle');
    const lines = printed.get('npx node postings.ts')!.out.trim().split('\n');
    const rows = lines.map((line) => line.split(' | '));
    expect(readTable(markdown, 'document', 'account')).toEqual(rows);
  });

  it('the refusal that Rate limits shows is what comes after the last request that is allowed', async () => {
    const head = readBlocks(findGuide('rate-limits').markdown).find(({ language }) => language === 'http')!;
    const [statusLine, ...headers] = head.text.trim().split('\n');
    const { baseUrl } = await readJson(join(folder, '.recount', 'demo.json'));
    const { method, path, limit } = ENDPOINTS.find(
      (endpoint) => endpoint.limit && endpoint.method === 'POST',
    )!;
    const send = () => fetch(`${baseUrl}${path}`, { method, body: '{}' });
    let refused = await send();
    for (let count = 1; count <= limit!.requests; count += 1) refused = await send();
    expect(statusLine).toBe(`HTTP/1.1 ${refused.status} ${refused.statusText}`);
    for (const header of headers) {
      const [name, value] = header.split(': ');
      expect(refused.headers.get(name!), name).toMatch(/^\d+$/);
      if (name === 'RateLimit-Limit') expect(refused.headers.get(name)).toBe(value);
    }
    expect(await refused.json()).toMatchObject({ code: 'RATE_LIMITED', type: 'RATE_LIMITED' });
  });

  it('leaves books behind that hold', async () => {
    expect((await runScript('npx recount verify')).out).toContain('Every proof holds');
  });
});

interface InvoiceFigures {
  readonly subtotal: string;
  readonly discount: string;
  readonly documentDiscount: string;
  readonly total: string;
  readonly taxes: readonly { readonly taxable: string; readonly amount: string }[];
}

/** What is taxed, and each of the two taxes; empty where there is none. */
function taxesOf({ taxes }: InvoiceFigures): string[] {
  return [taxes[0]?.taxable ?? '', taxes[0]?.amount ?? '', taxes[1]?.amount ?? ''];
}

/** The sum of amounts of two decimals. */
function cents(...amounts: readonly string[]): string {
  const sum = amounts.reduce((total, amount) => total + BigInt(amount.replace('.', '')), 0n);
  return String(sum).replace(/(\d\d)$/, '.$1');
}

function describeStep(step: Step): string {
  const [first, ...more] = step.kind === 'program' ? [`saves ${step.name}`] : step.text.split('\n');
  return more.length > 0 ? `${first} …` : first!;
}

function findPrintedCommand(said: string): string {
  return said.split('\n').find((line) => line.includes('npx recount call'))!;
}

function readAnswer({ out, err }: CommandResult) {
  try {
    return JSON.parse(out);
  } catch {
    throw new Error(`The command answered no JSON: ${out}${err}`);
  }
}
