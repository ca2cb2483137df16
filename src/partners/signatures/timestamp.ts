/** How far a timestamp may be from the server's time, either way, in milliseconds. */
export const LARGEST_SKEW = 5 * 60 * 1000;
/** From here on a number is milliseconds: as seconds it would be in the year 5138 (reference 1.1). */
const FIRST_MILLISECONDS = 1e11;

/**
 * The instant of a Unix timestamp in whole seconds or milliseconds, in milliseconds since 1970.
 *
 * @returns undefined where the text is none
 */
export function readTimestamp(timestamp: string): number | undefined {
  if (!/^\d{1,15}$/.test(timestamp)) return undefined;
  const number = Number(timestamp);
  return number >= FIRST_MILLISECONDS ? number : number * 1000;
}

/**
 * Whether a text is a Unix timestamp, in whole seconds or milliseconds, at most 5 minutes before or after now.
 *
 * @param now milliseconds since 1970
 */
export function isTimely(timestamp: string, now: number): boolean {
  const instant = readTimestamp(timestamp);
  return instant !== undefined && Math.abs(now - instant) <= LARGEST_SKEW;
}
