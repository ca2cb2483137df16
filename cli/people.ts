import { text } from 'node:stream/consumers';
import { listWorkspaces } from '../src/ledger/workspaces/list-workspaces.ts';
import { addMember, createPerson } from '../src/partners/index.ts';
import { removeMember } from '../src/partners/people/members.store.ts';
import {
  findPasswordFault,
  makePassword,
  type PersonRecord,
  selectPeople,
  selectPerson,
  setPassword,
} from '../src/partners/people/people.store.ts';
import type { Database } from '../src/platform/database/database.ts';
import { isUniqueViolation } from '../src/platform/database/unique-violation.ts';
import { email as emailField } from '../src/platform/http/fields.ts';
import { isUuid } from '../src/platform/text.ts';
import {
  CommandError,
  type RunCommand,
  readArguments,
  readOnly,
  runSubcommand,
  UsageError,
} from './command.ts';
import { describeFields, printRecord } from './print-record.ts';
import { alignColumns, isVisible, makeVisible } from './terminal-text.ts';
import { withExistingDatabase } from './with-database.ts';

const ROLES = ['owner', 'bookkeeper', 'auditor'] as const;
type Role = (typeof ROLES)[number];
const LONGEST_NAME = 255;

/** `recount people`: who may sign in, and to which workspaces. */
export const run: RunCommand = (args, environment) =>
  runSubcommand('people', { create, list, 'set-password': changePassword, add, remove }, args, environment);

const open = (environment: NodeJS.ProcessEnv, work: (database: Database) => Promise<number>) =>
  withExistingDatabase({ environment, failure: 'The people could not be reached' }, work);

const create: RunCommand = async (args, environment) => {
  const { values } = readArguments({
    args,
    options: {
      email: { type: 'string' },
      name: { type: 'string' },
      'password-stdin': { type: 'boolean' },
      workspace: { type: 'string' },
      role: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const { email = '', name = '' } = values;
  if (!emailField().safeParse(email).success) throw new UsageError('--email must be a valid email address.');
  if (name.trim() === '' || name.length > LONGEST_NAME || !isVisible(name))
    throw new UsageError(`--name is required: 1 to ${LONGEST_NAME} visible characters.`);
  if (values.role !== undefined && values.workspace === undefined)
    throw new UsageError('--role is that in a workspace: give --workspace too.');
  const workspaceId = values.workspace && readWorkspace(values.workspace);
  const role = readRole(values.role);
  const password = await readPassword(values['password-stdin']);
  return open(environment, async (database) => {
    if (workspaceId) await requireWorkspace(database, workspaceId);
    const personId = await createPerson(database, {
      email,
      name: name.trim(),
      password: password.text,
    }).catch((error) => {
      if (!isUniqueViolation(error, 'person_email_key_key')) throw error;
      throw new CommandError(`There is already a person with the email address ${email}.`);
    });
    if (workspaceId) await addMember(database, { workspaceId, personId, role });
    const person = (await selectPerson(database, email))!;
    tell(person, password, values.json);
    return 0;
  });
};

const list: RunCommand = async (args, environment) => {
  const { values } = readArguments({
    args,
    options: { workspace: { type: 'string' }, json: { type: 'boolean' } },
  });
  const workspaceId = values.workspace === undefined ? undefined : readWorkspace(values.workspace);
  return open(environment, async (database) => {
    if (workspaceId) await requireWorkspace(database, workspaceId);
    printRecord(await selectPeople(database, workspaceId), values.json, describePeople);
    return 0;
  });
};

const changePassword: RunCommand = async (args, environment) => {
  const { values, positionals } = readArguments({
    args,
    allowPositionals: true,
    options: { 'password-stdin': { type: 'boolean' }, json: { type: 'boolean' } },
  });
  const email = readOnly(positionals, 'email address');
  const password = await readPassword(values['password-stdin']);
  return open(environment, async (database) => {
    const person = await requirePerson(database, email);
    await setPassword(database, person.id, password.text);
    tell(person, password, values.json);
    return 0;
  });
};

const MEMBERSHIP = {
  workspace: { type: 'string' },
  role: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const add: RunCommand = async (args, environment) => {
  const { values, positionals } = readArguments({ args, allowPositionals: true, options: MEMBERSHIP });
  const email = readOnly(positionals, 'email address');
  const workspaceId = readWorkspace(values.workspace);
  const role = readRole(values.role);
  return open(environment, async (database) => {
    const { id: personId } = await requirePerson(database, email);
    await requireWorkspace(database, workspaceId);
    await addMember(database, { workspaceId, personId, role });
    printRecord(await requirePerson(database, email), values.json, describePerson);
    return 0;
  });
};

const remove: RunCommand = async (args, environment) => {
  const { role: _, ...options } = MEMBERSHIP;
  const { values, positionals } = readArguments({ args, allowPositionals: true, options });
  const email = readOnly(positionals, 'email address');
  const workspaceId = readWorkspace(values.workspace);
  return open(environment, async (database) => {
    const { id: personId } = await requirePerson(database, email);
    if (!(await removeMember(database, { workspaceId, personId })))
      throw new CommandError(`${email} is not in the workspace ${workspaceId}.`);
    printRecord(await requirePerson(database, email), values.json, describePerson);
    return 0;
  });
};

interface NewPassword {
  readonly text: string;
  /** Whether it was made here, and is to be shown. */
  readonly made: boolean;
}

/** From stdin, since other users of the machine can read what a command was given. */
async function readPassword(fromStdin: boolean | undefined): Promise<NewPassword> {
  if (!fromStdin) return { text: makePassword(), made: true };
  const password = (await text(process.stdin)).replace(/\r?\n$/, '');
  const fault = findPasswordFault(password);
  if (fault) throw new UsageError(`The password ${fault}.`);
  return { text: password, made: false };
}

function readWorkspace(id: string | undefined): string {
  if (id === undefined || !isUuid(id)) throw new UsageError('--workspace must be the UUID of a workspace.');
  return id.toLowerCase();
}

function readRole(role = 'owner'): Role {
  const known = ROLES.find((each) => each === role);
  if (!known) throw new UsageError(`--role must be one of ${ROLES.join(', ')}.`);
  return known;
}

async function requireWorkspace(database: Database, id: string): Promise<void> {
  const workspaces = await listWorkspaces(database);
  if (!workspaces.some((workspace) => workspace.id === id))
    throw new CommandError(`There is no workspace ${id}.`);
}

async function requirePerson(database: Database, email: string): Promise<PersonRecord> {
  const person = await selectPerson(database, email);
  if (!person) throw new CommandError(`There is no person with the email address ${email}.`);
  return person;
}

function tell(person: PersonRecord, password: NewPassword, asJson: boolean | undefined): void {
  const shown = password.made ? { ...person, password: password.text } : person;
  printRecord(shown, asJson, () =>
    password.made
      ? `${describePerson(person, password.text)}\n\nThe password is shown this once.`
      : describePerson(person),
  );
}

function describePerson({ email, name, workspaces }: PersonRecord, password?: string): string {
  return describeFields([
    ['Email', email],
    ['Name', makeVisible(name)],
    ...(password === undefined ? [] : [['Password', password] as const]),
    ...(workspaces.length === 0
      ? [['Workspaces', 'none'] as const]
      : workspaces.map(
          ({ id, name: workspace, role }, index) =>
            [index === 0 ? 'Workspaces' : '', `${id}  ${role}  ${makeVisible(workspace)}`] as const,
        )),
  ]);
}

function describePeople(people: readonly PersonRecord[]): string {
  if (people.length === 0) return 'There is nobody yet: recount people create makes somebody.';
  return alignColumns([
    ['Email', 'Name', 'Workspaces'],
    ...people.map(({ email, name, workspaces }) => [
      email,
      makeVisible(name),
      workspaces.map((workspace) => `${makeVisible(workspace.name)} (${workspace.role})`).join(', '),
    ]),
  ]);
}
