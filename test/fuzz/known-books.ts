import type { Random } from '../../src/demo/random.ts';
import { isUuid } from '../../src/platform/text.ts';
import { type ApiDocument, collectValues, type Operation } from './api-document.ts';
import { KnownRecords } from './known-records.ts';

/** Each UUID in a text. */
export const UUIDS = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const MOST_IDS = 60;
const MOST_BODIES = 12;

/** A request that took effect under an Idempotency-Key, and its answer. */
export interface KeptRequest {
  readonly operation: Operation;
  readonly method: string;
  readonly url: string;
  readonly body: string | Buffer | undefined;
  readonly key: string;
  /** Of what is not JSON. */
  readonly contentType: string | undefined;
  /** Which of the apps sent it. */
  readonly app: number;
  readonly status: number;
  readonly data: unknown;
}

/**
 * What is known of a workspace from what it was answered: the ids of its records by collection, values by the name of their field, and
 * bodies that were taken. Requests that name what is there get further than those that name anything.
 */
export class KnownBooks {
  /** Every id that a record of it was ever answered with. */
  readonly allIds = new Set<string>();
  readonly kept: KeptRequest[] = [];
  /** What its documents, payments and the like were when they were last answered. */
  readonly records = new KnownRecords();
  readonly #document: ApiDocument;
  readonly #ids = new Map<string, string[]>();
  readonly #deleted = new Map<string, string[]>();
  readonly #values = new Map<string, unknown[]>();
  readonly #told = new Map<string, readonly string[]>();
  /** What was named, by the name of the field, in requests that were carried out. */
  readonly #worked = new Map<string, unknown[]>();
  /** Field and id of what was refused. */
  readonly #refused = new Set<string>();
  readonly #bodies = new Map<string, unknown[]>();

  constructor(document: ApiDocument) {
    this.#document = document;
  }

  /** Makes values known that no answer tells, for the operations before there is a token. */
  tell(name: string, values: readonly string[]): void {
    this.#told.set(name, values);
  }

  /** A value that was made known under a field's name, mostly. */
  told(name: string, random: Random): string | undefined {
    const values = this.#told.get(name);
    return values && random.chance(0.85) ? random.pick(values) : undefined;
  }

  /** An id of a collection: mostly of a record that is there; undefined where none is known. */
  id(collection: string, random: Random): string | undefined {
    const gone = this.#deleted.get(collection) ?? [];
    const ids = random.chance(0.05) && gone.length > 0 ? gone : (this.#ids.get(collection) ?? []);
    return ids.length > 0 ? random.pick(ids) : undefined;
  }

  /** An id for a field, by what the field is called: `categoryAccountUuid` names one of the chart of accounts. */
  idFor(field: string, random: Random): string | undefined {
    let id = this.#anyIdFor(field, random);
    for (let again = 0; again < 4 && this.#refused.has(`${field} ${id}`); again += 1) {
      id = this.#anyIdFor(field, random);
    }
    return id;
  }

  #anyIdFor(field: string, random: Random): string | undefined {
    const worked = this.#worked.get(field)?.filter((value) => typeof value === 'string' && isUuid(value));
    if (worked && worked.length > 0 && random.chance(0.7)) return random.pick(worked) as string;
    const named = findCollection(this.#document.collections, field);
    return this.id(named ?? random.pick(this.#document.collections), random);
  }

  /** Learns from a refusal which records a field may not name: an account of another type, a product that is not complete. */
  learnRefusal(body: unknown, errors: readonly { readonly field: string }[]): void {
    for (const { field } of errors) {
      const steps = field.split(/[.[\]]+/).filter((step) => step !== '');
      const value = steps.reduce<unknown>(
        (node, step) => (node as Record<string, unknown> | null)?.[step],
        body,
      );
      const name = steps.findLast((step) => !/^\d+$/.test(step));
      if (typeof value === 'string' && isUuid(value)) this.#refused.add(`${name} ${value}`);
    }
  }

  /** Forgets the records that a request named in vain, until they are answered again. */
  forgetNamed(url: string, body: unknown): void {
    for (const id of `${url} ${JSON.stringify(body) ?? ''}`.match(UUIDS) ?? []) this.records.forget(id);
  }

  /** A value that was answered, or stands in an example, under this name. */
  value(name: string, random: Random): unknown {
    const seen = this.#values.get(name) ?? [];
    const shown = this.#document.exampleValues.get(name) ?? [];
    const both = random.chance(0.7) && seen.length > 0 ? seen : shown;
    return both.length > 0 ? random.pick(both) : undefined;
  }

  /** A body that this operation took before. */
  body(operation: Operation, random: Random): unknown {
    const bodies = this.#bodies.get(operation.id) ?? [];
    return bodies.length > 0 ? random.pick(bodies) : undefined;
  }

  /** Learns from an answer that a request was carried out. */
  learn(operation: Operation, path: string, body: unknown, answer: unknown): void {
    collectValues(answer, this.#values);
    collectValues(body, this.#worked);
    this.#learnBody(operation, body);
    const collection = this.#document.collections
      .filter((one) => operation.path === one || operation.path.startsWith(`${one}/`))
      .sort((a, b) => b.length - a.length)[0];
    const records = operation.path.includes('audit-log') ? [] : findRecords(answer);
    this.records.learn(collection, path, records);
    this.records.settle(body);
    if (!collection) return;
    const deleted = operation.method === 'DELETE' ? path.slice(collection.length + 1) : undefined;
    if (deleted) {
      this.records.forget(deleted.split('/').at(-1)!);
      const ids = this.#ids.get(collection) ?? [];
      if (ids.includes(deleted)) ids.splice(ids.indexOf(deleted), 1);
      push(this.#deleted, collection, deleted, 10);
      for (const values of this.#worked.values()) {
        if (values.includes(deleted)) values.splice(values.indexOf(deleted), 1);
      }
      return;
    }
    // What is listed below a record, such as its audit log, is of another kind.
    const isBelow = operation.path.slice(collection.length).split('/').length > 2;
    for (const id of findRecordIds(answer, isBelow && operation.method === 'GET')) {
      this.allIds.add(id);
      if (!(this.#ids.get(collection) ?? []).includes(id)) push(this.#ids, collection, id, MOST_IDS);
    }
  }

  /** Of the two oldest the one that says more stays: what says least is taken most often. */
  #learnBody(operation: Operation, body: unknown): void {
    const size = (one: unknown) => JSON.stringify(one).length;
    if (body === undefined || size(body) > 5_000) return;
    const bodies = this.#bodies.get(operation.id) ?? [];
    bodies.push(body);
    if (bodies.length > MOST_BODIES) bodies.splice(size(bodies[0]) < size(bodies[1]) ? 0 : 1, 1);
    this.#bodies.set(operation.id, bodies);
  }

  keep(request: KeptRequest): void {
    this.kept.push(request);
    if (this.kept.length > 30) this.kept.shift();
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T, most: number): void {
  const list = map.get(key) ?? [];
  list.push(value);
  if (list.length > most) list.shift();
  map.set(key, list);
}

interface WithUuid {
  readonly uuid?: unknown;
}

/** The ids of the records themselves, not of what they name. */
function findRecordIds(answer: unknown, none: boolean): string[] {
  return none ? [] : findRecords(answer).map(({ uuid }) => uuid);
}

/** The one in `data`, those of a list, those of a bulk call. */
function findRecords(answer: unknown): { readonly uuid: string }[] {
  if (answer === null || typeof answer !== 'object') return [];
  const data = (answer as { data?: unknown }).data ?? answer;
  return isRecord(data)
    ? [data]
    : listItems(data).flatMap((item) => (isRecord(item) ? [item] : Object.values(item).filter(isRecord)));
}

function isRecord(node: unknown): node is { readonly uuid: string } {
  return typeof (node as WithUuid | null | undefined)?.uuid === 'string';
}

function listItems(data: object): object[] {
  const lists = Array.isArray(data) ? data : Object.values(data).filter(Array.isArray).flat();
  return lists.filter((item) => item !== null && typeof item === 'object');
}

/** The collection that a field names by its own name; the longest name wins, as `tagGroupUuid` names groups, not tags. */
function findCollection(collections: readonly string[], field: string): string | undefined {
  const plain = field.toLowerCase().replace(/(uu)?ids?$/, '');
  let best: { collection: string; length: number } | undefined;
  for (const collection of collections) {
    const word = collection.split(/[/-]/).at(-1)!;
    for (const name of [word, word.replace(/ies$/, 'y'), word.replace(/s$/, ''), word.replace(/es$/, '')]) {
      if (plain.endsWith(name) && name.length > (best?.length ?? 0)) {
        best = { collection, length: name.length };
      }
    }
  }
  return best?.collection;
}
