import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** How long a browser may remember that it may ask, in seconds. */
const REMEMBERED = 600;

/** Lets pages of any origin read the answer, also one that refuses; never with cookies (CORS). */
export async function allowAnyOrigin(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.header('access-control-allow-origin', '*');
  reply.header('access-control-expose-headers', 'x-request-id, retry-after');
}

/** Answers a browser that asks, before a call with headers of its own, whether pages of other origins may make it. */
export function answerPreflight(server: FastifyInstance, url: string, method: string): void {
  server.options(url, { onRequest: allowAnyOrigin }, async (request, reply) => {
    // The names asked for, since `*` leaves `Authorization` out. What they hold is not read.
    const asked = request.headers['access-control-request-headers'];
    reply.headers({
      'access-control-allow-methods': method,
      'access-control-allow-headers': asked ?? '*',
      'access-control-max-age': String(REMEMBERED),
      vary: 'access-control-request-headers',
    });
    return reply.code(204).send();
  });
}
