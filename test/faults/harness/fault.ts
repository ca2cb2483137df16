import type { Run } from '../../../bench/harness/run.ts';

/** What a fault came to, once nothing was found wrong. */
export interface Outcome {
  /** How often it was done. */
  readonly rounds: number;
  /** Seconds from each fault to the first good answer to a request that was sent after it and after all that failed. */
  readonly recoveries: readonly number[];
  /** Invoices that the server said it had made; each is there. */
  readonly answered: number;
  /** Invoices whose answer never came: so many of them were there, whole; the others not at all. */
  readonly unanswered: number;
  readonly unansweredKept: number;
  /** What else a reader should know. */
  readonly notes: readonly string[];
}

/** A fault: what `npm run faults -- NAME` does to a server. */
export interface Fault {
  readonly summary: string;
  /** Rounds where `--times` names none. */
  readonly times: number;
  /**
   * @throws Skipped where this machine cannot have the fault
   * @throws Error naming what did not hold
   */
  provoke(run: Run, times: number): Promise<Outcome>;
}

/** Thrown where a fault cannot be provoked here; the message says why. */
export class Skipped extends Error {}

/** An outcome of faults in which no load was sent, or of whose load nothing is to be told. */
export function outcomeWithoutLoad(rounds: number, notes: readonly string[]): Outcome {
  return { rounds, recoveries: [], answered: 0, unanswered: 0, unansweredKept: 0, notes };
}
