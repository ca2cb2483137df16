import { z } from 'zod';
import type { Transaction } from '../../../platform/database/transaction.ts';
import { answered } from '../../../platform/http/fields.ts';

/** A report as it was at a close, by its hash: who keeps its table can show that it is that one. */
export const reportHashSchema = z.object({
  report: z.string().describe('Which report: its path below `/partners/reports/`.'),
  basis: z.enum(['accrual', 'cash']).describe('Of which book.'),
  startDate: answered.date().describe('The first day that counts.'),
  endDate: answered.date().describe('The last day that counts: that of the close.'),
  sha256: z
    .string()
    .describe(
      'SHA-256 of its bytes as `format=csv` with `throughSeal` of the close and `merged=false`, in hexadecimal.',
    ),
});

export type ReportHash = z.output<typeof reportHashSchema>;

/** The hashes of a close, and how the reports were written: another format is other bytes. */
export interface HashedReports {
  readonly format: number;
  readonly hashes: readonly ReportHash[];
}

/** Hashes the reports of a period that is closed, as of the seal of the close. Reports are no matter of the ledger's. */
export type HashReports = (
  transaction: Transaction,
  through: string,
  throughSeal: number,
) => Promise<HashedReports>;
