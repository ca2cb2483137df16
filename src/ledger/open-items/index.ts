export { AGES, type Age, ageOf, foldAges } from './ages.ts';
export type { Control } from './control-columns.ts';
export { type OpenItemScope, openItemsAsOf } from './open-items-as-of.ts';
