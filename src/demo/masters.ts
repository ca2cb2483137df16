import { type AccountSubTypeName, accountSubTypeId } from '../ledger/accounts/catalogue/account-sub-types.ts';

/** The firm's masters: what its invoices name. Bodies are as the API takes them; references are by name. */

/** An account that the firm has beside those every workspace begins with. */
export interface MasterAccount {
  readonly accountNumber: string;
  readonly name: string;
  readonly subTypeId: number;
  /** The number of the account that it is a sub-account of. */
  readonly parentNumber?: string;
  readonly description?: string;
  readonly status?: 'inactive';
}

const subAccounts = (
  parentNumber: string,
  subType: AccountSubTypeName,
  names: Readonly<Record<string, string>>,
): MasterAccount[] =>
  Object.entries(names).map(([accountNumber, name]) => ({
    accountNumber,
    name,
    subTypeId: accountSubTypeId(subType),
    parentNumber,
  }));

/** What the default chart lacks for a firm that hauls junk away, parents first. */
export const ACCOUNTS: readonly MasterAccount[] = [
  {
    accountNumber: '1030',
    name: 'Card Processor Balance',
    subTypeId: accountSubTypeId('Payment Processor'),
    description: 'Card payments on their way to the bank.',
  },
  ...subAccounts('1510', 'Fixed Asset', { 1511: 'Box Truck', 1512: 'Dump Truck', 1513: 'Dump Trailer' }),
  {
    accountNumber: '1514',
    name: 'Pickup Truck',
    subTypeId: accountSubTypeId('Fixed Asset'),
    parentNumber: '1510',
    description: 'Sold last year.',
    status: 'inactive',
  },
  { accountNumber: '1710', name: 'Yard Lease Deposit', subTypeId: accountSubTypeId('Other Long-Term Asset') },
  { accountNumber: '2520', name: 'Truck Loan', subTypeId: accountSubTypeId('Long-Term Loan') },
  { accountNumber: '4210', name: 'Scrap Metal Sales', subTypeId: accountSubTypeId('Sales') },
  { accountNumber: '4220', name: 'Resale of Salvaged Goods', subTypeId: accountSubTypeId('Sales') },
  ...subAccounts('6100', 'Advertising and Marketing', {
    6110: 'Online Advertising',
    6120: 'Truck Lettering and Signs',
    6130: 'Referral Rewards',
  }),
  ...subAccounts('6310', 'Vehicle and Travel', {
    6311: 'Truck Leases',
    6312: 'Truck Repairs',
    6313: 'Tires',
    6314: 'Registration and Tolls',
  }),
  ...subAccounts('6420', 'Insurance', {
    6421: 'Vehicle Insurance',
    6422: 'General Liability Insurance',
    6423: 'Workers Compensation',
  }),
  {
    accountNumber: '6440',
    name: 'Uniforms and Safety Gear',
    subTypeId: accountSubTypeId('Operating Expense'),
  },
  ...subAccounts('6600', 'Cost of Goods Sold', {
    6630: 'Landfill Fees',
    6650: 'Donation Center Fees',
    6660: 'Day Labor',
  }),
];

/** Both are charged on what is taxed at all. */
export const TAXES = [
  { name: 'Illinois Sales Tax', percentage: 6.25, taxNumber: 'IL-4471-0093' },
  { name: 'Sangamon County Tax', percentage: 1.5 },
];

/** Who buys from the shelf pays what the tag says, which contains both taxes. */
export const SHELF_PRICE_TAX = { name: 'Tax in Shelf Prices', percentage: 7.75, inclusive: true };

/** What documents are marked with: the kind of customer, the area, how the job came about. */
export const TAGS = [
  { name: 'Residential', color: '#2e7d32' },
  { name: 'Commercial', color: '#1565c0' },
  { name: 'North Side', color: '#6a1b9a' },
  { name: 'South Side', color: '#ef6c00' },
  { name: 'Referral', color: '#00838f' },
  { name: 'Repeat Customer', color: '#ad1457' },
];

/** What belongs together among the tags; some are in no group. */
export const TAG_GROUPS = [
  { name: 'Customer Type', color: '#37474f', tags: ['Residential', 'Commercial'] },
  { name: 'Area', color: '#4e342e', tags: ['North Side', 'South Side'] },
];

/** A product of the firm. */
export interface MasterProduct {
  readonly name: string;
  readonly code: string;
  readonly type: 'service' | 'good';
  readonly description: string;
  readonly unitPrice: number;
  /** The number of its category account in the default chart; null: none, so that it cannot be invoiced. */
  readonly account: string | null;
  readonly taxed: boolean;
}

const service = (code: string, name: string, unitPrice: number, description: string): MasterProduct => ({
  name,
  code,
  type: 'service',
  description,
  unitPrice,
  account: '4100',
  taxed: false,
});

const good = (code: string, name: string, unitPrice: number, description: string): MasterProduct => ({
  ...service(code, name, unitPrice, description),
  type: 'good',
  account: '4000',
  taxed: true,
});

/** The product of the reference's example. */
export const JUNK_REMOVAL = 'JUNK-001';

/** What the firm sells. */
export const PRODUCTS: readonly MasterProduct[] = [
  service(JUNK_REMOVAL, 'Junk Removal - Service', 250, 'Junk removal, one truckload'),
  service('APPL-001', 'Appliance Removal', 95, 'Removal and recycling of one appliance'),
  service('CONS-001', 'Construction Debris Removal', 420, 'Construction debris, one truckload'),
  service('ESTA-001', 'Estate Cleanout', 1450, 'Cleanout of a whole house, per day'),
  service('FURN-001', 'Furniture Removal', 120, 'Removal of one large piece of furniture'),
  service('HOTT-001', 'Hot Tub Removal', 375, 'Dismantling and removal of a hot tub'),
  service('LABO-001', 'Labor, per Hour', 65, 'Loading and sorting, per hour and person'),
  service('YARD-001', 'Yard Waste Removal', 180, 'Yard waste, one truckload'),
  good('BOXE-010', 'Moving Boxes, Pack of 10', 24.5, 'Ten sturdy moving boxes'),
  good('BAGS-025', 'Contractor Bags, Roll of 25', 18.75, 'Heavy bags of 42 gallons'),
  { ...service('DUMP-001', 'Landfill Fee', 60, 'Landfill fee, per ton'), account: null },
];

const springfield = (street: string, zipCode: string) => ({
  street,
  city: 'Springfield',
  state: 'IL',
  zipCode,
  country: 'US',
});

/** A customer of the firm. */
export interface MasterCustomer {
  readonly body: Readonly<Record<string, unknown>> & { readonly customer: string };
  /** Whether it is charged sales taxes on services too. */
  readonly taxed?: boolean;
  /** How often it orders, compared with the others; 0: never. */
  readonly weight: number;
  readonly tag: 'Residential' | 'Commercial';
}

type CustomerFactory = (
  customer: string,
  email: string,
  street: string,
  weight: number,
  more?: object,
) => MasterCustomer;

const customersOf =
  (tag: MasterCustomer['tag'], zipCode: string, paymentTerm: string): CustomerFactory =>
  (customer, email, street, weight, more = {}) => ({
    body: { customer, email, paymentTerm, billingAddress: springfield(street, zipCode), ...more },
    weight,
    tag,
  });

const household = customersOf('Residential', '62704', 'net15');
const business = customersOf('Commercial', '62701', 'net30');

/** The customer of the reference's example. */
export const AIMEE = 'Aimee';

/** Whom the firm works for. */
export const CUSTOMERS: readonly MasterCustomer[] = [
  household(AIMEE, 'aimee@example.com', '12 Elm Street', 8, {
    mainPhone: '+1 217 555 0112',
    shippingAddress: springfield('14 Elm Street, rear entrance', '62704'),
    notes: 'Gate code 4471. Prefers mornings.',
  }),
  household('Marcus Hale', 'marcus.hale@example.com', '902 Walnut Street', 4, {
    mainPhone: '+1 217 555 0134',
  }),
  household('Priya Raman', 'priya.raman@example.com', '77 Lakeshore Drive', 4),
  household('Tom and Ellen Brandt', 'brandt.family@example.com', '3301 Chatham Road', 3, {
    paymentTerm: 'due_on_receipt',
  }),
  household('Rosa Delgado', 'rosa.delgado@example.com', '58 Cedar Court', 3),
  business('Prairie Property Management', 'ap@prairieproperty.example', '200 West Adams Street', 16, {
    mainPhone: '+1 217 555 0150',
    website: 'https://prairieproperty.example',
    contacts: [
      {
        firstName: 'Helen',
        lastName: 'Ostrowski',
        email: 'helen@prairieproperty.example',
        phone: '+1 217 555 0151',
        isPrimary: true,
      },
      { firstName: 'Dev', lastName: 'Patel', email: 'dev@prairieproperty.example', isPrimary: false },
    ],
  }),
  business('Lincoln Realty Group', 'office@lincolnrealty.example', '611 East Monroe Street', 12, {
    contacts: [
      { firstName: 'Grace', lastName: 'Kim', email: 'grace@lincolnrealty.example', isPrimary: true },
    ],
  }),
  business('Capitol Builders, Inc.', 'billing@capitolbuilders.example', '1450 Stevenson Drive', 12, {
    paymentTerm: 'net45',
    taxNumber: '37-5550198',
  }),
  {
    ...business('Sangamon Storage', 'manager@sangamonstorage.example', '2900 Dirksen Parkway', 8),
    taxed: true,
  },
  business('Old State Antiques', 'hello@oldstateantiques.example', '320 South Sixth Street', 4),
  business('Springfield Community Shelter', 'facilities@shelter.example', '25 North Ninth Street', 6, {
    taxExcluded: true,
    taxNumber: 'E9987-0042',
    notes: 'Exempt organization: certificate on file.',
  }),
  business('Route 66 Diner', 'owner@route66diner.example', '1100 Peoria Road', 4, { paymentTerm: 'net7' }),
  business('Bluebird Furniture Outlet', 'accounts@bluebirdfurniture.example', '4000 Wabash Avenue', 0, {
    status: 'inactive',
    notes: 'Closed for good.',
  }),
];

/** From whom the firm buys. The first is the vendor of the reference pages' examples. */
export const VENDORS: readonly (Readonly<Record<string, unknown>> & { readonly name: string })[] = [
  {
    name: 'Sangamon Valley Landfill',
    email: 'billing@sangamonlandfill.example',
    phone: '+1 217 555 0160',
    website: 'https://sangamonlandfill.example',
    paymentTerm: 'net30',
    address: springfield('7001 Landfill Road', '62707'),
    notes: 'Charges by the ton; gate closes at 4 pm.',
  },
  {
    name: 'Prairie State Recycling',
    email: 'accounts@prairierecycling.example',
    phone: '+1 217 555 0163',
    paymentTerm: 'net15',
    address: springfield('310 Recycling Way', '62703'),
    notes: 'Appliances and scrap metal.',
  },
  { name: 'Capital City Fuel', email: 'fleet@capitalcityfuel.example', paymentTerm: 'net15' },
  {
    name: 'Midwest Truck Leasing',
    email: 'leases@midwesttruck.example',
    phone: '+1 217 555 0171',
    paymentTerm: 'net30',
    address: springfield('2200 Dirksen Parkway', '62703'),
  },
  { name: 'Abe’s Truck Repair', phone: '+1 217 555 0174', paymentTerm: 'due_on_receipt' },
  {
    name: 'Foundry Road Properties',
    email: 'rent@foundryroad.example',
    paymentTerm: 'due_on_receipt',
    address: springfield('400 Foundry Road', '62703'),
    notes: 'Rent of the yard and the office, on the first of the month.',
  },
  {
    name: 'Great Lakes Mutual Insurance',
    email: 'premiums@greatlakesmutual.example',
    website: 'https://greatlakesmutual.example',
    paymentTerm: 'net30',
  },
  { name: 'Springfield Power and Water', email: 'service@springfieldpower.example', paymentTerm: 'net15' },
  { name: 'Heartland Box and Bag', email: 'orders@heartlandbox.example', paymentTerm: 'net30' },
  {
    name: 'Luis Ortega',
    email: 'luis.ortega@example.com',
    phone: '+1 217 555 0188',
    taxNumber: '900-55-0188',
    is1099: true,
    paymentTerm: 'net7',
    notes: 'Loader, by the day; form W-9 on file.',
  },
  { name: 'Hearth and Ledger Bookkeeping', email: 'hello@hearthledger.example', is1099: true },
  { name: 'Decatur Transfer Station', status: 'inactive', notes: 'Too far away; closed to haulers.' },
];
