import { ErrorCode } from '../layout/error-code.tsx';
import { ArrowIcon } from '../layout/icons.tsx';
import type { EndpointPage, Group, Portal } from '../model/pages.ts';
import { ROOT } from '../model/portal.ts';
import { toSlug } from '../model/words.ts';
import { EndpointDirectory } from './endpoint-directory.tsx';
import { MarkdownText } from './markdown-text.tsx';

/** What the API is, where to start, and everything that it has. */
export function HomeContent({ portal }: { readonly portal: Portal }) {
  return (
    <article class="home">
      <div class="home-lead">
        <p class="eyebrow">Developers</p>
        <h1>Accounting that you can call, check and keep</h1>
        <p>
          {portal.title} is an accounting and invoicing server of your own. It speaks the words of COUNT’s
          Partner API, and keeps a real double-entry ledger behind them.
        </p>
      </div>
      <WaysIn portal={portal} />
      {portal.groups.map((group) => (
        <Resource key={group.name} group={group} />
      ))}
    </article>
  );
}

/** The three ways to start, each shown where its page exists. */
function WaysIn({ portal }: { readonly portal: Portal }) {
  const createInvoice = `${ROOT}/invoices/create-invoice`;
  const ways = [
    {
      page: `${ROOT}/guides/quick-start`,
      title: 'Quick start',
      text: 'From nothing to a posted invoice in two minutes.',
    },
    {
      page: createInvoice,
      title: 'Create Invoice',
      text: 'The heart of the API, with every field and every rule.',
    },
    {
      page: createInvoice,
      anchor: '#console',
      title: 'Try it in the console',
      text: 'Send a signed request from this page, and see how it was signed.',
    },
  ];
  return (
    <ul class="ways-in">
      {ways
        .filter(({ page }) => portal.pages.some(({ path }) => path === page))
        .map(({ page, anchor = '', title, text }) => (
          <li key={title}>
            <a href={`${page}${anchor}`}>
              <strong>
                {title} <ArrowIcon />
              </strong>
              <span>{text}</span>
            </a>
          </li>
        ))}
    </ul>
  );
}

function Resource({ group }: { readonly group: Group }) {
  const id = toSlug(group.name);
  const endpoints = group.pages.filter((page): page is EndpointPage => page.kind === 'endpoint');
  const others = group.pages.filter((page) => page.kind !== 'endpoint');
  if (group.pages.length === 0) return null;
  return (
    <section class="resource">
      <div>
        <h2 id={id}>{group.name}</h2>
        {group.description && <MarkdownText text={group.description} />}
      </div>
      {endpoints.length > 0 && <EndpointDirectory endpoints={endpoints} />}
      {others.length > 0 && (
        <ul class="page-list">
          {others.map(({ path, title, kind }) => (
            <li key={path}>
              <a href={path}>{kind === 'error' ? <ErrorCode code={title} /> : title}</a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
