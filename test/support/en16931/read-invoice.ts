import { type Document, type Element, parseXmlDocument } from 'slimdom';

/** An e-invoice as somebody reads it who knows EN 16931 and nothing of how it was made. What is not there is undefined. */
export interface ReadInvoice {
  readonly syntax: 'ubl' | 'cii';
  readonly specification: string | undefined;
  readonly number: string | undefined;
  readonly issueDate: string | undefined;
  readonly typeCode: string | undefined;
  readonly currency: string | undefined;
  readonly taxCurrency: string | undefined;
  readonly dueDate: string | undefined;
  readonly note: string | undefined;
  readonly paymentTerms: string | undefined;
  readonly preceding: readonly (string | undefined)[];
  readonly seller: ReadParty;
  readonly buyer: ReadParty;
  readonly deliverTo: readonly ReadAddress[];
  readonly paymentMeans: readonly (string | undefined)[];
  readonly adjustments: readonly ReadAdjustment[];
  readonly breakdown: readonly ReadBreakdown[];
  readonly taxTotals: readonly { readonly currency: string | undefined; readonly amount: string }[];
  readonly totals: Readonly<
    Record<
      'lines' | 'allowances' | 'charges' | 'net' | 'gross' | 'paid' | 'rounding' | 'due',
      string | undefined
    >
  >;
  readonly lines: readonly ReadLine[];
}

export interface ReadAddress {
  readonly country: string | undefined;
  readonly lines: readonly string[];
  readonly city: string | undefined;
}

export interface ReadParty {
  readonly name: string | undefined;
  readonly addresses: readonly ReadAddress[];
  readonly identifiers: readonly string[];
  readonly vatIdentifiers: readonly string[];
  readonly taxRegistrations: readonly string[];
  readonly endpoints: readonly { readonly id: string; readonly scheme: string | undefined }[];
}

export interface ReadVat {
  readonly category: string | undefined;
  readonly rate: string | undefined;
}

export interface ReadAdjustment {
  readonly isCharge: boolean;
  readonly amount: string | undefined;
  readonly base: string | undefined;
  readonly percentage: string | undefined;
  readonly reason: string | undefined;
  readonly reasonCode: string | undefined;
  readonly vats: readonly ReadVat[];
}

export interface ReadBreakdown extends ReadVat {
  readonly taxable: string | undefined;
  readonly tax: string | undefined;
  readonly reason: string | undefined;
  readonly reasonCode: string | undefined;
}

export interface ReadLine {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly quantity: string | undefined;
  readonly unit: string | undefined;
  readonly net: string | undefined;
  readonly price: string | undefined;
  readonly priceQuantity: string | undefined;
  readonly adjustments: readonly ReadAdjustment[];
  readonly vats: readonly ReadVat[];
}

/** Parses XML strictly: what is not well-formed, or has a document type, throws. */
export function parseXml(bytes: Uint8Array): Document {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) throw new Error('an e-invoice has no document type');
  return parseXmlDocument(text);
}

/** The elements at a path of prefixed names below an element. */
export function all(from: Element, path: string): Element[] {
  return path
    .split('/')
    .reduce<Element[]>(
      (found, name) => found.flatMap(({ children }) => children.filter((child) => child.nodeName === name)),
      [from],
    );
}

/** The text of the first element at a path. */
export function text(from: Element | undefined, path: string): string | undefined {
  return from && (all(from, path)[0]?.textContent ?? undefined);
}

export const texts = (from: Element, path: string): string[] =>
  all(from, path).map(({ textContent }) => textContent ?? '');

export const attribute = (from: Element, path: string, name: string): string | undefined =>
  all(from, path)[0]?.getAttribute(name) ?? undefined;
