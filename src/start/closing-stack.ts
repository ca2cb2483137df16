import { setTimeout as sleep } from 'node:timers/promises';

interface Step {
  readonly close: () => Promise<unknown>;
  readonly limit: number | undefined;
}

/** What was started and has to be stopped: the last first. */
export class ClosingStack {
  readonly #steps: Step[] = [];

  /** @param limit how long to wait for it, in milliseconds; without one, until it is done */
  add(close: () => Promise<unknown>, limit?: number): void {
    this.#steps.push({ close, limit });
  }

  /**
   * Stops everything, also what comes after something that fails. What takes longer than its limit is left behind.
   *
   * @returns what went wrong
   */
  async closeAll(): Promise<Error[]> {
    const errors: Error[] = [];
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      const closing = step.close().catch((error: Error) => void errors.push(error));
      await (step.limit === undefined ? closing : Promise.race([closing, sleep(step.limit)]));
    }
    return errors;
  }
}
