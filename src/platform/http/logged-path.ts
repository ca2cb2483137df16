import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whoever knows a path of this route may do something: the log has the route's pattern instead. */
    secretPath?: true;
  }
}

/**
 * Makes what tells the path of a request as the log may have it. Where a route's paths are secret its pattern stands for
 * them, and nothing is told of what else is asked for in its folder: with another method or a slash too many the same
 * secret is in the path, and no route is there to say so.
 */
export function hideSecretPaths(server: FastifyInstance): (request: FastifyRequest) => string {
  const folders = new Set<string>();
  server.addHook('onRoute', ({ url, config }) => {
    if (config?.secretPath) folders.add(url.slice(0, url.indexOf(':')).toLowerCase());
  });
  return ({ raw, routeOptions: { url, config } }) => {
    const path = pathOf(raw.url);
    if (url === path) return path;
    if (config.secretPath && url !== undefined) return url;
    const decoded = decode(path).toLowerCase();
    // Wherever it stands: a proxy may have put a folder in front, or a client the server's whole address.
    const hidden = [...folders].find((folder) => decoded.includes(folder));
    return hidden === undefined ? path : `${hidden}*`;
  };
}

/** The path of a request's address, without the query. */
export function pathOf(url: string | undefined): string {
  return (url ?? '/').split('?')[0]!;
}

function decode(path: string): string {
  return path.replaceAll(/%[0-7][0-9a-f]/gi, (encoded) => decodeURIComponent(encoded));
}
