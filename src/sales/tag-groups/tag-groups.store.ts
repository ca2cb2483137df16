import { type Generated, sql } from 'kysely';
import { keptNameKey } from '../../platform/database/kept-name-key.ts';
import { queryBuilder } from '../../platform/database/query-builder.ts';
import { containsName, type PageOfRows, selectPage } from '../../platform/database/select-page.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Page } from '../../platform/http/list.ts';
import { nameKey } from '../../platform/text.ts';

/** A tag group with its tags by name. */
export interface TagGroup {
  readonly id: string;
  readonly name: string;
  readonly color: string | null;
  readonly tags: readonly { readonly id: string; readonly name: string; readonly color: string | null }[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What is stored of a group beside its tags. */
export type TagGroupValues = Pick<TagGroup, 'id' | 'name' | 'color'>;

interface TagGroupTable {
  workspace_id: string;
  id: string;
  name: string;
  name_key: string;
  color: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

const builder = queryBuilder<{ tag_group: TagGroupTable }>();

const TAGS = sql<TagGroup['tags']>`(SELECT coalesce(json_agg(
    json_build_object('id', t.id, 'name', t.name, 'color', t.color) ORDER BY t.name_key, t.id), '[]')
  FROM tag t
 WHERE t.workspace_id = g.workspace_id AND t.tag_group_id = g.id AND t.deleted_at IS NULL)`;

function groupsOf(workspaceId: string) {
  return builder.selectFrom('tag_group as g').where('g.workspace_id', '=', workspaceId);
}

function selectRecord(groups: ReturnType<typeof groupsOf>) {
  return groups.select([
    'g.id',
    'g.name',
    'g.color',
    'g.created_at as createdAt',
    'g.updated_at as updatedAt',
    TAGS.as('tags'),
  ]);
}

/** The tag group of this id; undefined where there is none. */
export async function findTagGroup(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<TagGroup | undefined> {
  const query = selectRecord(groupsOf(workspaceId).where('g.id', '=', id));
  const [group] = await transaction.run<TagGroup>(query.compile());
  return group;
}

/** Locks a tag group until the transaction ends, before anything that belongs to it. Answers whether there is one. */
export async function lockTagGroup(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<boolean> {
  const lock = groupsOf(workspaceId).select('g.id').where('g.id', '=', id).forUpdate();
  return (await transaction.run(lock.compile())).length > 0;
}

/** One page of the tag groups, by name, and how many fit in all. */
export function selectTagGroups(
  transaction: Transaction,
  workspaceId: string,
  search: string | undefined,
  page: Page,
): Promise<PageOfRows<TagGroup>> {
  let fitting = groupsOf(workspaceId);
  if (search) fitting = fitting.where(containsName('g.name_key', search));
  return selectPage<{ g: TagGroupTable }, 'g', TagGroup>(
    transaction,
    selectRecord(fitting).orderBy('g.name_key').orderBy('g.id'),
    page,
  );
}

/** Whether a group other than this one has the name, in any case. */
export async function isNameTaken(
  transaction: Transaction,
  workspaceId: string,
  name: string,
  id: string,
): Promise<boolean> {
  const named = groupsOf(workspaceId)
    .select('g.id')
    .where('g.name_key', '=', nameKey(name))
    .where('g.id', '<>', id);
  return (await transaction.run(named.compile())).length > 0;
}

/** @throws the database's unique violation of `tag_group_name_unique` where the name is taken */
export async function insertTagGroup(
  transaction: Transaction,
  workspaceId: string,
  values: TagGroupValues,
): Promise<void> {
  const row = { workspace_id: workspaceId, ...values, name_key: nameKey(values.name) };
  await transaction.run(builder.insertInto('tag_group').values(row).compile());
}

/** @throws the database's unique violation of `tag_group_name_unique` where the name is taken */
export async function overwriteTagGroup(
  transaction: Transaction,
  workspaceId: string,
  { id, name, color }: TagGroupValues,
): Promise<void> {
  const update = builder
    .updateTable('tag_group')
    .set({ name, name_key: keptNameKey(name), color, updated_at: sql<Date>`clock_timestamp()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id);
  await transaction.run(update.compile());
}

/** Deletes a tag group that no tag is in any more. */
export async function removeTagGroup(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<void> {
  const removal = builder
    .deleteFrom('tag_group')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id);
  await transaction.run(removal.compile());
}
