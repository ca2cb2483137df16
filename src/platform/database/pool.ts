import pg from 'pg';

const INT8 = 20;
const DATE = 1082;

/** int8 as bigint, dates as the text they are (a Date would drag a time zone in); numeric stays text by default. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return BigInt;
    if (oid === DATE) return (text: string) => text;
    return pg.types.getTypeParser(oid, format as 'text');
  }) as pg.CustomTypesConfig['getTypeParser'],
};

export interface PoolOptions {
  readonly connection: pg.ClientConfig;
  readonly size: number;
  /** Milliseconds that may be waited for a connection; 10,000 when left out. */
  readonly patience?: number;
  readonly onError?: (error: Error) => void;
}

/** A pool of connections. A connection that breaks while idle is reported and replaced, never fatal. */
export function openPool({ connection, size, patience = 10_000, onError }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...connection,
    types,
    max: size,
    connectionTimeoutMillis: patience,
    idleTimeoutMillis: 60_000,
    application_name: 'recount',
    keepAlive: true,
  });
  pool.on('error', (error) => onError?.(error));
  // A backend may be ended in the very moment in which its connection is handed out, when neither the pool nor the
  // transaction listens: an error that nobody listens to would end the process. Who uses the connection is told anyway.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
