import { ApiError } from '../../errors.ts';

interface UploadLimits {
  /** Bytes of all bodies that are in memory at once. */
  readonly whole: number;
  /** Bytes of those of one client. */
  readonly each: number;
}

/**
 * How many bytes of uploads may be in memory at once. A body is held whole while its signature is checked and its files are
 * kept, and takes about three times its bytes at worst.
 */
export class UploadBudget {
  readonly #limits: UploadLimits;
  readonly #taken = new Map<string, number>();
  #whole = 0;

  constructor(limits: UploadLimits) {
    this.#limits = limits;
  }

  /**
   * Takes room for a body before any of it is read.
   *
   * @returns gives it back; more than once is as good as once
   * @throws ApiError SERVICE_UNAVAILABLE where there is none for now
   */
  take(client: string, bytes: number): () => void {
    const own = (this.#taken.get(client) ?? 0) + bytes;
    if (own > this.#limits.each || this.#whole + bytes > this.#limits.whole) {
      throw new ApiError('SERVICE_UNAVAILABLE', {
        headers: { 'retry-after': '1' },
        cause: new Error('too many uploads are under way'),
      });
    }
    this.#taken.set(client, own);
    this.#whole += bytes;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#whole -= bytes;
      const left = this.#taken.get(client)! - bytes;
      if (left > 0) this.#taken.set(client, left);
      else this.#taken.delete(client);
    };
  }
}
