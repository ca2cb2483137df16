import { alignColumns } from './terminal-text.ts';

/** Prints a record: as JSON, or in the words that `describe` makes of it. */
export function printRecord<T>(
  record: T,
  asJson: boolean | undefined,
  describe: (record: T) => string,
): void {
  console.log(asJson ? JSON.stringify(record, null, 2) : describe(record));
}

/** Names and values, one below the other. */
export function describeFields(fields: readonly (readonly [name: string, value: string])[]): string {
  return alignColumns(fields.map(([name, value]) => [`  ${name}`, value]));
}
