import { expect, test } from 'vitest';
import { html } from './html.ts';

test('what is put into HTML is escaped, in elements and in attributes', () => {
  const evil = `"><script>alert('x')</script>&`;
  expect(html`<a title="${evil}">${evil}</a>`.text).toBe(
    '<a title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;">' +
      '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;</a>',
  );
});

test('HTML stays what it is, alone and in a list; nothing is written for what is left out', () => {
  const items = ['a', '<'].map((item) => html`<li>${item}</li>`);
  expect(html`<ul>${items}</ul>${html`<br>`}${undefined}${false}`.text).toBe(
    '<ul><li>a</li><li>&lt;</li></ul><br>',
  );
});
