import fastifyRateLimit from '@fastify/rate-limit';
import type { FastifyContextConfig, FastifyInstance } from 'fastify';
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

/** The limit of an endpoint, as its route has it. */
export function addressLimitOf({ limit }: Endpoint): FastifyContextConfig {
  if (!limit) return {};
  return { rateLimit: { max: limit.requests, timeWindow: limit.seconds * 1000, cache: MOST_ADDRESSES } };
}
