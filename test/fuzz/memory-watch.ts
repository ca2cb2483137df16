const MEGABYTE = 1024 * 1024;
/** By how much the process may be larger in the end than in the middle of a run. */
const ALLOWED_GROWTH = 96;
/** A short run is over before the process has its size. */
const ENOUGH_SAMPLES = 60;

/** Watches the size of this process, which holds server and fuzzer. */
export class MemoryWatch {
  readonly #samples: number[] = [];

  sample(): void {
    this.#samples.push(process.memoryUsage.rss() / MEGABYTE);
  }

  /** Its mean size, in MB, between the thirds of a run and in its last fifth; undefined for a short run. */
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
    return [`The process grows by more than ${ALLOWED_GROWTH} MB. ${describeMemory(this)}`];
  }
}

/** A sentence that tells both windows. */
export function describeMemory(memory: MemoryWatch): string {
  const windows = memory.windows();
  if (!windows) return 'Too few requests to say whether memory is flat.';
  const { middle, end } = windows;
  return `Memory: ${middle.toFixed(0)} MB from 30 to 50 % of the run, ${end.toFixed(0)} MB from 80 % on.`;
}
