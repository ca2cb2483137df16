import { inject } from 'vitest';
import { cloneDatabase, type TestDatabase } from './test-cluster.ts';

export type { TestDatabase };

/** A database of its own for one test file, cloned from the migrated template. */
export function cloneTestDatabase(): Promise<TestDatabase> {
  return cloneDatabase(inject('cluster'));
}
