import { prepareWebPages } from '../../src/start/web-pages.ts';

/** Builds the web pages, where they are stale, before any test looks at them. */
export async function setup(): Promise<void> {
  await prepareWebPages(new AbortController().signal, (failure) => {
    throw new Error(failure);
  });
}
