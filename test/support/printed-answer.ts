const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/**
 * Where an answer is not the one that a page prints. What is printed may leave fields and items of lists out; ids and
 * dates need only look alike, and `…` at the end of a text stands for its rest.
 *
 * @returns a sentence that names the place, or undefined
 */
export function findDifference(printed: unknown, actual: unknown, place = 'the answer'): string | undefined {
  if (Array.isArray(printed)) return findDifferenceOfLists(printed, actual, place);
  if (printed !== null && typeof printed === 'object') {
    for (const [name, value] of Object.entries(printed)) {
      const field = (actual as Record<string, unknown> | null | undefined)?.[name];
      const difference = findDifference(value, field, `${place}.${name}`);
      if (difference) return difference;
    }
    return undefined;
  }
  const isAlike = typeof printed === 'string' ? looksLike(printed, actual) : printed === actual;
  return isAlike ? undefined : `${place} is ${JSON.stringify(actual)}, printed is ${JSON.stringify(printed)}`;
}

/** Every printed item must be there, in the printed order; a list printed as empty must be empty. */
function findDifferenceOfLists(
  printed: readonly unknown[],
  actual: unknown,
  place: string,
): string | undefined {
  if (!Array.isArray(actual)) return `${place} is no list`;
  if (printed.length === 0 && actual.length > 0) return `${place} is not empty`;
  let from = 0;
  for (const [index, item] of printed.entries()) {
    const found = actual.findIndex((one, at) => at >= from && !findDifference(item, one));
    if (found < 0) return findDifference(item, actual[from], `${place}[${index}]`) ?? `${place} is too short`;
    from = found + 1;
  }
  return undefined;
}

function looksLike(printed: string, actual: unknown): boolean {
  if (typeof actual !== 'string') return false;
  const shape = [ID, DATE, INSTANT].find((one) => one.test(printed));
  if (shape) return shape.test(actual);
  return printed.endsWith('…') ? actual.startsWith(printed.slice(0, -1)) : actual === printed;
}
