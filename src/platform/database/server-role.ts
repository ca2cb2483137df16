import type pg from 'pg';

/** The role that the server acts as: it owns nothing, cannot pass the fence, and cannot change the journal. */
export const SERVER_ROLE = 'recount_server';
export const INSUFFICIENT_PRIVILEGE = '42501';
const INVALID_PARAMETER_VALUE = '22023';

/**
 * Makes the server's role, where this connection may, and grants it what it needs. Run after the migrations.
 *
 * @param password makes it a role that can log in (the embedded database); without, it is only stepped into
 */
export async function prepareServerRole(client: pg.ClientBase, password?: string): Promise<void> {
  const login = password === undefined ? 'NOLOGIN' : `LOGIN PASSWORD ${client.escapeLiteral(password)}`;
  await client.query('BEGIN');
  try {
    // Roles belong to the whole cluster: two databases of one cluster that start together must not both create it.
    await client.query('SELECT pg_advisory_xact_lock(7263869)');
    const { rows } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [SERVER_ROLE]);
    if (rows.length === 0) {
      await client.query(
        `CREATE ROLE ${SERVER_ROLE} ${login} NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS`,
      );
    } else if (password !== undefined) {
      await client.query(`ALTER ROLE ${SERVER_ROLE} ${login}`);
    }
    if (password === undefined) await joinServerRole(client);
    await grantPrivileges(client);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/**
 * Lets a role that made the server's role also step into it: since PostgreSQL 16 who may create roles administers what
 * he made and is no member of it. Who may not is fenced as the owner; a superuser needs no membership.
 */
async function joinServerRole(client: pg.ClientBase): Promise<void> {
  await client.query('SAVEPOINT join_role');
  try {
    await client.query(`DO $$
    BEGIN
      IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        GRANT ${SERVER_ROLE} TO CURRENT_USER;
      END IF;
    END $$`);
  } catch (error) {
    if ((error as { code?: string }).code !== INSUFFICIENT_PRIVILEGE) throw error;
    await client.query('ROLLBACK TO SAVEPOINT join_role');
  }
}

async function grantPrivileges(client: pg.ClientBase): Promise<void> {
  await client.query(`
    GRANT USAGE ON SCHEMA public TO ${SERVER_ROLE};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${SERVER_ROLE};
    REVOKE INSERT, UPDATE, DELETE ON schema_migration FROM ${SERVER_ROLE};
    DO $$
    DECLARE grown regclass;
    BEGIN
      FOR grown IN SELECT DISTINCT tgrelid::regclass FROM pg_trigger WHERE tgname = 'append_only' LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM ${SERVER_ROLE}', grown);
      END LOOP;
    END $$`);
}

const ROLE_SETTINGS: Readonly<Record<string, string>> = {
  statement_timeout: '30s',
  lock_timeout: '10s',
  idle_in_transaction_session_timeout: '60s',
  // Compiling a report or a proof takes ten times as long as running it.
  jit: 'off',
};

/**
 * Limits how long the server's statements may run and wait, and has none compiled. Kept with the role that logs in, since a pooler in
 * transaction mode takes no settings from a session: `recount_server` in the embedded database, else the role of
 * DATABASE_URL, in this database alone. What an operator has set is left as it is.
 *
 * @param ownLogin whether the server's role logs in itself
 */
export async function configureRole(client: pg.ClientBase, ownLogin: boolean): Promise<void> {
  const role = ownLogin ? SERVER_ROLE : await currentUser(client);
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock(7263869)');
    const { rows } = await client.query(
      `SELECT d.datname AS database, s.setconfig AS settings
         FROM pg_database d
         LEFT JOIN pg_roles r ON r.rolname = $1
         LEFT JOIN pg_db_role_setting s ON s.setrole = r.oid AND s.setdatabase = CASE WHEN $2 THEN 0 ELSE d.oid END
        WHERE d.datname = current_database()`,
      [role, ownLogin],
    );
    const known = new Set<string>((rows[0].settings ?? []).map((setting: string) => setting.split('=')[0]));
    const where = ownLogin ? '' : ` IN DATABASE ${client.escapeIdentifier(rows[0].database)}`;
    for (const [name, value] of Object.entries(ROLE_SETTINGS)) {
      if (known.has(name)) continue;
      await client.query(`ALTER ROLE ${client.escapeIdentifier(role)}${where} SET ${name} = '${value}'`);
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/**
 * Which role a connection must step into in every transaction.
 *
 * @returns undefined where its own role is fenced as it is
 * @throws where its own role can pass the fence and it cannot become the server's role
 */
export async function chooseServerRole(client: pg.ClientBase): Promise<string | undefined> {
  const user = await currentUser(client);
  if (user === SERVER_ROLE) return undefined;
  if (await mayBecomeServerRole(client)) return SERVER_ROLE;
  const { rows } = await client.query(
    'SELECT rolsuper OR rolbypassrls AS passes_fence FROM pg_roles WHERE rolname = $1',
    [user],
  );
  if (rows[0].passes_fence) {
    throw new Error(
      `The role of DATABASE_URL can pass row-level security and cannot become ${SERVER_ROLE}. ` +
        `Grant it that role, or connect as a role without SUPERUSER and BYPASSRLS.`,
    );
  }
  return undefined;
}

/** Tried and not asked: a member that may not step into the role is still called a member (PostgreSQL 16 and later). */
async function mayBecomeServerRole(client: pg.ClientBase): Promise<boolean> {
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL ROLE ${SERVER_ROLE}`);
    return true;
  } catch (error) {
    // The role is not there, or not for us.
    const { code } = error as { code?: string };
    if (code !== INSUFFICIENT_PRIVILEGE && code !== INVALID_PARAMETER_VALUE) throw error;
    return false;
  } finally {
    await client.query('ROLLBACK');
  }
}

async function currentUser(client: pg.ClientBase): Promise<string> {
  return (await client.query('SELECT current_user AS name')).rows[0].name;
}
