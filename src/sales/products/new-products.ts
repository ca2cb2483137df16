import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { RowWriter } from '../../platform/change/write-rows.ts';
import type { createProductBody, ProductRecord } from './product.schema.ts';
import { applyBody, NEW_PRODUCT, toProductRecord } from './product.ts';
import { findProduct, insertProduct } from './products.store.ts';
import { refuseReferences } from './refuse-references.ts';

/** Creates products, one after the other. */
export function newProducts(
  workspaceId: string,
): RowWriter<z.output<typeof createProductBody>, ProductRecord> {
  return {
    async write(transaction, bodies) {
      const [body, ...others] = bodies;
      if (others.length > 0) return undefined;
      await refuseReferences(transaction, workspaceId, body!);
      const id = uuidv7();
      const values = applyBody({ ...NEW_PRODUCT, name: body!.name }, body!);
      await insertProduct(transaction, workspaceId, id, values);
      const data = toProductRecord((await findProduct(transaction, workspaceId, id))!);
      return [{ data, records: [{ entity: 'product', entityId: id, action: 'created', document: data }] }];
    },
  };
}
