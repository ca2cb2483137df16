import { listWorkspaces } from '../src/ledger/workspaces/list-workspaces.ts';
import type { Database } from '../src/platform/database/database.ts';
import {
  findMail,
  MAIL_STATUSES,
  type Mail,
  retryMail,
  selectMails,
  toMailRecord,
  toWholeMailRecord,
  type WholeMail,
} from '../src/platform/mail/index.ts';
import { isUuid } from '../src/platform/text.ts';
import {
  CommandError,
  type RunCommand,
  readArguments,
  readOnly,
  runSubcommand,
  UsageError,
} from './command.ts';
import { describeMail, describeMails, type ListedMail } from './describe-mail.ts';
import { withExistingDatabase } from './with-database.ts';

const MOST_LISTED = 1000;

/** `recount mail`: what was sent to customers, whether it arrived, and what is kept on a server that sends none. */
export const run: RunCommand = (args, environment) =>
  runSubcommand('mail', { list, show, retry }, args, environment);

const open = (environment: NodeJS.ProcessEnv, work: (database: Database) => Promise<number>) =>
  withExistingDatabase({ environment, failure: 'The mail could not be reached' }, work);

const list: RunCommand = async (args, environment) => {
  const { values } = readArguments({
    args,
    options: {
      workspace: { type: 'string' },
      status: { type: 'string' },
      limit: { type: 'string', default: '20' },
      json: { type: 'boolean' },
    },
  });
  const { workspace, status } = values;
  if (workspace !== undefined && !isUuid(workspace))
    throw new UsageError('--workspace must be the UUID of a workspace.');
  if (status !== undefined && !(MAIL_STATUSES as readonly string[]).includes(status))
    throw new UsageError(`--status must be one of ${MAIL_STATUSES.join(', ')}.`);
  const limit = readLimit(values.limit);
  return open(environment, async (database) => {
    const listed = await listAll(database, workspace?.toLowerCase(), status, limit);
    if (values.json)
      console.log(
        JSON.stringify(
          listed.map(({ mail }) => toMailRecord(mail)),
          null,
          2,
        ),
      );
    else console.log(describeMails(listed));
    return 0;
  });
};

const show: RunCommand = async (args, environment) => {
  const { values, positionals } = readArguments({
    args,
    options: { json: { type: 'boolean' } },
    allowPositionals: true,
  });
  const id = readId(positionals);
  return open(environment, async (database) => {
    const { mail } = await findAnywhere(database, id);
    console.log(values.json ? JSON.stringify(toWholeMailRecord(mail), null, 2) : describeMail(mail));
    return 0;
  });
};

const retry: RunCommand = async (args, environment) => {
  const { positionals } = readArguments({ args, options: {}, allowPositionals: true });
  const id = readId(positionals);
  return open(environment, async (database) => {
    const { workspaceId, mail } = await findAnywhere(database, id);
    const due = await database.transaction({ workspaceId }, (transaction) => retryMail(transaction, id));
    if (!due) throw new CommandError(`The mail is ${mail.status}: there is nothing to try anew.`);
    console.log('The mail is tried anew, for those whom it has not reached.');
    return 0;
  });
};

function readId(positionals: readonly string[]): string {
  const id = readOnly(positionals, 'UUID of a mail').toLowerCase();
  if (!isUuid(id)) throw new UsageError(`${id} is no UUID: recount mail list shows those of the mails.`);
  return id;
}

function readLimit(text: string): number {
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MOST_LISTED)
    throw new UsageError(`--limit must be a whole number from 1 to ${MOST_LISTED}.`);
  return limit;
}

/** The newest of all workspaces, or of one. */
async function listAll(
  database: Database,
  workspaceId: string | undefined,
  status: string | undefined,
  limit: number,
): Promise<ListedMail[]> {
  const workspaces = (await listWorkspaces(database)).filter(({ id }) => id === (workspaceId ?? id));
  if (workspaces.length === 0 && workspaceId !== undefined)
    throw new CommandError('There is no such workspace: recount workspaces list shows those there are.');
  const filter = { status: status === undefined ? undefined : [status] };
  const listed: ListedMail[] = [];
  for (const { id, name } of workspaces) {
    const { rows } = await database.read(id, (transaction) =>
      selectMails(transaction, filter, { limit, offset: 0 }),
    );
    listed.push(...rows.map((mail: Mail) => ({ workspace: name, mail })));
  }
  return listed.sort((a, b) => (a.mail.id < b.mail.id ? 1 : -1)).slice(0, limit);
}

/** A mail of whichever workspace: each is looked into by itself, since mails are behind its fence. */
async function findAnywhere(
  database: Database,
  id: string,
): Promise<{ workspaceId: string; mail: WholeMail }> {
  for (const { id: workspaceId } of await listWorkspaces(database)) {
    const mail = await database.read(workspaceId, (transaction) => findMail(transaction, id));
    if (mail) return { workspaceId, mail };
  }
  throw new CommandError('There is no such mail: recount mail list shows those there are.');
}
