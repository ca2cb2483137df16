export { type ImportedWorkspace, importArchive } from './import-archive.ts';
export { ArchiveError } from './read-archive.ts';
export { writeArchive } from './write-archive.ts';
