import { Feedback } from '../layout/feedback.tsx';
import { OnThisPage } from '../layout/on-this-page.tsx';
import { PageHeading } from '../layout/page-heading.tsx';
import { toHtml } from '../markdown/to-html.ts';
import type { GuidePage } from '../model/pages.ts';
import { MarkdownText } from './markdown-text.tsx';
import { readSections } from './read-sections.ts';

export function GuideContent({ page }: { readonly page: GuidePage }) {
  const sections = readSections(toHtml(page.markdown));
  return (
    <article class="guide">
      <div class="guide-text">
        <PageHeading page={page} />
        <MarkdownText text={page.markdown} />
        <Feedback section="page" />
      </div>
      <OnThisPage sections={sections} />
    </article>
  );
}
