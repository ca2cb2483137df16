import type { AuditPage } from './audit-page.schema.ts';

export const AUDIT_PAGE_EXAMPLE: AuditPage = {
  startDate: '2026-01-01',
  endDate: '2026-12-31',
  currency: 'USD',
  backdated: { count: 0, rows: [] },
  afterClose: { count: 0, rows: [] },
  manualOnControlAccounts: {
    count: 1,
    rows: [
      {
        entryUuid: '0197c2f4-7c1e-7d3a-9c55-2f7d0a4e8b22',
        date: '2026-07-31',
        recordedAt: '2026-08-02T09:12:44.120Z',
        days: 2,
        kind: 'original',
        source: 'journal',
        sourceUuid: '0197c2f4-7c1e-7d3a-9c55-2f7d0a4e8b21',
        description: 'Work done in July, invoiced in August',
        amount: '250.00',
        by: { uuid: '0197c1a0-5b7e-7c3a-9f51-2f6f0c7f1a03', name: 'Dana Whitfield' },
      },
    ],
  },
  fourEyes: {
    limit: '10000.00',
    since: '2026-02-02T08:00:00.000Z',
    entries: {
      count: 1,
      rows: [
        {
          entryUuid: '0197c2f4-7c1e-7d3a-9c55-2f7d0a4e8b31',
          date: '2026-07-10',
          recordedAt: '2026-07-10T14:03:09.310Z',
          days: 0,
          kind: 'original',
          source: 'invoice',
          sourceUuid: '0197c2f4-6b1e-7d3a-9c55-2f7d0a4e8b32',
          description: null,
          amount: '12500.00',
          heldAmount: '12500.00',
          by: { uuid: '0197c1a0-5b7e-7c3a-9f51-2f6f0c7f1a04', name: 'Omar Reyes' },
          writtenBy: [{ uuid: '0197c1a0-5b7e-7c3a-9f51-2f6f0c7f1a03', name: 'Dana Whitfield' }],
          secondPerson: true,
        },
      ],
    },
    limitChanges: { count: 0, rows: [] },
  },
  missingNumbers: {
    count: 1,
    rows: [
      {
        series: 'INV-',
        number: 'INV-000017',
        documentUuid: '0197c2f4-6b1e-7d3a-9c55-2f7d0a4e8b12',
        reason: 'void',
        recordedAt: '2026-07-09T10:00:12.004Z',
        by: { uuid: '0197c1a0-5b7e-7c3a-9f51-2f6f0c7f1a03', name: 'Dana Whitfield' },
      },
    ],
  },
  masterDataChanges: { count: 0, rows: [] },
};
