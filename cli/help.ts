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

  npx recount verify [--workspace ID] [--head HEAD] [--files] [--json]
      Proves the books of every workspace, or of one. Exit 0 when every proof
      holds, 1 when one fails, 2 when there is nothing to prove. HEAD is what
      the log, an export or GET /partners/ledger/proof showed earlier: the
      chain must still go through it. Each attachment must have its file;
      --files reads them all, and compares their SHA-256.

  npx recount export --format hledger|beancount|csv [--workspace ID]
                   [--basis accrual|cash] [--out FILE]
      Writes the whole journal, in the workspace's currency, for another
      accounting program or as a table. Without --basis the workspace's own
      book, without --out to stdout.

  npx recount export --format json [--workspace ID] [--out FILE]
                   [--without-files]
      Writes all of a workspace, with its attached files, as lines of JSON:
      the archive that import reads. People, apps, tokens and sessions are
      not in it.

  npx recount import FILE [--name NAME] [--keep-mail]
      Makes a workspace out of such an archive, with the same ids, seals and
      reports, or nothing at all: where the file was cut off or changed, the
      workspace is there already, the schema is another, or a proof fails.
      --keep-mail has it send no mail: for a copy beside the original.

  npx recount import-csv accounts|customers|products|journal-entries FILE
                   [--workspace ID] [--dry-run] [--skip-bad] [--again]
                   [--map "Column=field" ...] [--date-format FORMAT]
                   [--decimal-comma] [--separator comma|semicolon|tab]
                   [--encoding NAME] [--json]
      Imports a table by the rules of the API, all of it or nothing; lists
      every bad row with its line, column and reason. --dry-run only does
      that; --skip-bad keeps the good rows. What was imported before is not
      imported twice, unless --again. Columns are found by their names, also
      those of QuickBooks and Xero. FORMAT is YYYY-MM-DD, MM/DD/YYYY,
      DD/MM/YYYY, DD.MM.YYYY or YYYY/MM/DD. Exit 1 when rows are bad.

  npx recount apps create --name NAME --redirect-uri URI ...
                   [--validation strict|lenient] [--reject-replays] [--rate-limit N]
  npx recount apps list
  npx recount apps show CLIENT_ID
  npx recount apps update CLIENT_ID [--name NAME] [--redirect-uri URI ...]
                   [--validation strict|lenient] [--[no-]reject-replays]
                   [--rate-limit N|default] [--enable|--disable]
  npx recount apps rotate-secret CLIENT_ID
      Makes and keeps partner apps. The secret is shown when it is made, and
      never again. --redirect-uri may be given more than once; update puts
      them in place of those before. --rate-limit is requests a minute, 0 for
      none. Servers that run follow within 10 seconds.

  npx recount reset-key [--confirm] [--json]
      Where the server key is lost for good, and no backup has it: tells what
      that ends. --confirm gives every app whose secret does not open a new
      one, shown this once, under the key there is or a new one; then the
      server starts again. The books are not touched.

  npx recount workspaces create --name NAME --currency CODE [--time-zone ZONE]
                   [--country CODE] [--fiscal-year-start-month N]
  npx recount workspaces list

  npx recount people create --email EMAIL --name NAME [--password-stdin]
                   [--workspace ID [--role owner|bookkeeper|auditor]]
  npx recount people list [--workspace ID]
  npx recount people set-password EMAIL [--password-stdin]
  npx recount people add EMAIL --workspace ID [--role owner|bookkeeper|auditor]
  npx recount people remove EMAIL --workspace ID
      Who may sign in, and to which books. Without --password-stdin a password
      is made and shown this once. The role is owner where none is named.

      apps, workspaces, people and import take --json.

  npx recount mail list [--workspace ID] [--status STATUS] [--limit N]
  npx recount mail show ID
  npx recount mail retry ID
      The mails to customers, the newest first: to whom, and whether they
      arrived. Without SMTP_URL every mail is kept, and show prints what it
      says. STATUS is pending, sent, partial, failed or kept. retry has a mail
      that was kept, or did not reach everybody, sent to those whom it missed.
      list and show take --json.

  npx recount feedback [--limit N] [--unhelpful]
      What readers said of the pages under /docs: totals by page, and the
      newest 20, or N, with their reasons; --unhelpful lists only those who
      were not helped.

  npx recount help | --version

The data directory is .recount, or what RECOUNT_DATA_DIR says.`;
