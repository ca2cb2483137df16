import { highlight } from '../highlight/highlight.ts';
import type { EndpointPage } from '../model/pages.ts';
import { setHighlighter } from './code.tsx';
import { Console } from './console.tsx';
import { toConsoleProps } from './console-props.ts';

setHighlighter(highlight);

/** The console of a page as HTML, with what the browser needs to bring it to life beside it. */
export function ConsoleIsland({ page }: { readonly page: EndpointPage }) {
  const props = toConsoleProps(page);
  const json = JSON.stringify(props).replaceAll('<', '\\u003c');
  return (
    <div class="console-island">
      <div data-island="console">
        <Console {...props} />
      </div>
      <script
        type="application/json"
        data-island-props="console"
        dangerouslySetInnerHTML={{ __html: json }}
      />
    </div>
  );
}
