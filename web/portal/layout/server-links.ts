/** What the server has beside the pages. */
export const SERVER_LINKS = [
  { href: '/docs/openapi', label: 'OpenAPI view' },
  { href: '/openapi.json', label: 'openapi.json' },
  { href: '/llms.txt', label: 'llms.txt' },
] as const;
