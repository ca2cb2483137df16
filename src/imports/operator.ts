import { createHash } from 'node:crypto';
import { commitChange } from '../platform/change/commit-change.ts';
import type { Database } from '../platform/database/database.ts';
import type { CsvImport, Importer } from './import-csv.ts';

/** An operator, who is no person and no app of the workspace: what he imports names its table in the audit log. */
export function createOperator(
  database: Database,
  workspaceId: string,
  { kind, bytes }: Pick<CsvImport, 'kind' | 'bytes'>,
): Importer {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const requestId = `import-csv:${kind}:${hash}`;
  const context = {
    workspaceId,
    personId: null,
    partnerAppId: null,
    requestId,
    remoteAddress: null,
    statusCode: 200,
    message: 'Table imported successfully.',
  };
  return {
    author: { caller: { workspaceId, personId: null, app: { id: null } }, requestId },
    change: (work, options) => commitChange(database, context, options, work),
  };
}
