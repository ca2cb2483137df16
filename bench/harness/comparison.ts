import type { Run } from './run.ts';
import type { Spread } from './statistics.ts';

/** One figure of a comparison. */
export interface Figure {
  readonly name: string;
  readonly spread: Spread;
  /** What the design asks for; undefined where the figure is only told. */
  readonly mark?: { readonly atLeast: number } | { readonly atMost: number };
  readonly unit?: string;
}

/** What a comparison found under one setting, such as 16 clients in 50 workspaces. */
export interface Finding {
  readonly setting: string;
  readonly figures: readonly Figure[];
}

export interface Result {
  readonly findings: readonly Finding[];
  /** What a reader must know to read the figures. */
  readonly notes: readonly string[];
}

export type Options = Readonly<Record<string, string | boolean | undefined>>;

/** A comparison: what `npm run bench -- NAME` runs. */
export interface Comparison {
  readonly summary: string;
  readonly options: Readonly<
    Record<string, { readonly type: 'string' | 'boolean'; readonly meaning: string }>
  >;
  compare(run: Run, options: Options): Promise<Result>;
}

/** A whole number among the options. */
export function numberOption(options: Options, name: string, standard: number): number {
  const value = options[name] === undefined ? standard : Number(options[name]);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${name} must be a whole number of at least 1.`);
  return value;
}

/** Whether the middle of what was measured reaches the mark. */
export function reaches({ mark, spread }: Figure): boolean {
  if (mark === undefined) return true;
  return 'atLeast' in mark ? spread.median >= mark.atLeast : spread.median <= mark.atMost;
}
