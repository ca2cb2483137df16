import { type Decimal, formatDecimal } from '../../money/index.ts';

/** A body as it is kept and read again: JSON, decimals as texts, so that none becomes a float. */
export type StoredBody = Readonly<Record<string, unknown>>;

/** A body whose schema reads again what is kept of it. */
export function toStoredBody(body: object): StoredBody {
  const { isDraft: _, ...kept } = body as { isDraft?: unknown };
  const text = JSON.stringify(kept, (_key, value) =>
    typeof value === 'bigint' ? formatDecimal(value as Decimal) : value,
  );
  return JSON.parse(text) as StoredBody;
}
