import { z } from 'zod';
import { formatPath } from './field-errors.ts';

export interface PartnerWarning {
  readonly field: string;
  readonly reason: 'internal_only' | 'unknown_field';
  readonly message: string;
}

/** The schema without its optional, nullable, default, transform and refine wrappings. */
function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  for (;;) {
    if (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable || inner instanceof z.ZodDefault)
      inner = inner.unwrap();
    else if (inner instanceof z.ZodPipe) inner = inner.in;
    else return inner;
  }
}

/**
 * The fields of a body that its schema does not know, which are ignored and said so (reference 1.3).
 *
 * @param internalOnly names of fields that exist but are managed by the server
 */
export function findUnknownFields(
  schema: z.core.$ZodType,
  value: unknown,
  internalOnly: ReadonlySet<string>,
  path: PropertyKey[] = [],
): PartnerWarning[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    return value.flatMap((item, index) =>
      findUnknownFields(inner.element, item, internalOnly, [...path, index]),
    );
  }
  if (!(inner instanceof z.ZodObject) || value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const known = Object.hasOwn(inner.shape, key) ? inner.shape[key] : undefined;
    if (known) return findUnknownFields(known, child, internalOnly, [...path, key]);
    const field = formatPath([...path, key]);
    return internalOnly.has(key)
      ? [
          {
            field,
            reason: 'internal_only',
            message: `${field} is managed by the server and was ignored.`,
          } as const,
        ]
      : [
          {
            field,
            reason: 'unknown_field',
            message: `${field} is not a field of this endpoint and was ignored.`,
          } as const,
        ];
  });
}
