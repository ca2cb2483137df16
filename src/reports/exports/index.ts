export { EXPORT_FORMATS, exportBooks } from './export-books.ts';
