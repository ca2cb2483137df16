import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** How long the whole look may wait for a connection behind a pooler that has none left. */
const LONGEST_LOOK = 5_000;
/** A pooler gives out the connection last given back first, or each in turn. */
const HOLDERS = 3;

type Client = pg.Client & { readonly processID: number | null };

/**
 * Whether a statement that was prepared by name can be relied on later. Behind a pooler that gives each transaction
 * another connection it can only where the pooler prepares it again (PgBouncer from 1.21 on, with
 * max_prepared_statements); else PostgreSQL answers that there is none, or one of another client's.
 *
 * @returns false also where that cannot be found out
 */
export async function keepsPreparedStatements(connection: pg.ClientConfig): Promise<boolean> {
  const clients: Client[] = [];
  const open = async (): Promise<Client> => {
    const client = new pg.Client({ ...connection, query_timeout: LONGEST_LOOK }) as Client;
    client.on('error', () => {});
    clients.push(client);
    await client.connect();
    return client;
  };
  try {
    const first = await open();
    const name = `recount_${randomBytes(8).toString('hex')}`;
    const execute = async () => (await first.query({ name, text: SELECT_PID })).rows[0].pid as number;
    const preparedOn = await execute();
    // A pooler makes up the key to cancel by, which begins with the process that PostgreSQL itself names.
    if (first.processID === preparedOn) return true;
    await occupy(preparedOn, open);
    return (await execute()) !== preparedOn;
  } catch (error) {
    if (isAboutStatements(error as Error)) return false;
    throw error;
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => {})));
  }
}

const SELECT_PID = 'SELECT pg_backend_pid() AS pid';

/** Keeps a connection of the pooler busy, so that another has to be given out. */
async function occupy(pid: number, open: () => Promise<Client>): Promise<void> {
  for (let count = 0; count < HOLDERS; count += 1) {
    const holder = await open();
    await holder.query('BEGIN');
    if ((await holder.query(SELECT_PID)).rows[0].pid === pid) return;
  }
}

/** No such statement, one of that name already, the pooler's own refusal; or no second connection within the time. */
function isAboutStatements(error: Error & { code?: string }): boolean {
  return (
    /^(26000|42P05|08P01)$/.test(error.code ?? '') ||
    /prepared statement|Query read timeout/i.test(error.message)
  );
}
