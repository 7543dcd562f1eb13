export { createLiveView, type LiveView, type Watcher } from './live.ts';
export { createPictures, type Pictures } from './pictures.ts';
export { type Gateway, type GatewayOptions, startGateway } from './server.ts';
