import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe looks at: all there is, or what alone changes where nothing but the colours of a page does. */
export type BarrierScope = 'everything' | 'colours';

/** What axe-core says of a page: each rule, and the elements that break it. */
export async function findBarriers(page: Page, scope: BarrierScope = 'everything'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const options: axe.RunOptions = {
    // Describing what passes, and how else each element could be found, takes axe most of its time.
    resultTypes: ['violations'],
    selectors: false,
    ...(scope === 'colours' ? { runOnly: ['color-contrast', 'link-in-text-block'] } : {}),
  };
  const { violations } = await page.evaluate(
    (asked) => (globalThis as unknown as { axe: typeof axe }).axe.run(asked),
    options,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`);
}
