import pg from 'pg';

/** A statement that is prepared once on each connection. */
export interface PreparedStatement {
  /** Names the prepared statement: for texts that never vary. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

type Connection = Record<'parse' | 'bind' | 'execute' | 'sync', (message?: object) => void>;

/**
 * A prepared statement and COMMIT, sent in one flight and answered in one: PostgreSQL executes both before it answers, and
 * skips the COMMIT where the statement fails. The values travel as parameters: a document of 11 kB within the text of a
 * statement costs 0.17 ms to be read as SQL before it is read as JSON.
 */
class FinalQuery extends pg.Query {
  /** The driver's hook for what follows Bind. */
  _getRows(connection: Connection): void {
    connection.execute({ portal: '' });
    connection.parse({ name: '', text: 'COMMIT' });
    connection.bind({ statement: '' });
    connection.execute({ portal: '' });
    connection.sync();
  }
}

/**
 * Runs the last statement of a transaction together with COMMIT.
 *
 * @returns the results of both
 */
export function runFinally(client: pg.ClientBase, statement: PreparedStatement): Promise<pg.QueryResult[]> {
  const config = { ...statement, values: statement.values as unknown[] };
  return new Promise((resolve, reject) => {
    const query = new FinalQuery(config, (error: Error | undefined, results: unknown) =>
      error ? reject(error) : resolve(results as pg.QueryResult[]),
    );
    client.query(query);
  });
}
