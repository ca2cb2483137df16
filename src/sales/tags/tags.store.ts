import { type Generated, sql } from 'kysely';
import { keptNameKey } from '../../platform/database/kept-name-key.ts';
import { queryBuilder } from '../../platform/database/query-builder.ts';
import { containsName, type PageOfRows, selectPage } from '../../platform/database/select-page.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Page } from '../../platform/http/list.ts';
import { nameKey } from '../../platform/text.ts';

/** A tag as the books hold it. */
export interface Tag {
  readonly id: string;
  readonly name: string;
  readonly color: string | null;
  readonly tagGroupId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface TagTable {
  workspace_id: string;
  id: string;
  name: string;
  name_key: string;
  color: string | null;
  tag_group_id: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
  deleted_at: Date | null;
}

const builder = queryBuilder<{ tag: TagTable }>();

const COLUMNS = [
  'id',
  'name',
  'color',
  'tag_group_id as tagGroupId',
  'created_at as createdAt',
  'updated_at as updatedAt',
] as const;

const NOW = sql<Date>`clock_timestamp()`;

function updateTags(workspaceId: string, ids: readonly string[]) {
  return builder.updateTable('tag').where('workspace_id', '=', workspaceId).where('id', 'in', ids);
}

function tagsOf(workspaceId: string) {
  return builder.selectFrom('tag').where('workspace_id', '=', workspaceId).where('deleted_at', 'is', null);
}

/** The tag of this id; undefined where there is none, or it is deleted. */
export async function findTag(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<Tag | undefined> {
  const [tag] = await transaction.run(tagsOf(workspaceId).select(COLUMNS).where('id', '=', id).compile());
  return tag;
}

export interface TagFilter {
  /** Part of the name, in any case. */
  readonly search?: string | undefined;
  /** How the name begins, in any case. */
  readonly prefix?: string | undefined;
}

/** One page of the tags that fit, by name, and how many fit in all. */
export async function selectTags(
  transaction: Transaction,
  workspaceId: string,
  filter: TagFilter,
  page: Page,
): Promise<PageOfRows<Tag>> {
  let fitting = tagsOf(workspaceId);
  if (filter.search) fitting = fitting.where(containsName('name_key', filter.search));
  if (filter.prefix) fitting = fitting.where(sql<boolean>`starts_with(name_key, ${nameKey(filter.prefix)})`);
  return selectPage(transaction, fitting.select(COLUMNS).orderBy('name_key').orderBy('id'), page);
}

/** The tag, locked until the transaction ends, but not against documents that name it; undefined where there is none. */
export async function lockTag(
  transaction: Transaction,
  workspaceId: string,
  id: string,
): Promise<Tag | undefined> {
  const [tag] = await lockTags(transaction, workspaceId, [id]);
  return tag;
}

/** Those of these tags that there are, locked in the order of their ids, so that no two changes wait for each other. */
export async function lockTags(
  transaction: Transaction,
  workspaceId: string,
  ids: readonly string[],
): Promise<Tag[]> {
  if (ids.length === 0) return [];
  const tags = tagsOf(workspaceId).select(COLUMNS).where('id', 'in', ids).orderBy('id').forNoKeyUpdate();
  return transaction.run<Tag>(tags.compile());
}

/** @throws the database's unique violation of `tag_name_unique` where the name is taken */
export async function overwriteTag(
  transaction: Transaction,
  workspaceId: string,
  { id, name, color }: Pick<Tag, 'id' | 'name' | 'color'>,
): Promise<Tag> {
  const values = { name, name_key: keptNameKey(name), color, updated_at: NOW };
  const update = updateTags(workspaceId, [id]).set(values).returning(COLUMNS);
  const [row] = await transaction.run<Tag>(update.compile());
  return row!;
}

/** Puts tags into a group, or out of any. */
export async function moveTags(
  transaction: Transaction,
  workspaceId: string,
  ids: readonly string[],
  tagGroupId: string | null,
): Promise<Tag[]> {
  if (ids.length === 0) return [];
  const values = { tag_group_id: tagGroupId, updated_at: NOW };
  return transaction.run<Tag>(updateTags(workspaceId, ids).set(values).returning(COLUMNS).compile());
}

/** Deletes a tag: its name is free again, and documents that have it keep it. */
export async function deleteTagRow(transaction: Transaction, workspaceId: string, id: string): Promise<void> {
  const values = { deleted_at: NOW, tag_group_id: null };
  await transaction.run(updateTags(workspaceId, [id]).set(values).compile());
}

/** @throws the database's unique violation of `tag_name_unique` where the name is taken */
export async function insertTag(
  transaction: Transaction,
  workspaceId: string,
  tag: Pick<Tag, 'id' | 'name' | 'color'>,
): Promise<Tag> {
  const insert = builder
    .insertInto('tag')
    .values({ workspace_id: workspaceId, ...tag, name_key: nameKey(tag.name) })
    .returning(COLUMNS);
  const [row] = await transaction.run(insert.compile());
  return row!;
}
