import type { WorkspaceSettings } from './workspace.schema.ts';

const ID = '0197c1a0-5b7e-7c3a-9f51-2f6f0c7f1a01';

export const WORKSPACE_EXAMPLE: WorkspaceSettings = {
  id: ID,
  uuid: ID,
  name: 'Foundry Road Hauling',
  country: 'US',
  industry: 'Waste collection',
  currency: 'USD',
  timeZone: 'America/Chicago',
  dateFormat: 'MM/DD/YYYY',
  fiscalYearStartMonth: 1,
  accountingBasis: 'accrual',
  reportType: 'accrual',
  taxRounding: 'document',
  taxNumber: null,
  address: { street: '12 Foundry Road', city: 'Springfield', state: 'IL', zipCode: '62701', country: 'US' },
  defaultPaymentTerm: 'net30',
  cutoverDate: '2026-01-01',
  isOnboarding: false,
  bookClosedThroughDate: '2026-05-31',
  fourEyesLimit: null,
  retentionYears: 10,
  createdAt: '2026-01-05T09:00:00.000Z',
  updatedAt: '2026-07-01T08:00:00.000Z',
};

export const UPDATE_WORKSPACE_EXAMPLE = { bookClosedThroughDate: '2026-05-31', reason: 'May is filed' };
