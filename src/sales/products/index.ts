import type { Endpoint } from '../../platform/http/endpoint.ts';
import { createProduct } from './create-product.ts';
import { findProductByName } from './find-product-by-name.ts';
import { getProduct } from './get-product.ts';
import { listProducts } from './list-products.ts';
import { updateProduct } from './update-product.ts';

/** The endpoints of products. */
export const PRODUCT_ENDPOINTS: readonly Endpoint[] = [
  listProducts,
  findProductByName,
  getProduct,
  createProduct,
  updateProduct,
];
