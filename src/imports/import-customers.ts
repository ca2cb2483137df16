import { createCustomerBody, newCustomers } from '../sales/customers/index.ts';
import type { MappedRow } from './draft.ts';
import { defineKind } from './import-kind.ts';
import { putState, putTaxes } from './put-cells.ts';
import { readBoolean } from './read-cells.ts';

/** Names of the columns of an address, by where it is. */
const address = (place: 'billing' | 'shipping', xero: 'PO' | 'SA', bare: boolean) => {
  const names = (...more: readonly string[]) => (bare ? more : []);
  return {
    [`${place}Street`]: {
      also: [
        `${place} address`,
        `${place} address line 1`,
        `${xero}AddressLine1`,
        ...names('Street', 'Street address', 'Address'),
      ],
    },
    [`${place}Street2`]: {
      also: [`${place} address line 2`, `${xero}AddressLine2`, ...names('Address line 2')],
    },
    [`${place}City`]: { also: [`${xero}City`, ...names('City', 'Town')] },
    [`${place}State`]: {
      also: [`${xero}Region`, `${place} province`, ...names('State', 'Region', 'Province')],
    },
    [`${place}ZipCode`]: {
      also: [
        `${place} zip`,
        `${place} postal code`,
        `${xero}PostalCode`,
        ...names('Zip', 'Zip code', 'Postal code', 'Postcode'),
      ],
    },
    [`${place}Country`]: { also: [`${xero}Country`, ...names('Country')] },
  };
};

/** Who is invoiced. */
export const CUSTOMERS_KIND = defineKind({
  schema: createCustomerBody,
  writer: ({ caller }) => newCustomers(caller.workspaceId),
  fields: {
    customer: {
      also: [
        'Customer name',
        'Name',
        'Display name',
        'Customer full name',
        'Contact name',
        'Company',
        'Company name',
      ],
      required: true,
    },
    email: { also: ['E-mail', 'Email address', 'Main email'] },
    mainPhone: { also: ['Phone', 'Phone number', 'Phone numbers', 'Main phone', 'Telephone'] },
    website: { also: ['Web', 'URL'] },
    notes: { also: ['Note'] },
    paymentTerm: { also: ['Terms', 'Payment terms'] },
    taxNumber: { also: ['Tax ID', 'VAT number', 'Tax resale no', 'Resale number'] },
    taxes: { also: ['Tax', 'Tax name', 'Default tax code'], names: 'tax' },
    taxExcluded: { also: ['Tax exempt', 'Non-taxable'] },
    contactFirstName: { also: ['First name', 'Given name'] },
    contactLastName: { also: ['Last name', 'Family name', 'Surname'] },
    ...address('billing', 'PO', true),
    ...address('shipping', 'SA', false),
    status: { also: ['Active'] },
  },
  compose(draft, [row], references) {
    const { cells } = row!;
    for (const field of ['customer', 'email', 'mainPhone', 'website', 'notes', 'taxNumber'])
      draft.put(field, cells[field]);
    draft.put('paymentTerm', cells.paymentTerm, toTerm(cells.paymentTerm?.value ?? ''));
    draft.put('contacts[0].firstName', cells.contactFirstName);
    draft.put('contacts[0].lastName', cells.contactLastName);
    for (const place of ['billing', 'shipping']) {
      for (const part of ['City', 'State', 'ZipCode', 'Country'])
        draft.put(`${place}Address.${part.charAt(0).toLowerCase()}${part.slice(1)}`, cells[place + part]);
      const [first, second] = [cells[`${place}Street`], cells[`${place}Street2`]];
      const street = [first?.value, second?.value].filter((one) => one !== undefined).join('\n');
      draft.put(`${place}Address.street`, first ?? second, street);
    }
    putTaxes(draft, cells.taxes, references);
    putState(draft, cells.status);
    putExcluded(draft, cells);
  },
});

function putExcluded(draft: Parameters<typeof putState>[0], { taxExcluded }: MappedRow['cells']): void {
  if (!taxExcluded) return;
  const read = readBoolean(taxExcluded.value);
  if ('value' in read) draft.put('taxExcluded', taxExcluded, read.value);
  else draft.fail(taxExcluded, read.problem);
}

/** `Net 30` is `net30`. */
const toTerm = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^net\s*(\d+)( days)?$/, 'net$1')
    .replaceAll(/[\s-]+/g, '_');
