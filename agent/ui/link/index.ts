export { afterTwoPaints, createFrameReport } from './frames.ts';
export { type ContentLoader, createContentLoader } from './loader.ts';
export { type AgentSocket, createAgentSocket } from './socket.ts';
