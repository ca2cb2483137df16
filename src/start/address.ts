import { createServer } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Where the server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Makes sure, before anything is started, that this address can be listened on.
 *
 * @returns the address, with the port that port 0 came to
 * @throws Error that says what to do
 */
export async function chooseAddress({ host, port }: Address): Promise<Address> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject).listen(port, host, resolve);
    });
    const bound = probe.address();
    return { host, port: typeof bound === 'object' && bound ? bound.port : port };
  } catch (error) {
    throw explainListening(error as NodeJS.ErrnoException, { host, port });
  } finally {
    await new Promise((resolve) => probe.close(resolve));
  }
}

/** Listens. Throws Error that says what to do. */
export async function listen(server: FastifyInstance, address: Address): Promise<void> {
  try {
    await server.listen(address);
  } catch (error) {
    throw explainListening(error as NodeJS.ErrnoException, address);
  }
}

/** Why an address cannot be listened on, in a sentence. */
function explainListening(error: NodeJS.ErrnoException, { host, port }: Address): Error {
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} of ${host} is in use: stop what uses it, or choose another, as in PORT=${port + 1} npm start.`,
    EACCES: `Port ${port} may not be listened on by this user: choose one from 1024 on with PORT.`,
    EADDRNOTAVAIL: `HOST ${host} is no address of this machine.`,
    ENOTFOUND: `HOST ${host} is no address of this machine.`,
  };
  return new Error(sentences[error.code ?? ''] ?? `Cannot listen on ${host}:${port}: ${error.message}`);
}

/** The URL, without a trailing slash, at which programs on this machine reach the server. */
export function localUrl({ host, port }: Address): string {
  const everyAddress: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' };
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const name = everyAddress[bare] ?? (bare.includes(':') ? `[${bare}]` : bare);
  return `http://${name}:${port}`;
}
