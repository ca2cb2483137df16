import { ApiError } from '../../errors.ts';
import type { Database } from '../../platform/database/database.ts';
import { leaseRequests, type SettledLease, settleLeases } from './leases.store.ts';
import { RequestBudget, type Verdict } from './request-budget.ts';

/** Requests a minute, where neither the app nor the operator says otherwise (reference 1.7). */
export const STANDARD_LIMIT = 100;
export const DEMO_LIMIT = 1_000;
const WINDOW_SECONDS = 60;

/** A partner app as far as its limit goes. */
export interface LimitedApp {
  readonly id: string;
  /** Its own limit; null: the server's. 0 is none. */
  readonly rateLimit: number | null;
  readonly demo: boolean;
}

export interface AppRateLimiterOptions {
  readonly database: Database;
  /** The operator's limit for every app that has none of its own; 0 is none, undefined the standard. */
  readonly rateLimit?: number | undefined;
  readonly onError: (error: Error) => void;
}

/**
 * Limits how many requests each partner app sends: never more than its limit within any 60 seconds, over all processes
 * that share the database. Each process counts in memory under leases that it takes from the database, one for many
 * requests. The price of that: a request may count for up to two seconds longer than a minute.
 */
export class AppRateLimiter {
  readonly #database: Database;
  readonly #rateLimit: number | undefined;
  readonly #onError: (error: Error) => void;
  readonly #budgets = new Map<string, RequestBudget>();

  constructor({ database, rateLimit, onError }: AppRateLimiterOptions) {
    this.#database = database;
    this.#rateLimit = rateLimit;
    this.#onError = onError;
  }

  /**
   * Counts a request of an app.
   *
   * @returns the headers that tell its budget; none where there is no limit
   * @throws ApiError RATE_LIMITED
   */
  async count(app: LimitedApp): Promise<Readonly<Record<string, string>>> {
    const limit = app.rateLimit ?? this.#rateLimit ?? (app.demo ? DEMO_LIMIT : STANDARD_LIMIT);
    if (limit === 0) return {};
    const taken = this.#budgetOf(app.id).take(limit);
    const verdict = taken instanceof Promise ? await taken : taken;
    const headers = describeBudget(limit, verdict);
    if (verdict.admitted) return headers;
    throw new ApiError('RATE_LIMITED', {
      headers: { ...headers, 'retry-after': headers['ratelimit-reset']! },
    });
  }

  /** Gives back what was leased and not used, for the processes that go on. */
  async stop(): Promise<void> {
    await this.#settle([...this.#budgets.values()].flatMap((budget) => budget.endLease()));
  }

  #budgetOf(appId: string): RequestBudget {
    const known = this.#budgets.get(appId);
    if (known) return known;
    const budget = new RequestBudget(
      appId,
      (question) => leaseRequests(this.#database, question),
      () => {
        void this.#settle(budget.endLease());
        if (budget.idle) this.#budgets.delete(appId);
      },
    );
    this.#budgets.set(appId, budget);
    return budget;
  }

  /** A lease that is not settled counts as used up: too much is never admitted. */
  async #settle(ended: readonly SettledLease[]): Promise<void> {
    if (ended.length > 0) await settleLeases(this.#database, ended).catch(this.#onError);
  }
}

function describeBudget(limit: number, { remaining, freesIn }: Verdict): Record<string, string> {
  const seconds = Math.min(Math.max(Math.ceil(freesIn / 1000), 1), WINDOW_SECONDS);
  return {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(seconds),
  };
}
