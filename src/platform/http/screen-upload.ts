import type { FastifyReply, FastifyRequest } from 'fastify';
import { Budget } from './budget.ts';
import type { Access, RawRequest } from './endpoint.ts';

/**
 * Bytes: four of the largest bodies that an endpoint takes, half of them of one client. A body is held whole while its
 * signature is checked and its files are kept, and takes about three times its bytes at worst.
 */
const LIMITS = { whole: 80_000_000, each: 40_000_000 };

interface Screening {
  readonly access: Access;
  /** The most bytes that the body may have. */
  readonly largest: number;
  /** Throws ApiError where the head of a request is reason enough to refuse it. */
  readonly screen: (raw: RawRequest, access: Access) => Promise<void>;
}

interface Held {
  readonly release: () => void;
  working: boolean;
}

/**
 * Makes the check that stands before the body of an upload, which is much larger than others, and may be sent by anybody:
 * what its head says must do, and there must be room for it. Of what is refused nothing is kept.
 */
export function createUploadScreen() {
  const budget = new Budget(LIMITS, 'uploads');
  const held = new WeakMap<FastifyRequest, Held>();
  return {
    async admit(
      request: FastifyRequest,
      reply: FastifyReply,
      raw: RawRequest,
      { access, largest, screen }: Screening,
    ): Promise<void> {
      await screen(raw, access);
      const length = request.headers['content-length'];
      const bytes = length === undefined ? largest : Number(length);
      // Told by Fastify, which is next to look.
      if (!(bytes <= largest)) return;
      const client = String(request.headers['x-client-id'] ?? raw.remoteAddress);
      const own: Held = { release: budget.take(client, bytes), working: false };
      held.set(request, own);
      // Who breaks off gives the room back; where the work has begun, its end does.
      reply.raw.once('close', () => {
        if (!own.working) own.release();
      });
      // While its head was looked at.
      if (request.raw.socket.destroyed) own.release();
    },
    /** Works on a body that was admitted, and gives its room back in the end. */
    async whileHeld<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T> {
      const own = held.get(request);
      if (!own) return work();
      own.working = true;
      return work().finally(own.release);
    },
  };
}

/** What a server does that was given no other check: takes every head. */
export const screenNothing = async (): Promise<void> => {};

export type UploadScreen = ReturnType<typeof createUploadScreen>;
