import { createProductBody, newProducts } from '../sales/products/index.ts';
import { defineKind } from './import-kind.ts';
import { putAmount, putNamed, putState, putTaxes } from './put-cells.ts';

/** What other programs call what is a good here. */
const GOODS = new Set([
  'product',
  'goods',
  'inventory',
  'inventory item',
  'non-inventory',
  'noninventory',
  'stock',
]);
const toType = (text: string): string => (GOODS.has(text.toLowerCase()) ? 'good' : text.toLowerCase());

/** What is sold. */
export const PRODUCTS_KIND = defineKind({
  schema: createProductBody,
  writer: ({ caller }) => newProducts(caller.workspaceId),
  fields: {
    name: {
      also: [
        'Product',
        'Product/Service',
        'Product/Service name',
        'Item',
        'Item name',
        'Product name',
        'Service',
      ],
      required: true,
    },
    type: { also: ['Item type', 'Product type'] },
    code: { also: ['SKU', 'Item code', 'Product code'] },
    description: { also: ['Sales description'] },
    unitPrice: {
      also: ['Price', 'Sales price', 'Sales price / Rate', 'Sales price/rate', 'Rate', 'Sales unit price'],
    },
    categoryAccount: {
      also: ['Income account', 'Sales account', 'Category account', 'categoryAccountUuid'],
      names: 'account',
    },
    purchaseCategoryAccount: {
      also: ['Expense account', 'Purchases account', 'Purchase account', 'purchaseCategoryAccountUuid'],
      names: 'account',
    },
    taxes: { also: ['Tax', 'Tax name', 'Sales tax rate', 'Sales tax'], names: 'tax' },
    status: { also: ['Active'] },
  },
  compose(draft, [row], references, { decimals }) {
    const { cells } = row!;
    for (const field of ['name', 'code', 'description']) draft.put(field, cells[field]);
    draft.put('type', cells.type, toType(cells.type?.value ?? ''));
    putAmount(draft, 'unitPrice', cells.unitPrice, decimals);
    for (const field of ['categoryAccount', 'purchaseCategoryAccount'])
      putNamed(draft, { path: `${field}Uuid`, kind: 'account' }, cells[field], references);
    putTaxes(draft, cells.taxes, references);
    putState(draft, cells.status);
  },
});
