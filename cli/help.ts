/** What `recount help` prints. */
export const HELP = `recount: accounting over COUNT's Partner API

  npx recount start
      Starts the server, as npm start does.

  npx recount call METHOD PATH [--data JSON|@FILE|-] [--query NAME=VALUE ...]
                   [--profile NAME] [--idempotency-key KEY]
      Makes a signed call, e.g. npx recount call GET '/invoices?limit=5'.
      PATH may stand with or without /partners. --data - reads stdin.
      The status goes to stderr, the body as JSON to stdout; exit 0 on 2xx.
      Credentials: demo.json in the data directory; --profile lenient takes
      the demo's second app, any other NAME profiles/NAME.json beside it, with
      baseUrl, clientId, clientSecret and accessToken.

  npx recount verify [--workspace ID] [--json]
      Proves the books of every workspace, or of one. Exit 0 when every proof
      holds, 1 when one fails, 2 when there is nothing to prove.

  npx recount feedback [--limit N] [--unhelpful]
      What readers said of the pages under /docs: totals by page, and the
      newest 20, or N, with their reasons; --unhelpful lists only those who
      were not helped.

  npx recount help | --version

The data directory is .recount, or what RECOUNT_DATA_DIR says.`;
