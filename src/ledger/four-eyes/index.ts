export {
  type FourEyes,
  reachesLimit,
  refuseOnePerson,
  type WatchedAct,
  withWriter,
} from './second-person.ts';
