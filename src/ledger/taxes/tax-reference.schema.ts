import { z } from 'zod';
import { type FieldError, fieldError } from '../../errors.ts';
import { report, uuid } from '../../platform/http/fields.ts';
import { identitySchema } from '../../platform/http/record.ts';
import type { NamedTax } from './named-taxes.store.ts';

const MOST_TAXES = 20;
// A whole sentence, with its full stop: clients match it word for word (field-errors.ts leaves it as it is).
const NUMERIC = 'Use `taxUuids`; numeric `taxes` is invalid.';

const reference = uuid();

/** The id of one reference, or undefined where it was refused. */
function readItem(value: unknown, context: z.RefinementCtx, path: PropertyKey[]): string | undefined {
  const isObject = value !== null && typeof value === 'object' && !Array.isArray(value);
  const id = isObject ? (value as { uuid?: unknown }).uuid : value;
  if (typeof id === 'string') {
    const read = reference.safeParse(id);
    if (read.success) return read.data;
    if (/^\d+$/.test(id)) report(context, 'INVALID_UUID', NUMERIC, path);
    else report(context, 'INVALID_UUID', 'must be the UUID of a tax', path);
  } else if (typeof id === 'number') report(context, 'INVALID_TYPE', NUMERIC, path);
  else report(context, 'INVALID_TYPE', 'must be the UUID of a tax, or an object with its `uuid`', path);
  return undefined;
}

/**
 * Taxes named in a body (reference 1.1): a list, one UUID, `""` or `null` (none); an item may be `{uuid}`. Read as lower-case
 * UUIDs in the order they came, each once. Wrap it in `optional()` where the field may be left out.
 */
export function taxReferences() {
  return z
    .unknown()
    .transform((value, context) => (value === null ? [] : readReferences(value, context)))
    .meta({ anyOf: REFERENCE_FORMS });
}

/** The same, but `null` reads as left out, since it is answered for taxes that are left to others. */
export function taxReferencesAsAnswered() {
  return z
    .unknown()
    .transform((value, context) => (value === null ? undefined : readReferences(value, context)))
    .meta({ anyOf: REFERENCE_FORMS });
}

function readReferences(value: unknown, context: z.RefinementCtx): string[] {
  if (value === '') return [];
  if (Array.isArray(value) && value.length > MOST_TAXES) {
    report(context, 'TOO_LARGE', `must be a list of at most ${MOST_TAXES} taxes`);
    return z.NEVER;
  }
  const ids = Array.isArray(value)
    ? value.map((item, index) => readItem(item, context, [index]))
    : [readItem(value, context, [])];
  return ids.every((id) => id !== undefined) ? [...new Set(ids)] : z.NEVER;
}

const ONE_UUID = { type: 'string', format: 'uuid', description: 'The UUID of a tax.' };
const REFERENCE_FORMS = [
  {
    type: 'array',
    maxItems: MOST_TAXES,
    items: { anyOf: [ONE_UUID, { type: 'object', properties: { uuid: ONE_UUID }, required: ['uuid'] }] },
  },
  ONE_UUID,
  { type: 'string', const: '' },
  { type: 'null' },
];

/** A tax as the records that name it answer it. */
export const namedTaxSchema = z.object({
  ...identitySchema('tax'),
  name: z.string().describe('The tax’s name.'),
  percentage: z.number().describe('The rate in percent: 8.25 is 8.25 %.'),
});

/** The taxes that a body names, and under which of the two names; undefined where it names none. */
export function namedTaxes({
  taxUuids,
  taxes,
}: {
  readonly taxUuids?: readonly string[] | undefined;
  readonly taxes?: readonly string[] | undefined;
}): { field: string; ids: readonly string[] } | undefined {
  if (taxUuids) return { field: 'taxUuids', ids: taxUuids };
  return taxes && { field: 'taxes', ids: taxes };
}

/**
 * The errors of references that cannot be used: unknown here (also those of another workspace), or no longer active.
 *
 * @param field the field that named them, as the client wrote it
 * @param held taxes that the record has already: they may stay though they became inactive
 */
export function refuseTaxes(
  ids: readonly string[],
  taxes: ReadonlyMap<string, NamedTax>,
  field: string,
  held: ReadonlySet<string> = new Set(),
): FieldError[] {
  return ids.flatMap((id): FieldError[] => {
    const tax = taxes.get(id);
    if (!tax)
      return [
        fieldError(field, 'TAX_NOT_FOUND', `must be taxes of this workspace: ${id} is not one`, { uuid: id }),
      ];
    if (tax.status === 'active' || held.has(id)) return [];
    return [fieldError(field, 'TAX_INACTIVE', `must be active taxes: ${id} is inactive`, { uuid: id })];
  });
}
