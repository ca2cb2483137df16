import type { TestAnswer } from './signed-client.ts';

const ROUNDS = 3;
const AT_ONCE = 16;

/** What is told of an answer: its status, and what it was refused for or what `tell` says. */
type Tell = (data: Record<string, unknown>) => unknown;

interface Race<Thing> {
  /** Makes one of the many things that are raced for. */
  readonly make: (name: string) => Promise<Thing>;
  readonly use: (thing: Thing) => Promise<TestAnswer>;
  readonly change: (thing: Thing) => Promise<TestAnswer>;
  /** What is told of an answer to `use`; nothing, where left out. */
  readonly tell?: Tell;
}

/**
 * Uses each of many things and changes it at the same moment, sixteen at once.
 *
 * @returns the outcomes, each once, as `200 12.50, 400 TAX_LOCKED`
 */
export async function race<Thing>(what: string, { make, use, change, tell }: Race<Thing>): Promise<string[]> {
  const outcomes = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const names = Array.from({ length: AT_ONCE }, (_, index) => `${what} ${round}-${index}`);
    const things = await Promise.all(names.map(make));
    const answers = things.flatMap((thing, index) => {
      const begin = [() => use(thing), () => change(thing)];
      const [first, second] = (index % 2 ? begin : begin.reverse()).map((act) => act());
      return [index % 2 ? [first!, second!] : [second!, first!]];
    });
    for (const pair of answers) {
      const [used, changed] = await Promise.all(pair);
      outcomes.add(`${told(used!, tell)}, ${told(changed!)}`);
    }
  }
  return [...outcomes];
}

function told({ status, body }: TestAnswer, tell?: Tell): string {
  const said = status < 300 ? tell?.(body.data) : body.code;
  return [status, ...(said === undefined ? [] : [said])].join(' ');
}
