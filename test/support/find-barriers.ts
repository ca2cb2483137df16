import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe looks at: all there is, or what alone changes where nothing but the colours of a page does. */
export type BarrierScope = 'everything' | 'colours';

/**
 * What axe-core says of a page: each rule, and the elements that break it.
 *
 * @param within a selector of what alone it is to look at, where the rest of the page has been looked at before
 */
export async function findBarriers(
  page: Page,
  scope: BarrierScope = 'everything',
  within = 'html',
): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const options: axe.RunOptions = {
    // Describing what passes, and how else each element could be found, takes axe most of its time.
    resultTypes: ['violations'],
    selectors: false,
    ...(scope === 'colours' ? { runOnly: ['color-contrast', 'link-in-text-block'] } : {}),
  };
  const { violations } = await page.evaluate(
    ([place, asked]) => (globalThis as unknown as { axe: typeof axe }).axe.run(place, asked),
    [within, options] as const,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`);
}
