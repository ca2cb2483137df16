import { isUuid } from '../../../src/platform/text.ts';
import { RAW, unsoundNumber, unsoundText } from './unsound-values.ts';
import type { Making } from './valid-value.ts';

/** Where in a body something may be changed. */
interface Place {
  readonly holder: Record<string, unknown> | unknown[];
  readonly key: string | number;
}

/** Changes one thing in a sound body. Answers its JSON text, which may hold what JSON.stringify never writes. */
export function breakBody(making: Making, sound: unknown, foreignId: string | undefined): string {
  const { random } = making;
  const root = { body: structuredClone(sound) };
  const places = findPlaces(root.body);
  if (places.length === 0) places.push({ holder: root, key: 'body' });
  const place = random.pick(places);
  const raw = breakPlace(making, place, foreignId);
  const text = JSON.stringify(root.body) ?? 'null';
  if (raw === undefined) return text;
  // A function, because a replacement text would have its dollar signs read.
  return text.includes(`"${RAW}"`) ? text.replace(`"${RAW}"`, () => raw) : raw;
}

function findPlaces(node: unknown): Place[] {
  if (node === null || typeof node !== 'object') return [];
  const holder = node as Record<string, unknown>;
  const keys: (string | number)[] = Array.isArray(node) ? [...node.keys()] : Object.keys(node);
  return keys.flatMap((key) => [{ holder, key }, ...findPlaces(holder[key])]);
}

/** @returns JSON text to stand in place of RAW */
function breakPlace(
  making: Making,
  { holder, key }: Place,
  foreignId: string | undefined,
): string | undefined {
  const { random, books, operation } = making;
  const at = holder as Record<string | number, unknown>;
  const value = at[key];
  const put = (changed: unknown) => {
    at[key] = changed;
    return undefined;
  };
  const putRaw = (text: string) => {
    at[key] = RAW;
    return text;
  };
  // What is said to everybody is read by everybody, ids included.
  const ownId = () => (operation.tokened ? books.idFor('', random) : undefined);
  const json = () => JSON.stringify(value) ?? 'null';
  switch (random.between(0, 17)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete at[key];
      return undefined;
    case 1:
      return put(null);
    case 2:
      return put(random.pick([true, false, 0, 12, 'text', '', [], {}, [[]], [null], { uuid: null }]));
    case 3:
    case 4:
      return putRaw(unsoundNumber(random));
    case 5:
      return put(typeof value === 'number' ? String(value) : Number(value));
    case 6:
      if (typeof value === 'string') return put(changeCase(value, random.between(0, 3)));
      return put([value]);
    case 7:
      return put(`${typeof value === 'string' ? value : ''}${unsoundText(random)}`);
    case 8:
      return putRaw(`{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}`);
    case 9:
      return putRaw(`${json()},${JSON.stringify(String(key))}:${JSON.stringify(unsoundText(random))}`);
    case 10: {
      const depth = random.pick([5, 19, 20, 21, 300]);
      return putRaw('['.repeat(depth) + ']'.repeat(depth));
    }
    case 11: {
      const count = random.pick([21, 101, 501]);
      return putRaw(
        `[${Array(count)
          .fill(Array.isArray(value) ? JSON.stringify(value[0] ?? null) : json())
          .join()}]`,
      );
    }
    case 12:
      // Only where an id belongs: a text may well hold what looks like one, and then shows it again.
      return put((typeof value === 'string' && isUuid(value) && foreignId) || (ownId() ?? null));
    case 13:
      return put(ownId() ?? null);
    case 14:
      at[random.pick(['unknown', 'id', 'createdAt', 'workspaceId', 'toString', '$ref', ''])] =
        unsoundText(random);
      return undefined;
    case 15:
      return put(
        !operation.tokened
          ? null
          : (books.value(random.pick([...making.document.exampleValues.keys()]), random) ?? null),
      );
    default:
      return put(unsoundText(random));
  }
}

function changeCase(value: string, way: number): string {
  if (way === 0) return value.toUpperCase();
  if (way === 1) return value.toLowerCase();
  if (way === 2) return value.charAt(0).toUpperCase() + value.slice(1);
  return ` ${value} `;
}
