export type { Device } from './device.ts';
export { createDustSensor, type DustSensor, floats, shdlcBytes } from './dust.ts';
export { createGasSensor, type GasSensor, modbusBytes } from './gas.ts';
export { airBytes, createParticleCounter, type ParticleCounter } from './particles.ts';
export { createPlug, type Plug, speedOf } from './plug.ts';
export { createRadar, type Radar, reportBytes } from './radar.ts';
export { createReceiver, sentence } from './receiver.ts';
export { misread } from './uart.ts';
