/** A code of the registry. */
export interface RegisteredError {
  readonly status: number;
  readonly message: string;
  readonly action: string;
  /** What `details` always holds with this code; error-body.ts has the schema of each. */
  readonly details?: readonly DetailName[];
}

/** What an error's `details` may hold. */
export interface ErrorDetails {
  /** The credential headers that are missing. */
  readonly missing?: readonly string[];
  /** The records that fields name and that are not there, or may not be used. */
  readonly references?: readonly { readonly field: string; readonly uuid: string }[];
  /** The number that is taken. */
  readonly invoiceNumber?: string;
  /** The documents that stand in the way; of many the oldest. */
  readonly invoiceNumbers?: readonly string[];
  /** The last day of the closed period, YYYY-MM-DD. */
  readonly closedThrough?: string;
  /** The last day of the last tax return that is filed, YYYY-MM-DD. */
  readonly filedThrough?: string;
  /** The day on which the books begin, YYYY-MM-DD. */
  readonly cutoverDate?: string;
  /** How many journal entries are posted. */
  readonly entryCount?: number;
  /** The currency that no exchange rate is known for, and the day of the document, YYYY-MM-DD. */
  readonly currency?: string;
  readonly date?: string;
  /** Why the account may not be deleted. */
  readonly deleteBlockedReason?: string;
  /** The sums of an entry that is out of balance, in the workspace's currency. */
  readonly debits?: string;
  readonly credits?: string;
  readonly difference?: string;
  /** What kind of document posted the entry, and which. */
  readonly source?: string;
  readonly sourceUuid?: string;
  /** What names the record that is to be deleted. */
  readonly usedBy?: readonly string[];
  /** The four-eyes limit, and what reaches it, in the workspace's currency. */
  readonly limit?: string;
  readonly amount?: string;
  /** What there is of it, in the workspace's currency. */
  readonly left?: string;
  /** The people who may not do it. */
  readonly writtenBy?: readonly string[];
  /** The draft that waits to be approved. */
  readonly draftUuid?: string;
  /** When the record was last changed. */
  readonly updatedAt?: string;
  /** What the record is merged into. */
  readonly mergedIntoUuid?: string;
}
type DetailName = keyof ErrorDetails;

/** Errors of one field of work, for the registry in ../errors.ts. */
export const defineErrors = <const T extends Record<string, RegisteredError>>(errors: T): T => errors;
