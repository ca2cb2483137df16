import type { Endpoint } from '../../platform/http/endpoint.ts';
import { createProduct } from './create-product.ts';
import { deleteProduct } from './delete-product.ts';
import { findProductByName } from './find-product-by-name.ts';
import { getProduct } from './get-product.ts';
import { listProducts } from './list-products.ts';
import { updateProduct } from './update-product.ts';

export { newProducts } from './new-products.ts';
export { PRODUCT_EXAMPLE } from './product.examples.ts';
export { createProductBody } from './product.schema.ts';

/** The endpoints of products. */
export const PRODUCT_ENDPOINTS: readonly Endpoint[] = [
  createProduct,
  listProducts,
  findProductByName,
  getProduct,
  updateProduct,
  deleteProduct,
];
