import { z } from 'zod';
import { accountTypeFilter } from '../../ledger/accounts/account-type-filter.ts';
import {
  date,
  isCalendarDate,
  oneOf,
  queryBoolean,
  queryInteger,
  queryUuids,
  report,
  text,
} from '../../platform/http/fields.ts';
import { bothAlike, type Rule } from '../../platform/http/rules.ts';

export const BASES = ['accrual', 'cash'] as const;
export type Basis = (typeof BASES)[number];

export const TRANSACTION_STATUSES = ['all', 'reviewed', 'unreviewed', 'reconciled', 'unreconciled'] as const;
export type TransactionStatus = (typeof TRANSACTION_STATUSES)[number];

function basisFilter() {
  return z
    .string()
    .transform((value, context): Basis => {
      const basis = BASES.find((known) => known === value.toLowerCase());
      if (basis) return basis;
      report(context, 'INVALID_ENUM', `must be one of ${BASES.join(', ')}`);
      return z.NEVER;
    })
    .meta({ examples: ['accrual'] });
}

/** Fields of every report: which book, in which currency, which lines, as they were known when. */
export const commonFields = {
  basis: basisFilter()
    .optional()
    .describe('`accrual` or `cash`, in any case; the workspace’s own when left out.'),
  reportType: basisFilter().optional().describe('Another name of `basis`.'),
  currency: text(3).optional().describe('Only the currency of the workspace is available.'),
  transactionStatus: oneOf(TRANSACTION_STATUSES)
    .optional()
    .describe('Only lines that are marked so: `all` when left out.'),
  throughSeal: queryInteger(0, Number.MAX_SAFE_INTEGER)
    .optional()
    .describe(
      'Only what was sealed up to this number: the report as it was then, to the byte, with the names, merges, settings, marks ' +
        'and exchange rates that a change has replaced since. Each report says its `seal`.',
    ),
  merged: queryBoolean()
    .optional()
    .describe(
      '`false`: customers, vendors and accounts by themselves that are [merged](/docs/guides/merging) into others.',
    ),
};

export const accountFields = {
  accountUuids: queryUuids().optional().describe('Only these accounts.'),
  accounts: queryUuids().optional().describe('Another name of `accountUuids`.'),
};

export const accountTypeField = {
  accountType: accountTypeFilter('accountType')
    .optional()
    .describe('Only accounts of this type, in any case.'),
};

export const tagFields = {
  tagUuids: queryUuids().optional().describe('Only postings with at least one of these tags.'),
  tags: queryUuids().optional().describe('Another name of `tagUuids`.'),
  noTags: queryBoolean()
    .optional()
    .describe('`true`: only postings without a tag; together with tags, those without a tag as well.'),
};

export const partyFields = {
  customerUuids: queryUuids().optional().describe('Only postings for these customers.'),
  customers: queryUuids().optional().describe('Another name of `customerUuids`.'),
  vendorUuids: queryUuids().optional().describe('Only postings for these vendors.'),
  vendors: queryUuids().optional().describe('Another name of `vendorUuids`.'),
  productUuids: queryUuids().optional().describe('Only postings for these products.'),
  products: queryUuids().optional().describe('Another name of `productUuids`.'),
  projectUuids: queryUuids().optional().describe('Projects are not available yet.'),
  projects: queryUuids().optional().describe('Another name of `projectUuids`.'),
};

/** The days that a report counts from and to. */
export const periodFields = {
  startDate: date().describe('The first day that counts.'),
  endDate: date().describe('The last day that counts; it may lie in the future.'),
};

/** The period runs forward. */
export const PERIOD_RUNS_FORWARD: Rule = {
  path: 'startDate',
  code: 'INVALID_DATE',
  message: 'must be on or before endDate',
  holds: ({ startDate, endDate }) =>
    !isCalendarDate(startDate) || !isCalendarDate(endDate) || startDate <= endDate,
};

export const BASIS_ALIKE = bothAlike('basis', 'reportType');
