import { SearchIcon } from './icons.tsx';

/**
 * The dialog of search, closed. It stands in every page as it is, so that it opens at once and takes what is typed while its
 * script is still on the way.
 */
export function SearchDialog({ index }: { readonly index: string }) {
  return (
    <dialog class="search-dialog" aria-label="Search" data-search-index={index}>
      <div class="search-box">
        <div class="search-input">
          <SearchIcon />
          <input
            type="text"
            role="combobox"
            aria-label="Search pages, endpoints, fields and error codes"
            aria-autocomplete="list"
            aria-controls="search-results"
            aria-expanded="false"
            placeholder="Pages, endpoints, fields, error codes"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            enterkeyhint="go"
            maxLength={100}
          />
          <button type="button" class="search-close" data-close-search>
            Close
          </button>
        </div>
        <p class="search-status" role="status" />
        <div id="search-results" class="search-results" role="listbox" aria-label="Results" hidden />
        <p class="search-keys" aria-hidden="true">
          <kbd>↑</kbd> <kbd>↓</kbd> choose <kbd>Enter</kbd> open <kbd>Esc</kbd> close
        </p>
      </div>
    </dialog>
  );
}
