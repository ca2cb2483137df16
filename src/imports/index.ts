export {
  type CsvImportResult,
  IMPORT_KINDS,
  importCsv,
} from './import-csv.ts';
export { ImportError } from './import-error.ts';
export { DATE_FORMATS } from './read-cells.ts';
