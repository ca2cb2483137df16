import pg from 'pg';
import { migrate } from './migrate.ts';
import { chooseServerRole, limitStatements, prepareServerRole, SERVER_ROLE } from './server-role.ts';

export interface PrepareOptions {
  /** A direct connection as the database's owner. */
  readonly owner: pg.ClientConfig;
  /** Makes the server's role one that logs in with this password (the embedded database). */
  readonly serverPassword?: string;
  /** Catalogues to bring up to date after the migrations. */
  readonly seed?: (client: pg.ClientBase) => Promise<void>;
  readonly log?: (message: string) => void;
}

const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Migrates a database and makes the role that the server acts as.
 *
 * @returns the role that the owner's connection must step into, if the server has to use that connection
 */
export async function prepareDatabase({
  owner,
  serverPassword,
  seed,
  log,
}: PrepareOptions): Promise<string | undefined> {
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
    await limitStatements(client, serverPassword !== undefined).catch((error) => {
      if (error.code !== INSUFFICIENT_PRIVILEGE) throw error;
      log?.(`statements are not limited in time: ${error.message}`);
    });
    return await chooseServerRole(client);
  } finally {
    await client.end();
  }
}
