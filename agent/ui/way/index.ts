export { WayMap } from './WayMap.tsx';
