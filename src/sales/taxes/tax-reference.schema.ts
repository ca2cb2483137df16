import { z } from 'zod';
import type { FieldError } from '../../errors.ts';
import { report, uuid } from '../../platform/http/fields.ts';
import type { Tax } from './taxes.store.ts';

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
    report(context, 'INVALID_UUID', 'must be the UUID of a tax', path);
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
    .transform((value, context): string[] => {
      if (value === null || value === '') return [];
      if (Array.isArray(value) && value.length > MOST_TAXES) {
        report(context, 'TOO_LARGE', `must be a list of at most ${MOST_TAXES} taxes`);
        return z.NEVER;
      }
      const ids = Array.isArray(value)
        ? value.map((item, index) => readItem(item, context, [index]))
        : [readItem(value, context, [])];
      return ids.every((id) => id !== undefined) ? [...new Set(ids)] : z.NEVER;
    })
    .meta({ anyOf: REFERENCE_FORMS });
}

const ONE_UUID = { type: 'string', format: 'uuid' };
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

/**
 * The errors of references that cannot be used: unknown here (also those of another workspace), or no longer active.
 *
 * @param field the field that named them, as the client wrote it
 * @param held taxes that the record has already: they may stay though they became inactive
 */
export function refuseTaxes(
  ids: readonly string[],
  taxes: ReadonlyMap<string, Tax>,
  field: string,
  held: ReadonlySet<string> = new Set(),
): FieldError[] {
  return ids.flatMap((id): FieldError[] => {
    const tax = taxes.get(id);
    if (!tax)
      return [
        {
          field,
          code: 'TAX_NOT_FOUND',
          message: `${field} must be taxes of this workspace: ${id} is not one.`,
        },
      ];
    if (tax.status === 'active' || held.has(id)) return [];
    return [{ field, code: 'TAX_INACTIVE', message: `${field} must be active taxes: ${id} is inactive.` }];
  });
}
