export { AGES, type Age, ageOf, foldAges } from './ages.ts';
export { type Control, type OpenItemScope, openItemsAsOf } from './open-items-as-of.ts';
