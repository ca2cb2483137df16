import type pg from 'pg';

/** The role that the server acts as: it owns nothing, cannot pass the fence, and cannot change the journal. */
export const SERVER_ROLE = 'recount_server';

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
    await grantPrivileges(client);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
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

const LIMITS: Readonly<Record<string, string>> = {
  statement_timeout: '30s',
  lock_timeout: '10s',
  idle_in_transaction_session_timeout: '60s',
};

/**
 * Limits how long the server's statements may run and wait. Kept with the role that logs in, since a pooler in
 * transaction mode takes no settings from a session: `recount_server` in the embedded database, else the role of
 * DATABASE_URL, in this database alone. Writes only what differs.
 *
 * @param ownLogin whether the server's role logs in itself
 */
export async function limitStatements(client: pg.ClientBase, ownLogin: boolean): Promise<void> {
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
    const known = new Set<string>(rows[0].settings ?? []);
    const where = ownLogin ? '' : ` IN DATABASE ${client.escapeIdentifier(rows[0].database)}`;
    for (const [name, value] of Object.entries(LIMITS)) {
      if (known.has(`${name}=${value}`)) continue;
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
  const { rows } = await client.query(
    `SELECT r.rolsuper OR r.rolbypassrls AS passes_fence,
            CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = $1)
                 THEN pg_has_role(current_user, $1, 'MEMBER') ELSE false END AS may_become
       FROM pg_roles r WHERE r.rolname = current_user`,
    [SERVER_ROLE],
  );
  const { passes_fence: passesFence, may_become: mayBecome } = rows[0];
  if (mayBecome && (await currentUser(client)) !== SERVER_ROLE) return SERVER_ROLE;
  if (passesFence) {
    throw new Error(
      `The role of DATABASE_URL can pass row-level security and cannot become ${SERVER_ROLE}. ` +
        `Grant it that role, or connect as a role without SUPERUSER and BYPASSRLS.`,
    );
  }
  return undefined;
}

async function currentUser(client: pg.ClientBase): Promise<string> {
  return (await client.query('SELECT current_user AS name')).rows[0].name;
}
