import { v7 as uuidv7 } from 'uuid';
import type { ChangeContext, ChangedRecord, DoneChange } from './change.ts';

/**
 * The audit rows and events of changed records, as `post_document` and `record_change` take them.
 *
 * @param eventIds gets the ids of the events, for the case that the answer of the commit is lost
 */
export function toTrail(context: ChangeContext, records: readonly ChangedRecord[], eventIds: string[]) {
  const events = records.map((record) => {
    const id = uuidv7();
    eventIds.push(id);
    return {
      id,
      type: record.event ?? `${record.entity}.${record.action}`,
      entity_id: record.entityId,
      document: JSON.stringify(record.document),
    };
  });
  const audit = records.map((record) => ({
    id: uuidv7(),
    action: record.action,
    entity_type: record.entity,
    entity_id: record.entityId,
    changes: record.changes ? JSON.stringify(record.changes) : null,
    person_id: context.personId,
    partner_app_id: context.partnerAppId,
    request_id: context.requestId,
    remote_address: context.remoteAddress,
    via: context.via ?? null,
  }));
  return { events, audit };
}

/** The whole trail of a change: with what its key answers from now on. */
export function writeTrail<T extends object>(
  context: ChangeContext,
  key: ChangeContext['idempotency'],
  done: DoneChange<T>,
  trailOf: (records: readonly ChangedRecord[]) => ReturnType<typeof toTrail>,
): object {
  const { events, audit } = trailOf(done.records);
  // The document is written once: where the answer is the event's document, the record only points to it.
  const told = done.records.findIndex((record) => record.document === done.data);
  const idempotency = key && {
    partner_app_id: context.partnerAppId,
    key: key.key,
    request_hash: key.requestHash,
    status_code: context.statusCode,
    message: context.message,
    event_id: events[told]?.id ?? null,
    answer: told >= 0 ? null : JSON.stringify(done.data),
    extra: done.beside || context.extra ? JSON.stringify({ ...done.beside, ...context.extra }) : null,
  };
  return { events, audit, ...(idempotency ? { idempotency } : {}) };
}
