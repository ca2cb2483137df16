import type { Transaction } from '../../platform/database/transaction.ts';
import { createLinkTokens, toPublicUrl } from './public-link.ts';
import { findLink } from './public-links.store.ts';

/** What a public link is made of: the server key that signs it, and where others reach this server. */
export interface PublicPlace {
  readonly secretKey: Buffer;
  readonly publicUrl: string;
}

/** The address of a document's public page; null where it has no link. */
export async function findPublicUrl(
  transaction: Transaction,
  invoiceId: string,
  { secretKey, publicUrl }: PublicPlace,
): Promise<string | null> {
  const linkId = await findLink(transaction, invoiceId);
  return linkId === undefined ? null : toPublicUrl(publicUrl, createLinkTokens(secretKey).make(linkId));
}
