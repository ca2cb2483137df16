import type { Endpoint } from '../platform/http/endpoint.ts';
import { importTable } from './import-table.ts';

export { type CsvImportResult, IMPORT_KINDS, importCsv } from './import-csv.ts';
export { ImportError } from './import-error.ts';
export { createOperator } from './operator.ts';
export { DATE_FORMATS } from './read-cells.ts';

/** The endpoints of imports. */
export const IMPORT_ENDPOINTS: readonly Endpoint[] = [importTable];
