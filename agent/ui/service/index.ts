export { createServiceDesk, type ServiceDesk } from './desk.ts';
export { ServiceLayer } from './ServiceLayer.tsx';
