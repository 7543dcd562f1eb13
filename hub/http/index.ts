export { quietLog } from './log.ts';
export { Refusal, refuse, unwrap } from './problems.ts';
export { useProtocol } from './protocol.ts';
export type { Scope } from './scope.ts';
