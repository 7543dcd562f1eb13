export { type LocalAgent, localAgent } from './agent.ts';
export { socketPath } from './socket.ts';
