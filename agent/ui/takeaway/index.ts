export { placeOfAnswer } from './answer.ts';
export { TakeAway } from './TakeAway.tsx';
export { TextingKeys } from './TextingKeys.tsx';
export { TextingScreen } from './TextingScreen.tsx';
