/** Every table without a fence, and why it has none. A test fails on a table that is neither fenced nor listed. */
export const UNFENCED_TABLES: Readonly<Record<string, string>> = {
  schema_migration: 'of the database, not of a workspace',
  workspace: 'names workspaces for sign-in and background work; their settings are in books, which is fenced',
  person: 'one person may belong to several workspaces',
  membership: 'read at sign-in, before a workspace is chosen',
  partner_app: 'one app serves many workspaces',
  token_family: 'read to find the workspace of a token',
  access_token: 'read to find the workspace of a token',
  refresh_token: 'read to find the workspace of a token',
  authorization_code: 'read to find the workspace of a code',
  rate_limit_lease:
    'counts the requests of an app for all workspaces and processes; holds no more than numbers',
  sign_in_session: 'read at sign-in, before a workspace is chosen',
  password_guess: 'counted before anybody is signed in',
  seen_signature: 'checked before the token is read',
  outbox_event: 'delivered by workers for all workspaces',
  unsealed_entry: 'read by the sealer for all workspaces; holds ids only',
  reference_version:
    'noted also by what renames a workspace without its fence; holds ids and transaction numbers only',
  untotalled_allocation: 'read by the sealer for all workspaces; holds ids only',
  recurring_due: 'read by background work for all workspaces; holds ids and instants only',
  reminder_due: 'read by background work for all workspaces; holds ids and instants only',
  mail_due: 'read by background work for all workspaces; holds ids and instants only',
  public_link: 'read to find the workspace of a link; holds ids and instants only, and no secret',
  account_sub_type: 'the catalogue is the same everywhere',
  portal_feedback: 'what readers say of the documentation belongs to no workspace',
};
