const SKEW = 5 * 60 * 1000;
/** From here on a number is milliseconds: as seconds it would be in the year 5138 (reference 1.1). */
const FIRST_MILLISECONDS = 1e11;

/**
 * Whether a text is a Unix timestamp, in whole seconds or milliseconds, at most 5 minutes before or after now.
 *
 * @param now milliseconds since 1970
 */
export function isTimely(timestamp: string, now: number): boolean {
  if (!/^\d{1,15}$/.test(timestamp)) return false;
  const number = Number(timestamp);
  const instant = number >= FIRST_MILLISECONDS ? number : number * 1000;
  return Math.abs(now - instant) <= SKEW;
}
