export { Avatar } from './Avatar.tsx';
export { type Mood, moodOf, type Scene } from './mood.ts';
export { drawnMouth, followLips, type MouthName, mouthNames } from './mouth.ts';
