import type { DoneChange } from '../../../platform/change/change.ts';
import { changesBetween } from '../../../platform/change/changes-between.ts';
import type { Transaction } from '../../../platform/database/transaction.ts';
import type { TemplateRecord } from './template.schema.ts';
import { type Template, toTemplateRecord } from './template.ts';
import { findTemplate } from './templates.store.ts';

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
  const entity = 'recurring_invoice_template';
  const changes = before && { changes: changesBetween(toTemplateRecord(before), data) };
  const event = `${entity}.${action === 'created' ? 'created' : 'updated'}`;
  return { data, records: [{ entity, entityId: id, action, event, document: data, ...changes }] };
}
