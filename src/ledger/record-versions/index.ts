export { recordsAsOf } from './records-as-of.ts';
