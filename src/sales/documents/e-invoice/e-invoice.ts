/**
 * An invoice in the terms of EN 16931-1, of which UBL and CII are two spellings. Amounts, prices and quantities are
 * decimals as text: all arithmetic is done before, exactly.
 */
export interface EInvoice {
  /** BT-3, UNTDID 1001: 380 an invoice, 381 a credit note. */
  readonly typeCode: '380' | '381';
  /** BT-1. */
  readonly number: string;
  /** BT-2, YYYY-MM-DD. */
  readonly issueDate: string;
  /** BT-9, YYYY-MM-DD. */
  readonly dueDate: string;
  /** BT-5. */
  readonly currency: string;
  /** BT-6 and BT-111: where the books are in another currency, the tax in that. */
  readonly accountingTax: { readonly currency: string; readonly amount: string } | null;
  /** BT-22. */
  readonly note: string | null;
  /** BG-3: the invoice that a credit note names. */
  readonly preceding: { readonly number: string; readonly date: string } | null;
  /** BG-4. */
  readonly seller: EParty;
  /** BG-7. */
  readonly buyer: EParty;
  /** BG-15. */
  readonly deliverTo: EAddress | null;
  /** BT-20. */
  readonly paymentTerms: string;
  readonly lines: readonly ELine[];
  /** BG-20: of each VAT category and rate its share of the document's discount. */
  readonly allowances: readonly EAllowance[];
  /** BG-23. */
  readonly breakdown: readonly EVatBreakdown[];
  /** BG-22. */
  readonly totals: ETotals;
}

/** BG-5, BG-8 and BG-15. */
export interface EAddress {
  readonly street: readonly string[];
  readonly city: string | null;
  readonly region: string | null;
  readonly postalCode: string | null;
  /** ISO 3166-1, two letters. */
  readonly country: string;
}

export interface EParty {
  /** BT-27 and BT-44. */
  readonly name: string;
  readonly address: EAddress;
  /** BT-29 and BT-46: a number of no scheme that all know. */
  readonly identifier: string | null;
  /** BT-31 and BT-48: begins with the country that gave it. */
  readonly vatIdentifier: string | null;
  /** BT-32, of the seller only. */
  readonly taxRegistration: string | null;
  /** BT-49. */
  readonly email: string | null;
}

/** UNTDID 5305: standard rate, zero rated, exempt, reverse charge, outside the scope of VAT. */
export type VatCategory = 'S' | 'Z' | 'E' | 'AE' | 'O';

/** What is levied; the rate in percent, which only what is outside the scope has none of. */
export interface EVat {
  readonly category: VatCategory;
  readonly rate: string | null;
}

/** BG-25. */
export interface ELine {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** BT-155. */
  readonly sellersItemId: string | null;
  /** BT-129: negative where the line is a deduction, since prices are not (BR-27). */
  readonly quantity: string;
  /** BT-146, without tax. */
  readonly price: string;
  /** BT-149: what the price is for, where it is not one. */
  readonly priceQuantity: string | null;
  /** BT-131. */
  readonly net: string;
  /** BG-27; on a deduction BG-28. */
  readonly adjustment: EAdjustment | null;
  readonly vat: EVat;
}

export interface EAdjustment {
  readonly isCharge: boolean;
  readonly amount: string;
  /** What the percentage is of, and the percentage: only where they give the amount to the last digit. */
  readonly share: { readonly base: string; readonly percentage: string } | null;
  readonly reason: string;
}

export interface EAllowance extends EAdjustment {
  readonly vat: EVat;
}

export interface EVatBreakdown extends EVat {
  readonly taxable: string;
  readonly tax: string;
  /** BT-120 and BT-121. */
  readonly exemption: { readonly reason: string; readonly code: string | null } | null;
}

export interface ETotals {
  /** BT-106. */
  readonly lines: string;
  /** BT-107; null where there is no discount. */
  readonly allowances: string | null;
  /** BT-109. */
  readonly net: string;
  /** BT-110. */
  readonly tax: string;
  /** BT-112. */
  readonly gross: string;
  /** BT-113; null where nothing is paid. */
  readonly paid: string | null;
  /** BT-115. */
  readonly due: string;
}

/** BT-24: the standard itself, without anybody's additions. */
export const SPECIFICATION = 'urn:cen.eu:en16931:2017';
/** UN/ECE Recommendation 20: one. What the API counts has no other unit. */
export const UNIT = 'C62';
/** UNTDID 4461: not told how to pay. */
export const PAYMENT_MEANS = '1';
/** UNTDID 5189: a discount. */
export const DISCOUNT_CODE = '95';
/** Of the list of electronic address schemes: e-mail. */
export const EMAIL_SCHEME = 'EM';
