import { ROOT } from '../model/portal.ts';

export function NotFoundContent() {
  return (
    <article>
      <p class="eyebrow">404</p>
      <h1>Not found</h1>
      <div class="text">
        <p>
          There is no such page. Search with <kbd>/</kbd>, choose a page from the menu, or go to the{' '}
          <a href={ROOT}>first page</a>.
        </p>
      </div>
    </article>
  );
}
