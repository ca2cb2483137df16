import { z } from 'zod';
import { text } from './fields.ts';
import { bothAlike, withRules } from './rules.ts';

/** An address as it is answered: all five parts, those not known null. */
export const addressSchema = z
  .object({
    street: z.string().nullable().describe('Street, number and what else stands above the city.'),
    city: z.string().nullable().describe('City or town.'),
    state: z.string().nullable().describe('State, province or region.'),
    zipCode: z.string().nullable().describe('ZIP or postal code.'),
    country: z.string().nullable().describe('Country, by name or code.'),
  })
  .meta({ id: 'Address', description: 'A postal address.' });

export type Address = z.output<typeof addressSchema>;

/** An address as a body has it; `zip` is what the page of Create Invoice calls the code. */
export const addressInput = withRules(
  z.object({
    street: text(255).nullish().describe('Street, number and what else stands above the city.'),
    city: text(255).nullish().describe('City or town.'),
    state: text(255).nullish().describe('State, province or region.'),
    zipCode: text(255).nullish().describe('ZIP or postal code.'),
    zip: text(255).nullish().describe('Another name of `zipCode`; send either.'),
    country: text(255).nullish().describe('Country, by name or code.'),
  }),
  [bothAlike('zipCode', 'zip')],
).meta({ id: 'AddressInput', description: 'A postal address; what is left out is not known.' });

/** The address that a body gives: what it leaves out is not known. */
export function toAddress(address: z.output<typeof addressInput> | null | undefined): Address | null {
  if (!address) return null;
  const { street = null, city = null, state = null, zipCode, zip, country = null } = address;
  return { street, city, state, zipCode: zipCode ?? zip ?? null, country };
}
