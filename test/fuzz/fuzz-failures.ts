import { describeRequest } from './describe-request.ts';
import type { FuzzRequest } from './generate/make-request.ts';

const LONGEST_REASON = 1_500;
const MOST_TOLD = 25;

/** What failed: the first of each kind as it was, the others counted. */
export class FuzzFailures {
  readonly #seed: number;
  readonly #log: readonly string[];
  readonly #told = new Map<string, { readonly text: string; count: number }>();

  constructor(seed: number, log: readonly string[]) {
    this.#seed = seed;
    this.#log = log;
  }

  /** Something that does not hold of the run as a whole. */
  add(text: string): void {
    this.#told.set(text, { text, count: 1 });
  }

  addRequest(request: FuzzRequest, error: Error, requestId: string | undefined): void {
    const kind = `${request.operation.id} ${error.message.replaceAll(/[\d"'].*/gs, '').slice(0, 60)}`;
    const known = this.#told.get(kind);
    if (known) {
      known.count += 1;
      return;
    }
    const logged = requestId ? this.#log.filter((line) => line.includes(requestId)) : [];
    const text = [
      `Request ${request.number} (${request.operation.id}): ${error.message.slice(0, LONGEST_REASON)}`,
      ...logged.map((line) => `  log: ${line.trim()}`),
      `  ${describeRequest(request)}`,
      `  Again, alone: npm run fuzz -- --seed ${this.#seed} --only ${request.number}`,
    ].join('\n');
    this.#told.set(kind, { text, count: 1 });
  }

  /** Each kind of failure, and how often it was met. */
  describe(): string[] {
    const all = [...this.#told.values()];
    const told = all
      .slice(0, MOST_TOLD)
      .map(({ text, count }) => (count === 1 ? text : `${text}\n  ${count} such`));
    return all.length > MOST_TOLD ? [...told, `and ${all.length - MOST_TOLD} other kinds`] : told;
  }
}
