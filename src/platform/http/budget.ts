import { ApiError } from '../../errors.ts';

interface Limits {
  /** Of all that is under way at once. */
  readonly whole: number;
  /** Of what is under way of one client. */
  readonly each: number;
}

/** How much of something may be under way at once: bytes of uploads that are in memory, or connections that are held. */
export class Budget {
  readonly #limits: Limits;
  readonly #what: string;
  readonly #taken = new Map<string, number>();
  #whole = 0;

  /** @param what is told to the log where there is no more room: `uploads` */
  constructor(limits: Limits, what: string) {
    this.#limits = limits;
    this.#what = what;
  }

  /**
   * Takes room before anything is done.
   *
   * @returns gives it back; more than once is as good as once
   * @throws ApiError SERVICE_UNAVAILABLE where there is none for now
   */
  take(client: string, amount: number): () => void {
    const own = (this.#taken.get(client) ?? 0) + amount;
    if (own > this.#limits.each || this.#whole + amount > this.#limits.whole) {
      throw new ApiError('SERVICE_UNAVAILABLE', {
        headers: { 'retry-after': '1' },
        cause: new Error(`too many ${this.#what} are under way`),
      });
    }
    this.#taken.set(client, own);
    this.#whole += amount;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#whole -= amount;
      const left = this.#taken.get(client)! - amount;
      if (left > 0) this.#taken.set(client, left);
      else this.#taken.delete(client);
    };
  }
}
