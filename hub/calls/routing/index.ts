export { inOrder, nextChange, route } from './route.ts';
export {
  type Assignment,
  type Operator,
  type Presence,
  presences,
  type RoutingPolicy,
  type Waiting,
} from './types.ts';
export { assumedHandling, type HandlingTimes, handlingOf, type Standing, standingOf } from './wait.ts';
