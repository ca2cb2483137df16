import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { ApiError } from '../../errors.ts';
import { LEASE_LIFETIME, type LeaseGrant, type LeaseQuestion, type SettledLease } from './leases.store.ts';

/** Whether a request is admitted, and what its answer tells of the budget. */
export interface Verdict {
  readonly admitted: boolean;
  /** How many more are known to be free. */
  readonly remaining: number;
  /** When more will be, in milliseconds from now. */
  readonly freesIn: number;
}

interface Lease {
  readonly id: string;
  readonly usableUntil: number;
  left: number;
  used: number;
  lastUsedAt: number;
}

interface Waiting {
  readonly since: number;
  readonly admit: (verdict: Verdict) => void;
  readonly fail: (error: unknown) => void;
}

/** A refusal is good for this long without asking again: others may give back what they hold. */
const REFUSAL_LIFETIME = 1_000;
/** What another process does not use comes back when its lease ends, plus the way to the database. */
const RETURN_TIME = 200;
const LONGEST_WAIT = 5_000;
const FEWEST_AHEAD = 10;
const MOST_AHEAD = 10_000;

/**
 * What one partner app may still send, as one process knows it. Requests are admitted under a lease, from memory; only
 * where the lease is used up or over, a new one is asked for, once for all that wait. Where nothing is free but other
 * processes hold some that they may not need, as many requests wait until those leases end: two seconds at most.
 */
export class RequestBudget {
  readonly #appId: string;
  readonly #ask: (question: LeaseQuestion) => Promise<LeaseGrant>;
  readonly #onLeaseEnd: () => void;
  #lease: Lease | undefined;
  #timer: NodeJS.Timeout | undefined;
  #waiting: Waiting[] = [];
  #asking = false;
  #limit = 0;
  #free = 0;
  #freesAt = 0;
  #refusedUntil = 0;

  /**
   * @param onLeaseEnd told when a lease is over, so that it is settled though nothing more is asked
   */
  constructor(appId: string, ask: (question: LeaseQuestion) => Promise<LeaseGrant>, onLeaseEnd: () => void) {
    this.#appId = appId;
    this.#ask = ask;
    this.#onLeaseEnd = onLeaseEnd;
  }

  /**
   * Admits or refuses a request.
   *
   * @param limit how many the app may send within any 60 seconds, 1 or more
   */
  take(limit: number): Verdict | Promise<Verdict> {
    const now = performance.now();
    // A limit that was raised is good at once.
    if (limit !== this.#limit) this.#refusedUntil = 0;
    this.#limit = limit;
    if (this.#lease && now < this.#lease.usableUntil && this.#lease.left > 0) return this.#admit(now);
    if (now < this.#refusedUntil) return this.#refuse(now);
    return new Promise((admit, fail) => {
      this.#waiting.push({ since: now, admit, fail });
      if (!this.#asking) void this.#serveWaiting();
    });
  }

  /** Ends the lease, where there is one, and hands it over to be settled. */
  endLease(): SettledLease[] {
    clearTimeout(this.#timer);
    const lease = this.#lease;
    this.#lease = undefined;
    return lease
      ? [{ appId: this.#appId, id: lease.id, used: lease.used, lastUsedAt: lease.lastUsedAt }]
      : [];
  }

  /** Whether nothing would be lost by forgetting this budget. */
  get idle(): boolean {
    return !this.#lease && !this.#asking && this.#refusedUntil < performance.now();
  }

  async #serveWaiting(): Promise<void> {
    this.#asking = true;
    try {
      while (this.#waiting.length > 0) {
        const ahead = Math.min(Math.max(2 * (this.#lease?.used ?? 0), FEWEST_AHEAD), MOST_AHEAD);
        const question = {
          appId: this.#appId,
          limit: this.#limit,
          leaseId: uuidv7(),
          waiting: this.#waiting.length,
          ahead,
          settled: this.endLease(),
        };
        const retryIn = this.#receive(question.leaseId, question.waiting, await this.#ask(question));
        if (retryIn > 0) await sleep(retryIn);
      }
    } catch (error) {
      for (const { fail } of this.#waiting.splice(0)) fail(error);
    } finally {
      this.#asking = false;
    }
  }

  /** Answers those that asked. Those that go on waiting do so for as long as is returned, in milliseconds. */
  #receive(leaseId: string, asked: number, grant: LeaseGrant): number {
    const now = performance.now();
    const lease = {
      id: leaseId,
      usableUntil: grant.askedAt + LEASE_LIFETIME,
      left: grant.granted,
      used: 0,
      lastUsedAt: grant.askedAt,
    };
    this.#free = grant.free;
    this.#freesAt = grant.askedAt + grant.freesIn;
    if (grant.granted > 0) {
      this.#lease = lease;
      this.#timer = setTimeout(this.#onLeaseEnd, Math.max(lease.usableUntil - now, 1)).unref();
    }
    if (now >= lease.usableUntil) {
      // The answer came too late to admit anything by it.
      const tooLong = this.#waiting.filter(({ since }) => now - since > LONGEST_WAIT);
      this.#waiting = this.#waiting.filter((one) => !tooLong.includes(one));
      for (const { fail } of tooLong)
        fail(new ApiError('SERVICE_UNAVAILABLE', { headers: { 'retry-after': '1' } }));
      return 0;
    }
    for (const { admit } of this.#waiting.splice(0, grant.granted)) admit(this.#admit(now));
    return grant.granted < asked ? this.#refuseWaiting(grant, now) : 0;
  }

  #refuseWaiting(grant: LeaseGrant, now: number): number {
    const returnsIn =
      grant.returnsIn === null ? undefined : grant.askedAt + grant.returnsIn - now + RETURN_TIME;
    const patient = (one: Waiting) => now - one.since < LEASE_LIFETIME;
    const kept = returnsIn === undefined ? [] : this.#waiting.filter(patient).slice(0, grant.held);
    if (returnsIn !== undefined) this.#freesAt = Math.min(this.#freesAt, now + returnsIn);
    const untilNext = Math.min(this.#freesAt - now, REFUSAL_LIFETIME);
    this.#refusedUntil = now + Math.max(untilNext, 0);
    // Those that came while the question was under way are refused by its answer too.
    const others = this.#waiting.filter((one) => !kept.includes(one));
    this.#waiting = kept;
    for (const { admit } of others) admit(this.#refuse(now));
    if (kept.length === 0) return 0;
    // What comes back meanwhile is for those that wait already.
    this.#refusedUntil = now + returnsIn!;
    return returnsIn!;
  }

  #admit(now: number): Verdict {
    const lease = this.#lease!;
    lease.left -= 1;
    lease.used += 1;
    lease.lastUsedAt = now;
    return { admitted: true, remaining: this.#free + lease.left, freesIn: this.#freesAt - now };
  }

  #refuse(now: number): Verdict {
    return { admitted: false, remaining: 0, freesIn: this.#freesAt - now };
  }
}
