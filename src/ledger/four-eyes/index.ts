export { GIVEN_AMOUNT } from './given-amount.ts';
export {
  type FourEyes,
  reachesLimit,
  refuseOnePerson,
  type WatchedAct,
  withWriter,
} from './second-person.ts';
