import fastifyRateLimit from '@fastify/rate-limit';
import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../../errors.ts';
import type { Endpoint } from './endpoint.ts';

/** Addresses that are remembered for each endpoint; the one that was quiet for longest is forgotten first. */
const MOST_ADDRESSES = 10_000;

/**
 * Makes the server count the requests of each remote address to an endpoint that declares a limit: of IPv6 the first 64
 * bits, since whoever has one address has all of those. What is beyond the limit is refused before its body is read, with
 * RATE_LIMITED, Retry-After and RateLimit-* headers. In memory: each server counts for itself, and anew when it starts.
 */
export function limitByAddress(server: FastifyInstance): void {
  server.register(fastifyRateLimit, {
    global: false,
    ipv6Subnet: 64,
    enableDraftSpec: true,
    errorResponseBuilder: () => new ApiError('RATE_LIMITED'),
  });
}

/** Requests whose signature fails, a minute and address. */
export const FAILED_SIGNATURES = { requests: 100, seconds: 60 };

/**
 * Makes what is to be told of each error of a request: it counts failed signatures by remote address, over all endpoints.
 * Only what fails is refused for it: who shares an address with somebody who guesses, behind a proxy say, goes on.
 *
 * @returns throws RATE_LIMITED in place of a failure that is beyond the limit
 */
export function limitFailedSignatures(server: FastifyInstance) {
  const { requests, seconds } = FAILED_SIGNATURES;
  const count = server.createRateLimit({ max: requests, timeWindow: seconds * 1000 });
  return async (error: unknown, request: FastifyRequest): Promise<void> => {
    if (!(error instanceof ApiError) || error.code !== 'invalid_signature') return;
    const counted = await count(request);
    if (counted.isAllowed || !counted.isExceeded) return;
    const wait = String(counted.ttlInSeconds);
    const headers = {
      'ratelimit-limit': String(requests),
      'ratelimit-remaining': '0',
      'ratelimit-reset': wait,
      'retry-after': wait,
    };
    throw new ApiError('RATE_LIMITED', { headers, cause: error.cause });
  };
}

/** The limit of an endpoint, as its route has it. */
export function addressLimitOf({ limit }: Endpoint): FastifyContextConfig {
  if (!limit) return {};
  return { rateLimit: { max: limit.requests, timeWindow: limit.seconds * 1000, cache: MOST_ADDRESSES } };
}
