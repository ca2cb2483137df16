import type { ChangedRecord, DoneChange } from '../../../platform/change/change.ts';
import { changesBetween } from '../../../platform/change/changes-between.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import type { TemplateRecord } from './template.schema.ts';
import { type Template, toTemplateRecord } from './template.ts';
import { findTemplate } from './templates.store.ts';

const ENTITY = 'recurring_journal_entry_template';

/**
 * The answer and the trail of what was done to a template.
 *
 * @param action as the audit log names it
 * @param before the template as it was; a new one was nothing
 */
export async function toTemplateChange(
  transaction: Transaction,
  id: string,
  action: 'created' | 'updated' | 'paused' | 'resumed',
  before?: Template,
): Promise<DoneChange<TemplateRecord>> {
  const data = toTemplateRecord((await findTemplate(transaction, id))!);
  const changes = before && { changes: changesBetween(toTemplateRecord(before), data) };
  const event = `${ENTITY}.${action === 'created' ? 'created' : 'updated'}`;
  return { data, records: [{ entity: ENTITY, entityId: id, action, event, document: data, ...changes }] };
}

/** The trail of a template that is deleted. */
export function toDeletedTemplate(template: Template): ChangedRecord {
  return {
    entity: ENTITY,
    entityId: template.id,
    action: 'deleted',
    document: toTemplateRecord(template),
  };
}
