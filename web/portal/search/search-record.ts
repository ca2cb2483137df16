/** What a record is about; results are grouped by it. */
export type RecordKind = 'guide' | 'endpoint' | 'field' | 'error';

/** Something that search finds. */
export interface SearchRecord {
  readonly kind: RecordKind;
  /** Its name: a page's title, a heading, a field, an error code. */
  readonly title: string;
  /** Where it leads, with the anchor on the page. */
  readonly path: string;
  /** A line that tells it from others of its name: `POST /partners/invoices`, `body of Create Invoice`. */
  readonly detail: string;
  /** Of a field within others, the way to it: `products[].taxes`. */
  readonly trail?: string;
  /** What it says, plain text. */
  readonly text: string;
  /** More words that find it, which are not shown. */
  readonly words?: string;
  /** How much less than others of its kind it is looked for, from 0 to 1; left out for 1. */
  readonly weight?: number;
}
