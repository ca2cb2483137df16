import { readCii } from './read-cii.ts';
import type { ReadInvoice } from './read-invoice.ts';
import { readUbl } from './read-ubl.ts';
import { brokenRules, unsoundLines } from './rules.ts';
import { misplacedElements } from './schema-order.ts';

/** Reads an e-invoice, in whichever of the two syntaxes it is. */
export function readEInvoice(bytes: Uint8Array): ReadInvoice {
  return Buffer.from(bytes).includes('<rsm:CrossIndustryInvoice') ? readCii(bytes) : readUbl(bytes);
}

/**
 * All that is wrong with an e-invoice: elements that the schema has elsewhere, rules of EN 16931, and lines that do not come
 * out to the currency's last digit.
 */
export function faultsOf(bytes: Uint8Array, currencyDecimals = 2): string[] {
  const invoice = readEInvoice(bytes);
  return [
    ...misplacedElements(bytes),
    ...brokenRules(invoice),
    ...unsoundLines(invoice, currencyDecimals).map(({ id }) => `line ${id} does not come out`),
  ];
}
