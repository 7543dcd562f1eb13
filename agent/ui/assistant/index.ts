export { AskEntry } from './AskEntry.tsx';
export { Asking } from './Asking.tsx';
export { AssistantScreen } from './AssistantScreen.tsx';
export { type AssistantClient, createAssistantClient } from './client.ts';
