const DRAWING = [
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">',
  '<rect width="32" height="32" rx="7" fill="#0b6b4f"/>',
  '<path d="M7 10h18M16 10v14M10 15h2.5M19.5 15H22M19.5 19.5H22" stroke="#fff" stroke-width="2.5" stroke-linecap="round"/>',
  '</svg>',
].join('');

/** The mark of the header for the browser's tab, within the page, so that it costs no request. */
export const FAVICON = `data:image/svg+xml,${encodeURIComponent(DRAWING)}`;
