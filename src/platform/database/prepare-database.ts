import pg from 'pg';
import { migrate } from './migrate.ts';
import {
  chooseServerRole,
  configureRole,
  INSUFFICIENT_PRIVILEGE,
  prepareServerRole,
  SERVER_ROLE,
} from './server-role.ts';

export interface PrepareOptions {
  /** A direct connection as the database's owner. */
  readonly owner: pg.ClientConfig;
  /** Makes the server's role one that logs in with this password (the embedded database). */
  readonly serverPassword?: string;
  /** Catalogues to bring up to date after the migrations. */
  readonly seed?: (client: pg.ClientBase) => Promise<void>;
  readonly log?: (message: string) => void;
}

/** Migrates a database and makes the role that the server acts as. */
export async function prepareDatabase({ owner, serverPassword, seed, log }: PrepareOptions): Promise<void> {
  const client = new pg.Client(owner);
  await client.connect();
  try {
    for (const name of await migrate(client)) log?.(`migration ${name} applied`);
    await seed?.(client);
    await prepareServerRole(client, serverPassword).catch((error) => {
      // A role that may not create roles is still fenced (FORCE ROW LEVEL SECURITY) and held by the triggers.
      if (error.code !== INSUFFICIENT_PRIVILEGE) throw error;
      log?.(`the role ${SERVER_ROLE} could not be made: ${error.message}`);
    });
    if (serverPassword !== undefined) await configureRole(client, true);
  } finally {
    await client.end();
  }
}

/**
 * Makes a connection that is not the server's own role's fit for the server: limits its statements, and finds the role
 * that it must step into.
 *
 * @returns that role; undefined where the connection's own is fenced as it is
 * @throws where the connection's own role can pass the fence and cannot become the server's
 */
export async function adoptConnection(
  connection: pg.ClientConfig,
  log?: (message: string) => void,
): Promise<string | undefined> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const role = await chooseServerRole(client);
    await configureRole(client, false).catch((error) => {
      if (error.code !== INSUFFICIENT_PRIVILEGE) throw error;
      log?.(`statements are not limited in time: ${error.message}`);
    });
    return role;
  } finally {
    await client.end();
  }
}
