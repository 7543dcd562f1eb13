export { Gate, type GateProps, type SignedInAs } from './gate.tsx';
