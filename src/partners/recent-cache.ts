interface Entry<Value> {
  readonly value: Promise<Value | undefined>;
  readonly loadedAt: number;
}

interface RecentCacheOptions {
  /** How long a value may be answered without looking again, in milliseconds. */
  readonly lifetime: number;
  /** The most values that are kept; the oldest leaves first. */
  readonly size: number;
  /** A monotonic clock in milliseconds. */
  readonly now?: () => number;
}

/**
 * Keeps what was looked up a short while ago, and lets those who ask for the same at once share one look. What does not
 * exist, or could not be read, is not kept: an app or token made a moment later is good at once.
 */
export class RecentCache<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #lifetime: number;
  readonly #size: number;
  readonly #now: () => number;

  constructor({ lifetime, size, now = () => performance.now() }: RecentCacheOptions) {
    this.#lifetime = lifetime;
    this.#size = size;
    this.#now = now;
  }

  /** The value of a key, at most `lifetime` old, read by `load` where it is not at hand. Throws what `load` throws. */
  get(key: string, load: () => Promise<Value | undefined>): Promise<Value | undefined> {
    const now = this.#now();
    const known = this.#entries.get(key);
    if (known && now - known.loadedAt < this.#lifetime) return known.value;
    this.#entries.delete(key);
    if (this.#entries.size >= this.#size) this.#entries.delete(this.#entries.keys().next().value!);
    // The age counts from before the look, so that a revocation is never overlooked for longer than the lifetime.
    const entry: Entry<Value> = { value: load(), loadedAt: now };
    this.#entries.set(key, entry);
    const forget = () => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    };
    entry.value.then((value) => value === undefined && forget(), forget);
    return entry.value;
  }
}
