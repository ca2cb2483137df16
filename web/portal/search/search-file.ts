import { createHash } from 'node:crypto';
import type { BuiltFile } from '../build/build-portal.ts';
import type { Portal } from '../model/pages.ts';
import { readSearchRecords } from './records.ts';

/**
 * What search knows, as a file whose name tells its content apart, so that browsers keep it.
 *
 * The records alone: a finished MiniSearch index of them is twice the size (55 KB gzip against 29 KB), and making one in the
 * browser takes some 15 ms.
 */
export function renderSearchFile(portal: Portal): BuiltFile {
  const content = JSON.stringify(readSearchRecords(portal));
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8);
  return { name: `docs/assets/search-${hash}.json`, content };
}
