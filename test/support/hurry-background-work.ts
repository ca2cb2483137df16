import { afterAll, beforeAll, vi } from 'vitest';

/** Between two looks of the server for mail that is due. */
const PAUSE = 1_000;
const SHORT_PAUSE = 100;

/** For the top of a test file that waits for mail, most of the time for the next look: they come ten times as often. */
export function hurryBackgroundWork(): void {
  const { setTimeout } = globalThis;
  beforeAll(() => {
    vi.stubGlobal('setTimeout', (work: () => void, pause?: number, ...rest: []) =>
      setTimeout(work, pause === PAUSE ? SHORT_PAUSE : pause, ...rest),
    );
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });
}
