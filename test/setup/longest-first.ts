import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take half a minute and more, however short they are: they start servers or a browser. */
const LONGEST = [
  'test/guides.test.ts',
  'web/portal/browser/portal.test.ts',
  'test/start.test.ts',
  'web/portal/console/console.test.ts',
  'test/clone-start.test.ts',
  'test/given-database.test.ts',
  'src/platform/database/embedded/start-embedded-database.test.ts',
  'web/portal/browser/layout.test.ts',
  'test/fuzz/fuzz.test.ts',
  'src/sales/public-page/browser.test.ts',
  'web/portal/samples/run-samples.test.ts',
  'src/platform/database/embedded/cluster-home.test.ts',
  'src/partners/sign-in/browser.test.ts',
];

/** Begins with the files that take longest, so that none of them runs alone at the end, also where no run went before. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONGEST.findIndex((path) => moduleId.endsWith(`/${path}`));
      return place < 0 ? LONGEST.length : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
