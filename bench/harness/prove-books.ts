import type { Database } from '../../src/platform/database/database.ts';
import { verifyDatabase } from '../../src/reports/verify/index.ts';

/**
 * Proves the books of every workspace, as `recount verify` does.
 *
 * @returns a sentence of what was proved
 * @throws Error naming what does not hold
 */
export async function proveBooks(database: Database): Promise<string> {
  const proved = await verifyDatabase(database);
  const results = proved.flatMap(({ workspaceName, results }) =>
    results.map((result) => ({ ...result, workspaceName })),
  );
  const failed = results.filter(({ failureCount }) => failureCount > 0);
  if (failed.length > 0) {
    const told = failed.map(
      ({ workspaceName, name, failures }) => `${workspaceName}: ${name}: ${failures[0]}`,
    );
    throw new Error(`The books do not hold. ${told.join('; ')}`);
  }
  const checked = results.reduce((sum, result) => sum + result.checked, 0);
  return `Every proof holds in ${proved.length} workspaces: ${checked} things were checked.`;
}
