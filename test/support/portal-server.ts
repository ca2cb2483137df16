import type { AddressInfo } from 'node:net';
import { createApp } from '../../src/app.ts';
import { createDiskStore } from '../../src/platform/files/disk-store.ts';
import type { DemoTarget } from '../../src/portal/demo-target.ts';
import { BUILT } from '../../web/portal/build/source-hash.ts';
import { startTestServer, type TestServer } from './test-server.ts';

/** A test server with the developer portal, at an address of its own beside the API's. */
export interface PortalServer {
  readonly server: TestServer;
  readonly portalUrl: string;
  close(): Promise<void>;
}

/**
 * Starts a server that serves the built pages. Its demo workspace is the test's own.
 *
 * @param describeDemo what the console is told besides the credentials; undefined: there is no demo
 */
export async function startPortalServer(
  describeDemo?: (
    server: TestServer,
  ) => Promise<Pick<DemoTarget, 'substitutions' | 'operationSubstitutions'>>,
): Promise<PortalServer> {
  const server = await startTestServer();
  const { database, secretKey } = server;
  const { clientId, clientSecret, accessToken = '' } = server.strict.credentials;
  const described = await describeDemo?.(server);
  const target = described && {
    clientId,
    clientSecret,
    accessToken,
    workspaceName: 'Test workspace',
    ...described,
  };
  const app = createApp({
    database,
    secretKey,
    logLevel: 'silent',
    files: createDiskStore(server.filesDirectory),
    rateLimit: 0,
    portalPages: BUILT,
    demoConsole: {
      host: '127.0.0.1',
      publicUrl: undefined,
      leave: undefined,
      findTarget: async () => target,
    },
  });
  await app.server.listen({ host: '127.0.0.1', port: 0 });
  return {
    server,
    portalUrl: `http://127.0.0.1:${(app.server.server.address() as AddressInfo).port}`,
    async close() {
      await app.close();
      await server.close();
    },
  };
}
