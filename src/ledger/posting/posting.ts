/** What an amount was posted for; lines are merged only where all of these are equal (ledger.md 1). */
export interface Dimensions {
  readonly openItemId?: string | null;
  readonly customerId?: string | null;
  readonly vendorId?: string | null;
  readonly productId?: string | null;
  readonly projectId?: string | null;
  readonly taxId?: string | null;
  readonly tagIds?: readonly string[];
}

export type Basis = 'both' | 'accrual' | 'cash';

/** One side of a posting, before it is given a sign. */
export interface PostingLine extends Dimensions {
  readonly accountId: string;
  readonly basis: Basis;
  /** The posting's, unless it is named. */
  readonly currency?: string;
  /** Minor units of the currency; negative on a deduction. */
  readonly amount: bigint;
  /** Minor units of the workspace's currency; the amount itself where the currencies are one. */
  readonly baseAmount?: bigint;
  /** What a tax was reckoned on, in minor units, with the sign of the amount. */
  readonly taxBase?: bigint;
}

/** A line of the journal: debits positive, credits negative. */
export interface JournalLine {
  readonly lineNumber: number;
  readonly accountId: string;
  readonly basis: Basis;
  readonly currency: string;
  readonly amount: bigint;
  readonly baseAmount: bigint;
  readonly openItemId: string | null;
  readonly customerId: string | null;
  readonly vendorId: string | null;
  readonly productId: string | null;
  readonly projectId: string | null;
  readonly taxId: string | null;
  readonly taxBase: bigint | null;
  readonly tagIds: readonly string[];
}

export interface PostingBuilder {
  debit(line: PostingLine): PostingBuilder;
  credit(line: PostingLine): PostingBuilder;
  /**
   * Merges, drops what came to nothing (tax lines stay: their base is reported) and proves the balance in both books.
   *
   * @throws Error when the accrual or the cash book is out of balance, which is a fault of the caller
   */
  finish(): JournalLine[];
}

/**
 * Collects the debits and credits of one entry. A document only says which accounts move by how much; signs, merging
 * and the proof of balance are here.
 *
 * @param currency of lines that name none
 */
export function buildPosting(currency: string): PostingBuilder {
  const merged = new Map<string, Omit<JournalLine, 'lineNumber'>>();

  function add(line: PostingLine, sign: 1n | -1n): PostingBuilder {
    const entry = {
      accountId: line.accountId,
      basis: line.basis,
      currency: line.currency ?? currency,
      openItemId: line.openItemId ?? null,
      customerId: line.customerId ?? null,
      vendorId: line.vendorId ?? null,
      productId: line.productId ?? null,
      projectId: line.projectId ?? null,
      taxId: line.taxId ?? null,
      tagIds: [...(line.tagIds ?? [])].sort(),
    };
    const key = JSON.stringify(entry);
    const before = merged.get(key);
    const taxBase =
      line.taxBase === undefined ? (before?.taxBase ?? null) : (before?.taxBase ?? 0n) + sign * line.taxBase;
    merged.set(key, {
      ...entry,
      amount: (before?.amount ?? 0n) + sign * line.amount,
      baseAmount: (before?.baseAmount ?? 0n) + sign * (line.baseAmount ?? line.amount),
      taxBase,
    });
    return builder;
  }

  const builder: PostingBuilder = {
    debit: (line) => add(line, 1n),
    credit: (line) => add(line, -1n),
    finish() {
      const lines = [...merged.values()].filter(
        (line) =>
          line.amount !== 0n || line.baseAmount !== 0n || (line.taxBase !== null && line.taxBase !== 0n),
      );
      assertBalanced(lines);
      return lines.map((line, index) => ({ lineNumber: index + 1, ...line }));
    },
  };
  return builder;
}

/** Each entry balances twice: both + accrual, and both + cash (ledger.md 3), in the workspace's currency. */
function assertBalanced(lines: readonly Omit<JournalLine, 'lineNumber'>[]): void {
  for (const book of ['accrual', 'cash'] as const) {
    const counted = lines.filter((line) => line.basis === 'both' || line.basis === book);
    const sum = counted.reduce((total, line) => total + line.baseAmount, 0n);
    if (sum !== 0n) throw new Error(`The posting is out of balance by ${sum} in the ${book} book.`);
  }
}

/** A reversal: its target negated, line by line (ledger.md 1). */
export function reverseLines(lines: readonly JournalLine[]): JournalLine[] {
  return lines.map((line) => ({
    ...line,
    amount: -line.amount,
    baseAmount: -line.baseAmount,
    taxBase: line.taxBase === null ? null : -line.taxBase,
  }));
}
