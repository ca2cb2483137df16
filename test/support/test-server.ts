import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { type AppOptions, createApp } from '../../src/app.ts';
import { createWorkspace, type NewWorkspace } from '../../src/ledger/workspaces/create-workspace.ts';
import { addMember, createPartnerApp, createPerson, issueTokenFamily } from '../../src/partners/index.ts';
import { createDiskStore } from '../../src/platform/files/disk-store.ts';
import type { FileStore } from '../../src/platform/files/file-store.ts';
import { createSignedClient, type TestClient } from './signed-client.ts';
import { cloneTestDatabase, type TestDatabase } from './test-database.ts';

export interface TestWorkspace {
  readonly workspaceId: string;
  readonly personId: string;
  /** Of the strict partner app. */
  readonly strict: TestClient;
  /** Of the lenient partner app, in the same workspace. */
  readonly lenient: TestClient;
}

export interface TestServer extends TestDatabase, TestWorkspace {
  readonly baseUrl: string;
  readonly secretKey: Buffer;
  /** For commands that are to find its files. */
  readonly dataDirectory: string;
  /** Where its files are kept. */
  readonly filesDirectory: string;
  readonly strictAppId: string;
  readonly lenientAppId: string;
  /** Makes another workspace, with clients of the same two apps. */
  addWorkspace(workspace?: Partial<NewWorkspace>): Promise<TestWorkspace>;
  /** Lets a person of their own, and the same two apps, into a workspace that is there. */
  enterWorkspace(workspaceId: string): Promise<TestWorkspace>;
}

/** A real server on a real database of its own, with one workspace in USD to begin with, and no limit for its apps. */
export async function startTestServer(
  workspace: Partial<NewWorkspace> = {},
  log?: { readonly level: string; readonly destination: Writable },
  mail?: AppOptions['mail'],
  outside?: AppOptions['outside'],
  files?: FileStore,
): Promise<TestServer> {
  const clone = await cloneTestDatabase();
  const { database } = clone;
  const secretKey = randomBytes(32);
  const dataDirectory = await mkdtemp(join(tmpdir(), 'recount-files-'));
  const filesDirectory = join(dataDirectory, 'files');
  await mkdir(filesDirectory);
  const app = createApp({
    database,
    secretKey,
    logLevel: log?.level ?? 'silent',
    logDestination: log?.destination,
    rateLimit: 0,
    mail,
    files: files ?? createDiskStore(filesDirectory),
    outside,
  });
  await app.server.listen({ host: '127.0.0.1', port: 0 });
  const baseUrl = `http://127.0.0.1:${(app.server.server.address() as AddressInfo).port}`;
  const strictApp = await createPartnerApp(database, secretKey, { name: 'Strict app', validation: 'strict' });
  const lenientApp = await createPartnerApp(database, secretKey, {
    name: 'Lenient app',
    validation: 'lenient',
  });

  async function addWorkspace(wanted: Partial<NewWorkspace> = {}): Promise<TestWorkspace> {
    const workspaceId = await createWorkspace(database, {
      name: 'Test workspace',
      currency: 'USD',
      ...wanted,
    });
    return enterWorkspace(workspaceId);
  }

  async function enterWorkspace(workspaceId: string): Promise<TestWorkspace> {
    const email = `${randomBytes(6).toString('hex')}@example.com`;
    const personId = await createPerson(database, { email, name: 'Test person', password: 'correct horse' });
    await addMember(database, { workspaceId, personId, role: 'owner' });
    const [strict, lenient] = await Promise.all(
      [strictApp, lenientApp].map(async ({ id, clientId, clientSecret }) => {
        const { accessToken } = await issueTokenFamily(database, { partnerAppId: id, workspaceId, personId });
        return createSignedClient({ baseUrl, clientId, clientSecret, accessToken });
      }),
    );
    return { workspaceId, personId, strict: strict!, lenient: lenient! };
  }

  return {
    ...clone,
    ...(await addWorkspace(workspace)),
    baseUrl,
    secretKey,
    dataDirectory,
    filesDirectory,
    strictAppId: strictApp.id,
    lenientAppId: lenientApp.id,
    addWorkspace,
    enterWorkspace,
    async close() {
      await app.close();
      await clone.close();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
