import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const MEGABYTE = 1024 * 1024;
/** By how much what is in use may be more in the end than in the middle of a run: caches go on filling for a while. */
const ALLOWED_GROWTH = 24;
/** What a short run uses is mostly what is read and compiled once. */
const ENOUGH_SAMPLES = 20;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Watches what this process, which holds server and fuzzer, cannot let go of. */
export class MemoryWatch {
  readonly #samples: number[] = [];

  /** What is left after the garbage is collected: how much a process holds besides is up to the collector's habits. */
  sample(): void {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    this.#samples.push((heapUsed + external) / MEGABYTE);
  }

  /** What was in use on the whole, in MB, between the thirds of a run and in its last fifth; undefined for a short run. */
  windows(): { readonly middle: number; readonly end: number } | undefined {
    const count = this.#samples.length;
    if (count < ENOUGH_SAMPLES) return undefined;
    const mean = (from: number, to: number) => {
      const window = this.#samples.slice(Math.floor(from * count), Math.floor(to * count));
      return window.reduce((sum, one) => sum + one, 0) / window.length;
    };
    return { middle: mean(0.3, 0.5), end: mean(0.8, 1) };
  }

  findFaults(): string[] {
    const windows = this.windows();
    if (!windows || windows.end - windows.middle <= ALLOWED_GROWTH) return [];
    return [`What is in use grows by more than ${ALLOWED_GROWTH} MB. ${describeMemory(this)}`];
  }
}

/** A sentence that tells both windows. */
export function describeMemory(memory: MemoryWatch): string {
  const windows = memory.windows();
  if (!windows) return 'Too few requests to say whether memory is flat.';
  const { middle, end } = windows;
  return `Memory in use: ${middle.toFixed(0)} MB from 30 to 50 % of the run, ${end.toFixed(0)} MB from 80 % on.`;
}
