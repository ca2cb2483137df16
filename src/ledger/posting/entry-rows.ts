import type { Posting } from '../../platform/change/change.ts';
import type { JournalLine } from './posting.ts';

export interface EntryHeader {
  readonly entryId: string;
  /** The accounting date. */
  readonly effective: string;
  /** What is posted: `invoice`, `journal`, ... with its id and version. */
  readonly source: string;
  readonly sourceId: string;
  readonly sourceVersion: number;
  readonly kind: 'original' | 'reversal' | 'opening' | 'late';
  readonly reversesEntryId?: string;
  readonly actor: string | null;
  readonly app: string | null;
  readonly requestId: string;
  readonly description?: string;
}

/** The receivable or payable that an entry opens. */
export interface NewOpenItem {
  readonly id: string;
  readonly control: 'receivable' | 'payable';
  readonly source: string;
  readonly sourceId: string;
  readonly customerId?: string | null;
  readonly vendorId?: string | null;
  readonly currency: string;
}

/**
 * The receivable or payable with which the books opened, party unknown. A workspace has one on each side, which has the
 * id of its account: so whoever posts to it first makes it, and nobody makes a second one.
 */
export interface OpeningItem {
  readonly id: string;
  readonly control: 'receivable' | 'payable';
  /** The workspace's. */
  readonly currency: string;
}

/** The parts of a posting that `post_document` writes into the journal. Amounts go as text: no float on the way. */
export function toEntryRows(
  header: EntryHeader,
  lines: readonly JournalLine[],
  openItem?: NewOpenItem,
  openingItems: readonly OpeningItem[] = [],
): Posting {
  return {
    entry: {
      entry_id: header.entryId,
      effective: header.effective,
      source: header.source,
      source_id: header.sourceId,
      source_version: header.sourceVersion,
      kind: header.kind,
      reverses_entry_id: header.reversesEntryId ?? null,
      actor: header.actor,
      app: header.app,
      request_id: header.requestId,
      description: header.description ?? null,
    },
    // Each with its whole key, so that the lines of several entries are one set.
    entry_lines: lines.map((line) => ({
      effective: header.effective,
      entry_id: header.entryId,
      line_no: line.lineNumber,
      account_id: line.accountId,
      basis: line.basis,
      currency: line.currency,
      amount: String(line.amount),
      base_amount: String(line.baseAmount),
      open_item_id: line.openItemId,
      customer_id: line.customerId,
      vendor_id: line.vendorId,
      product_id: line.productId,
      project_id: line.projectId,
      tax_id: line.taxId,
      tax_base: line.taxBase === null ? null : String(line.taxBase),
    })),
    entry_line_tags: lines.flatMap((line) =>
      line.tagIds.map((tagId) => ({ line_no: line.lineNumber, tag_id: tagId })),
    ),
    ...(openItem
      ? {
          open_item: {
            id: openItem.id,
            control: openItem.control,
            source: openItem.source,
            source_id: openItem.sourceId,
            customer_id: openItem.customerId ?? null,
            vendor_id: openItem.vendorId ?? null,
            currency: openItem.currency,
          },
        }
      : {}),
    ...(openingItems.length > 0 ? { opening_items: openingItems } : {}),
  };
}
