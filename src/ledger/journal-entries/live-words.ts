/**
 * SQL of what an entry is told as: a manual one by the words that stand, whatever it was posted with, since changing text posts
 * nothing. A reversal keeps its own.
 *
 * @param entry the alias of its row of `journal_entry`
 * @param journal that of its row of `manual_journal`, joined by the entry's source; there may be none
 */
export const liveDescription = (entry: string, journal: string): string =>
  `coalesce(CASE WHEN ${entry}.kind <> 'reversal' THEN ${journal}.description END, ${entry}.description)`;

/** SQL of the number that an entry is told by, of aliases that are joined by its source and may have no row. */
export const liveNumber = (of: {
  readonly invoice: string;
  readonly payment: string;
  readonly journal: string;
}): string => `coalesce(${of.invoice}.invoice_number, ${of.payment}.reference, ${of.journal}.ref_number)`;
