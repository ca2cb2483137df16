import type { FieldError } from '../errors.ts';
import type { RowProblem } from './import-error.ts';

/** A cell that is not empty, and where it stands. */
export interface Cell {
  readonly value: string;
  readonly line: number;
  readonly column: string;
}

/** A row with its cells by field. */
export interface MappedRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, Cell>>;
  /** Whether it has more cells than there are columns. */
  readonly surplus: boolean;
}

type Node = Record<string, unknown>;

/** A body of the API in the making, which knows what cell each part of it comes from. */
export interface Draft {
  readonly body: Node;
  readonly problems: readonly RowProblem[];
  /** Puts a value at a path such as `lines[0].accountUuid`; nothing where there is no cell. */
  put(path: string, cell: Cell | undefined, value?: unknown): void;
  /** Says what is wrong with a cell, in words that follow its name, and that the part at the path is missing for it. */
  fail(cell: Cell, predicate: string, path?: string): void;
  /** Says what is wrong with a row as a whole. */
  refuseRow(line: number, reason: string): void;
  /** The same of what the API says is wrong with the body. */
  refuse(errors: readonly FieldError[]): void;
}

export function createDraft(line: number): Draft {
  const body: Node = {};
  const problems: RowProblem[] = [];
  const places = new Map<string, Cell>();
  const failed = new Set<Cell>();
  return {
    body,
    problems,
    put(path, cell, value = cell?.value) {
      if (!cell) return;
      places.set(path, cell);
      setAt(body, path, value);
    },
    fail(cell, predicate, path) {
      if (path !== undefined) places.set(path, cell);
      failed.add(cell);
      problems.push({ line: cell.line, column: cell.column, reason: `${predicate}.` });
    },
    refuseRow(row, reason) {
      problems.push({ line: row, column: null, reason });
    },
    refuse(errors) {
      for (const { field, message } of errors) {
        const cell = findPlace(places, field);
        // What is wrong with the cell itself has been said.
        if (cell && failed.has(cell)) continue;
        const begin = `${field} `;
        const reason = cell && message.startsWith(begin) ? message.slice(begin.length) : message;
        problems.push({
          line: cell?.line ?? lineOf(places, field) ?? line,
          column: cell?.column ?? null,
          reason,
        });
      }
    },
  };
}

function setAt(root: Node, path: string, value: unknown): void {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== '');
  let node: Node = root;
  for (const [index, step] of steps.slice(0, -1).entries()) {
    // An array is filled in its order, so that an index is a place in it.
    node[step] ??= /^\d+$/.test(steps[index + 1]!) ? [] : {};
    node = node[step] as Node;
  }
  node[steps.at(-1)!] = value;
}

/** The cell of a field, or of the part of the body that it is in. */
function findPlace(places: ReadonlyMap<string, Cell>, field: string): Cell | undefined {
  for (let path = field; path !== ''; path = path.replace(/(\.[^.[]*|\[\d+\]|[^.[]+)$/, '')) {
    const cell = places.get(path);
    if (cell) return cell;
  }
  return undefined;
}

/** The line of a part of the body that has no cell of its own: that of its neighbours. */
function lineOf(places: ReadonlyMap<string, Cell>, field: string): number | undefined {
  const [part] = /^lines\[\d+\]/.exec(field) ?? [];
  if (part === undefined) return undefined;
  return [...places].find(([path]) => path.startsWith(`${part}.`))?.[1].line;
}
