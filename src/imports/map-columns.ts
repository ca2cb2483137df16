import { ImportError } from './import-error.ts';

/** A field that a column may hold. */
export interface FieldSpec {
  /** What columns are called that hold it, beside its own name: by us, and in what other programs export. */
  readonly also?: readonly string[];
  readonly required?: true;
  /** What the cells name: by name, number, e-mail or UUID. */
  readonly names?: ReferenceKind;
  /** Earlier versions left it unread: what they imported is known without it. */
  readonly later?: true;
}

export const REFERENCE_KINDS = ['account', 'tax', 'customer', 'vendor', 'tag'] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

export type Fields = Readonly<Record<string, FieldSpec>>;

/** Which column holds which field. */
export interface ColumnMap {
  /** Field names by the place of their column; null where nothing reads it. */
  readonly fields: readonly (string | null)[];
  readonly columns: readonly string[];
}

/** Letters and digits alone, and `#` as `no`: `*Account Code`, `account_code` and `accountCode` are one name. */
const bareName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('#', 'no')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

/**
 * Finds out which column holds which field: what `given` says, else by the columns' names. Of two columns of one name
 * the first holds it.
 *
 * @param given field names by column; an empty one has nobody read the column
 * @throws ImportError where a column is not there, a field unknown, or one that is required has no column
 */
export function mapColumns(
  columns: readonly string[],
  fields: Fields,
  given: ReadonlyMap<string, string>,
): ColumnMap {
  const byName = new Map(columns.map((column, index) => [bareName(column), index] as const).reverse());
  const chosen = new Map<number, string>();
  for (const [column, field] of given) {
    const index = byName.get(bareName(column));
    if (index === undefined)
      throw new ImportError(`There is no column "${column}". Those there are: ${columns.join(', ')}.`);
    if (field !== '' && !Object.hasOwn(fields, field))
      throw new ImportError(
        `There is no field ${field}. Those there are: ${Object.keys(fields).join(', ')}.`,
      );
    chosen.set(index, field);
  }
  const found = columns.map((_, index) => chosen.get(index) || null);
  for (const [field, { also = [] }] of Object.entries(fields)) {
    if (found.includes(field)) continue;
    // The first of its names that a column has: where `Account` and `Account code` stand beside each other, the likelier.
    const places = [field, ...also].map((name) => byName.get(bareName(name)));
    const place = places.find((index) => index !== undefined && !chosen.has(index) && found[index] === null);
    if (place !== undefined) found[place] = field;
  }
  const missing = Object.keys(fields).filter((field) => fields[field]!.required && !found.includes(field));
  if (missing.length > 0)
    throw new ImportError(
      `No column holds ${missing.join(', ')}: say which with --map "Column=${missing[0]}". ` +
        `The columns are: ${columns.join(', ')}.`,
    );
  return { fields: found, columns };
}
