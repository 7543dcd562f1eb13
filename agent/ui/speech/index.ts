export { speechReaders, spokenLanguage } from './messages.ts';
export { createSpeech, type SayOptions, type Speech, type SpeechView } from './speech.ts';
export { type Mouth, mouthAt, type Sentence, wordAt } from './timing.ts';
