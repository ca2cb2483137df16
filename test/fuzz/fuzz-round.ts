import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { sealWorkspace } from '../../src/ledger/seals/seal-workspace.ts';
import { verifyWorkspace } from '../../src/reports/verify/index.ts';
import type { TestAnswer } from '../support/signed-client.ts';
import type { Operation } from './api-document.ts';
import { checkFuzzAnswer } from './check-fuzz-answer.ts';
import { describeRequest } from './describe-request.ts';
import type { FuzzCounts } from './fuzz-counts.ts';
import type { FuzzFailures } from './fuzz-failures.ts';
import type { Fuzzed, FuzzTenant } from './fuzz-tenants.ts';
import { type FuzzRequest, makeRequest } from './generate/make-request.ts';
import type { MemoryWatch } from './memory-watch.ts';

export interface RoundContext extends Fuzzed {
  readonly server: FastifyInstance;
  readonly seed: number;
  readonly counts: FuzzCounts;
  readonly failures: FuzzFailures;
  readonly memory: MemoryWatch;
  readonly secretNames: ReadonlySet<string>;
}

/** Made from what is known before any of them is sent, so that what a request is does not hang on who is faster. */
const BATCH = 120;
/** Requests after which it is seen how much memory is in use. */
const BETWEEN_SAMPLES = 2 * BATCH;
/**
 * Requests after which the tables are analysed: autovacuum waits until a tenth of a table is new, and what a round adds in half a
 * minute, beside the rounds before it, grows over days where people work.
 */
const BETWEEN_ANALYSES = 8 * BATCH;
const IN_FLIGHT = 16;
/** Between two looks at whether background work goes on, in milliseconds. */
const BACKGROUND_WORK = 500;
const MOST_LOOKS = 40;
/** The ids of what no request does: recurring documents, reminders once an hour, and who was let in before it all. */
const BY_THE_SERVER = /^(recurring-|reminder-|people:)/;
/** Everything that needs nothing but what is there is made so many times; each tried so often, since one needs another. */
const ATTEMPTS = [5, 25, 10, 5, 5];

/** What refuses what could only be asked for because more was thought to be known than is. */
const IS_NOT_SO = new Set([
  'NOT_APPLIED',
  'NOT_MERGED',
  'CANNOT_MERGE',
  'ATTACHMENT_NOT_FOUND',
  'E_INVOICE_INCOMPLETE',
  'E_INVOICE_UNAVAILABLE',
  'INVALID_DOCUMENT_STATE',
]);

interface Answered {
  readonly request: FuzzRequest;
  readonly answer: TestAnswer;
}

/** Requests to two workspaces of their own, which are proved in the end. */
export class FuzzRound {
  readonly #context: RoundContext;
  readonly #tenants: readonly [FuzzTenant, FuzzTenant];
  /** Of requests that were carried out. */
  readonly #doneIds = new Set<string>();

  #entries = 0;

  constructor(context: RoundContext, tenants: readonly [FuzzTenant, FuzzTenant]) {
    this.#context = context;
    this.#tenants = tenants;
  }

  /** Fills both workspaces with what the examples show, so that later requests have something to name. */
  async begin(first: number): Promise<void> {
    const [one, two] = this.#tenants;
    const { operations, creates } = this.#context.document;
    const lists = operations.filter(
      ({ method, path, tokened }) => tokened && method === 'GET' && !path.includes('{'),
    );
    // Numbers that no request of a run has, and that differ from round to round.
    let number = -first * 1_000;
    for (const tenants of [[one, two] as const, [two, one] as const]) {
      const ask = async (wanted: Operation) => {
        number -= 1;
        const [answered] = await this.#sendBatch([this.#make(number, wanted, tenants)]);
        return answered !== undefined && answered.answer.status < 300;
      };
      for (const wanted of lists) await ask(wanted);
      for (const attempts of ATTEMPTS) {
        for (const wanted of new Set(creates)) {
          for (let attempt = 0; attempt < attempts && !(await ask(wanted)); attempt += 1);
        }
      }
    }
  }

  /** Sends the requests of these numbers, both included. */
  async send(first: number, last: number): Promise<void> {
    for (let number = first; number <= last; number += BATCH) {
      const count = Math.min(BATCH, last - number + 1);
      await this.#sendBatch(Array.from({ length: count }, (_, index) => this.#make(number + index)));
      if ((number - first) % BETWEEN_SAMPLES === 0) this.#context.memory.sample();
      if ((number - first) % BETWEEN_ANALYSES === 0) await this.#context.owner.query('ANALYZE');
      const { polluted } = {} as { polluted?: unknown };
      assert.equal(polluted, undefined, 'a request changed what every object inherits');
    }
  }

  /** Sends one request, and says what it and its answer were. */
  async sendAlone(number: number): Promise<string> {
    const request = this.#make(number);
    const [answered] = await this.#sendBatch([request]);
    const { status, body } = answered?.answer ?? {};
    return `${describeRequest(request)}\n${status} ${JSON.stringify(body, null, 2)}`;
  }

  /**
   * Proves the books of both workspaces, and that nothing is kept of what was refused.
   * @returns how many journal entries they have
   */
  async prove(): Promise<number> {
    const { database, failures } = this.#context;
    for (const { workspaceId } of this.#tenants) {
      this.#entries += await this.#waitUntilQuiet(workspaceId);
      const proofs = await verifyWorkspace(database, workspaceId);
      for (const { name, failures: found } of proofs.filter(({ failureCount }) => failureCount > 0)) {
        failures.add(`The books of ${workspaceId} do not hold: ${name}: ${found[0]}`);
      }
      await this.#proveTrail(workspaceId);
    }
    return this.#entries;
  }

  async #proveTrail(workspaceId: string): Promise<void> {
    const { owner, failures } = this.#context;
    const { rows } = await owner.query<{ request_id: string; kept: string }>(
      `SELECT request_id, 'audit row' AS kept FROM audit_log WHERE workspace_id = $1
       UNION SELECT request_id, 'journal entry' FROM journal_entry WHERE workspace_id = $1`,
      [workspaceId],
    );
    const kept = rows.filter(
      ({ request_id }) => !this.#doneIds.has(request_id) && !BY_THE_SERVER.test(request_id),
    );
    for (const { request_id, kept: what } of kept.slice(0, 3)) {
      failures.add(`There is an ${what} of request ${request_id}, which was not carried out.`);
    }
  }

  /**
   * Waits for background work: templates that a request made go on making invoices, and another sealer may be at work.
   * @returns how many journal entries there are
   */
  async #waitUntilQuiet(workspaceId: string): Promise<number> {
    const { database, failures, owner } = this.#context;
    let before = Number.NaN;
    for (let look = 1; ; look += 1) {
      await owner.query('DELETE FROM recurring_due WHERE workspace_id = $1', [workspaceId]);
      await sealWorkspace(database, workspaceId);
      const { rows } = await owner.query<{ entries: number; seals: number }>(
        `SELECT (SELECT count(*)::integer FROM journal_entry WHERE workspace_id = $1) AS entries,
                (SELECT count(*)::integer FROM entry_seal WHERE workspace_id = $1) AS seals`,
        [workspaceId],
      );
      const { entries, seals } = rows[0]!;
      if (entries === seals && entries === before) return entries;
      if (look === MOST_LOOKS) {
        failures.add(
          `${workspaceId} does not come to rest: it has ${entries} journal entries and ${seals} seals.`,
        );
        return entries;
      }
      before = entries;
      await sleep(BACKGROUND_WORK);
    }
  }

  #make(number: number, wanted?: Operation, tenants = this.#tenants): FuzzRequest {
    const { document, seed, counts } = this.#context;
    return makeRequest({
      document,
      seed,
      number,
      tenants,
      hungry: counts.hungry(),
      ...(wanted ? { wanted } : {}),
    });
  }

  async #sendBatch(requests: readonly FuzzRequest[]): Promise<Answered[]> {
    const answered = new Array<Answered | undefined>(requests.length);
    const waiting = requests.entries();
    const work = async () => {
      for (const [index, request] of waiting) answered[index] = await this.#sendOne(request);
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, work));
    const done = answered.filter((one) => one !== undefined);
    for (const one of done) this.#learn(one);
    return done;
  }

  async #sendOne(request: FuzzRequest): Promise<Answered | undefined> {
    const { server, counts, failures, secretNames } = this.#context;
    const { method, url, headers, body, remoteAddress, tenant, operation } = request;
    let requestId: string | undefined;
    try {
      const response = await server.inject({
        method: method as 'GET',
        url,
        headers,
        remoteAddress,
        ...(body === undefined ? {} : { payload: body }),
      });
      requestId = response.headers['x-request-id'] as string | undefined;
      const sentHeaders = new Headers(response.headers as Record<string, string>);
      const isJson = sentHeaders.get('content-type')?.startsWith('application/json');
      const answered = isJson ? JSON.parse(response.body) : response.rawPayload;
      const answer = { status: response.statusCode, headers: sentHeaders, body: answered };
      counts.add(operation, answer.status, answer.body.code);
      // Even where the answer then turns out unsound.
      if (answer.status < 300 && requestId) this.#doneIds.add(requestId);
      const other = this.#tenants.find((one) => one !== tenant)!;
      checkFuzzAnswer(request, answer, response.body, { secretNames, other });
      return { request, answer };
    } catch (error) {
      failures.addRequest(request, error as Error, requestId);
      return undefined;
    }
  }

  /** In the order of the requests, so that the next ones are made from the same. */
  #learn({ request, answer }: Answered): void {
    const { operation, tenant, method, url, body, key, app, repeats, contentType } = request;
    const { status } = answer;
    if (method !== operation.method) return;
    if (status === 400 && request.soundBody) tenant.books.learnRefusal(request.soundBody, answer.body.errors);
    if (IS_NOT_SO.has(answer.body.code)) tenant.books.forgetNamed(url, request.soundBody);
    if (status >= 300) return;
    const isDryRun = answer.body.data?.dryRun === true;
    // A file has nothing that could be asked for next.
    if (isDryRun || Buffer.isBuffer(answer.body)) return;
    tenant.books.learn(operation, url.split('?')[0]!, request.soundBody, answer.body);
    if (key === undefined || repeats) return;
    const isNew = answer.headers.get('idempotent-replayed') === null;
    const isSound = /^[\x21-\x7e]{1,255}$/.test(key);
    if (!isNew || !isSound || !operation.tokened) return;
    tenant.books.keep({
      operation,
      method,
      url,
      body,
      key,
      contentType,
      app,
      status,
      data: answer.body.data,
    });
  }
}
