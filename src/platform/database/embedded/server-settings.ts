const DEFAULT_SETTINGS: Readonly<Record<string, string>> = {
  cluster_name: 'recount',
  max_connections: '100',
  shared_buffers: '128MB',
  fsync: 'on',
  wal_compression: 'on',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  // Without statistics a plan may read every invoice of a workspace; after a minute, the default, those can be thousands.
  autovacuum_naptime: '5s',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // Statements and the values in "Detail" lines are people's books: they have no place in a log.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/**
 * PostgreSQL's parameters: our settings, over them the given ones, and where it listens: on a socket in a folder
 * that only its owner enters, or, without one, on the loopback interface.
 */
export function nameParameters(
  settings: Readonly<Record<string, string>>,
  socketDirectory: string | null,
  port: number,
): string[] {
  // In this list a comma separates folders; quotes keep one that a path contains.
  const folder = socketDirectory === null ? '' : `"${socketDirectory.replaceAll('"', '""')}"`;
  const address = socketDirectory === null ? '127.0.0.1' : '';
  // Of a setting given twice the last counts: how to reach it is not up for choice.
  const all = { ...DEFAULT_SETTINGS, ...settings, listen_addresses: address, port: String(port) };
  return ['-k', folder, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}
