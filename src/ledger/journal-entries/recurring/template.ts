import { identityOf, timestampsOf } from '../../../platform/http/record.ts';
import type { RecurringFields, RecurringTemplate } from '../../../platform/recurrence/template-rows.ts';
import { formatMinorUnits, readStoredDecimal, toMinorUnits } from '../../money/index.ts';
import type { StoredBody } from './stored-body.ts';
import type { RunRecord, TemplateRecord } from './template.schema.ts';

/** What a template is, without what becomes of it. */
export interface TemplateFields extends RecurringFields {
  readonly body: StoredBody;
}

/** A template as it stands. */
export interface Template extends TemplateFields, RecurringTemplate {
  /** The workspace's. */
  readonly currency: string;
  readonly accounts: readonly TemplateRecord['lines'][number]['account'][];
  readonly lastRun: RunRecord | null;
}

/** A template in the API's words. */
export function toTemplateRecord(template: Template): TemplateRecord {
  const { body, schedule, failure, currency } = template;
  const accounts = new Map(template.accounts.map((account) => [account.uuid, account]));
  const toUnits = (amount: string | null) => toMinorUnits(readStoredDecimal(amount ?? '0'), currency);
  const toMoney = (amount: string | null) =>
    amount === null ? null : formatMinorUnits(toUnits(amount), currency);
  const totalDebit = body.lines.reduce((sum, { amountDebit }) => sum + toUnits(amountDebit), 0n);
  return {
    ...identityOf(template.id),
    status: template.nextDate === null ? 'ended' : template.paused ? 'paused' : 'active',
    isDraft: template.paused,
    recurrencePattern: schedule.pattern,
    recurrenceInterval: schedule.interval,
    inAdvanceCreationDays: template.inAdvanceDays,
    recurrenceEndDate: schedule.lastDate,
    recurrenceCount: schedule.mostRuns,
    date: schedule.firstDate,
    nextDate: template.nextDate,
    runCount: template.runCount,
    lastRun: template.lastRun,
    failure: failure && { ...failure, attempts: template.failedAttempts },
    descriptionEntry: body.descriptionEntry,
    refNumber: body.refNumber,
    reversesOn: body.reversesOn,
    currency,
    totalDebit: formatMinorUnits(totalDebit, currency),
    lines: body.lines.map((line, index) => ({
      lineNumber: index + 1,
      accountUuid: line.accountUuid,
      account: accounts.get(line.accountUuid)!,
      amountDebit: toMoney(line.amountDebit),
      amountCredit: toMoney(line.amountCredit),
      descriptionLine: line.descriptionLine,
      customerUuid: line.customerUuid,
      vendorUuid: line.vendorUuid,
      tagUuids: [...line.tagUuids],
    })),
    ...timestampsOf(template),
  };
}
