/** Takes up a sign-in that the request console began in this tab, when it comes back here. */
const search = new URLSearchParams(location.search);
if (search.has('state') && (search.has('code') || search.has('error')))
  import('../console/authorization.ts').then(({ endSignIn }) => endSignIn(search));

export {};
